// Build tool: makes the model that ships from src/understanding/corpus/.
//   understanding_model build CORPUS_FOLDER OUT_FILE [SOURCE_FILE...]
//     The same texts and sources give the same model, so one that was made before on this machine is taken from
//     ~/.cache/peakdesk (XDG_CACHE_HOME), as ccache does with objects. Without sources it is always learnt.
//   understanding_model examples CORPUS_FOLDER OUT_FILE   a sample of what the model learns, for shops that teach it
//   more understanding_model words LANGID_TSV          prints the table of words (corpus/words.tsv) of texts: language,
//   kind, text
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "understanding/model_build.h"

namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::filesystem::path cache_folder() {
  if (const char* folder = std::getenv("XDG_CACHE_HOME")) return std::filesystem::path(folder) / "peakdesk";
  if (const char* home = std::getenv("HOME")) return std::filesystem::path(home) / ".cache" / "peakdesk";
  return {};
}

/// Where a model of these texts and sources is kept; empty when there is no place or no source is named.
std::filesystem::path cached(const std::map<std::string, std::string>& files, const std::vector<std::string>& sources) {
  const auto folder = cache_folder();
  if (folder.empty() || sources.empty()) return {};
  std::uint64_t a = 0xcbf29ce484222325ULL, b = 0x9e3779b97f4a7c15ULL;
  auto stir = [&](std::string_view bytes) {
    for (unsigned char c : bytes) {
      a = (a ^ c) * 0x100000001b3ULL;
      b = (b + c) * 0xff51afd7ed558ccdULL;
      b ^= b >> 29;
    }
    a ^= bytes.size();
  };
  for (const auto& [name, content] : files) {
    stir(name);
    stir(content);
  }
  for (const auto& source : sources) stir(read_file(source));
  char name[64];
  std::snprintf(name, sizeof name, "understanding-%016llx%016llx.model", static_cast<unsigned long long>(a),
                static_cast<unsigned long long>(b));
  return folder / name;
}

std::map<std::string, std::string> read_corpus(const char* folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.is_regular_file()) files[entry.path().filename().string()] = read_file(entry.path());
  return files;
}

int examples(const char* folder, const char* out_path) {
  std::string text, error;
  if (!peakdesk::understanding::speak_examples(read_corpus(folder), text, error)) {
    std::fprintf(stderr, "understanding_model: %s\n", error.c_str());
    return 1;
  }
  std::ofstream out(out_path, std::ios::binary);
  return out << text && out.flush() ? 0 : 1;
}

int build(const char* folder, const char* out_path, const std::vector<std::string>& sources) {
  const auto files = read_corpus(folder);
  const auto kept = cached(files, sources);
  std::error_code failed;
  if (!kept.empty() &&
      std::filesystem::copy_file(kept, out_path, std::filesystem::copy_options::overwrite_existing, failed))
    return 0;
  peakdesk::understanding::Model model;
  std::string error;
  if (!peakdesk::understanding::build_shipped_model(files, model, error)) {
    std::fprintf(stderr, "understanding_model: %s\n", error.c_str());
    return 1;
  }
  const std::string bytes = model.write();
  std::ofstream out(out_path, std::ios::binary);
  if (!(out << bytes) || !out.flush()) {
    std::fprintf(stderr, "understanding_model: cannot write %s\n", out_path);
    return 1;
  }
  if (!kept.empty()) {
    // Written beside and renamed, so that nobody copies half a model.
    std::filesystem::create_directories(kept.parent_path(), failed);
    const auto half = kept.string() + "." + std::to_string(std::hash<std::string>{}(out_path));
    std::ofstream(half, std::ios::binary) << bytes;
    std::filesystem::rename(half, kept, failed);
  }
  return 0;
}

int words(const char* path) {
  std::map<std::string, std::unordered_map<std::string, std::uint32_t>> counts;
  const std::string file = read_file(path);
  for (std::string_view line : peakdesk::split(file, '\n')) {
    const auto columns = peakdesk::split(line, '\t');
    if (columns.size() == 3 && columns[0].size() == 2)
      peakdesk::understanding::count_words(columns[2], counts[std::string(columns[0])]);
  }
  for (const auto& [language, seen] : counts)
    for (const auto& [word, n] : std::map<std::string, std::uint32_t>(seen.begin(), seen.end()))
      std::printf("%s\t%s\t%u\n", language.c_str(), word.c_str(), n);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "build" && argc >= 4) return build(argv[2], argv[3], std::vector<std::string>(argv + 4, argv + argc));
  if (what == "examples" && argc == 4) return examples(argv[2], argv[3]);
  if (what == "words" && argc == 3) return words(argv[2]);
  std::fprintf(
      stderr,
      "usage: understanding_model build CORPUS_FOLDER OUT_FILE [SOURCE_FILE...] | examples CORPUS_FOLDER OUT_FILE | "
      "words LANGID_TSV\n");
  return 2;
}
