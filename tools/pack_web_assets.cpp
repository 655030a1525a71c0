// pack_web_assets DIST OUTPUT: packs the files of a web build, compressed beforehand, into one file for the binary to
// carry (format: src/platform/web_assets/pack.cpp). A DIST that is not there makes an empty pack.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "platform/crypto/fingerprint.h"
#include "platform/http/compression.h"

namespace {
std::string smaller(std::string compressed, const std::string& plain) {
  return compressed.size() + 64 < plain.size() ? std::move(compressed) : std::string();
}
}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: pack_web_assets DIST OUTPUT\n";
    return 2;
  }
  const std::filesystem::path dist = argv[1];
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(dist))
    for (const auto& entry : std::filesystem::recursive_directory_iterator(dist))
      if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::string index;
  std::string bytes;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string plain((std::istreambuf_iterator<char>(in)), {});
    const std::string brotli = smaller(peakdesk::http::brotli(plain, 11), plain);
    const std::string gzip = smaller(peakdesk::http::gzip(plain, 9), plain);
    index += std::filesystem::relative(file, dist).generic_string() + "\t\"" + peakdesk::crypto::fingerprint(plain) +
             "\"\t" + std::to_string(plain.size()) + "\t" + std::to_string(brotli.size()) + "\t" +
             std::to_string(gzip.size()) + "\n";
    bytes += plain + brotli + gzip;
  }
  std::ofstream out(argv[2], std::ios::binary | std::ios::trunc);
  if (!files.empty()) out << index << "\n" << bytes;
  return out.flush() ? 0 : 1;
}
