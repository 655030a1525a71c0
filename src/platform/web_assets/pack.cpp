#include "platform/web_assets/pack.h"

#include <charconv>
#include <stdexcept>

#include "base/text.h"

extern "C" {
extern const char peakdesk_web_pack_begin[];
extern const char peakdesk_web_pack_end[];
}

namespace peakdesk::web_assets {
namespace {
std::size_t read_size(std::string_view text) {
  std::size_t size = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (failed != std::errc() || end != text.data() + text.size())
    throw std::runtime_error("the packed web files are damaged");
  return size;
}

std::string_view take(std::string_view& bytes, std::size_t size) {
  if (size > bytes.size()) throw std::runtime_error("the packed web files are damaged");
  const auto out = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return out;
}
}  // namespace

// "path\tetag\tplain size\tbrotli size\tgzip size\n" each, an empty line, then the bytes in the same order.
std::vector<Asset> read_pack(std::string_view pack) {
  if (pack.empty()) return {};
  const auto end = pack.starts_with("\n") ? 0 : pack.find("\n\n") + 1;
  if (end == 0 && !pack.starts_with("\n")) throw std::runtime_error("the packed web files are damaged");
  std::string_view bytes = pack.substr(end + 1);
  std::vector<Asset> assets;
  for (const auto line : split(pack.substr(0, end), '\n')) {
    if (line.empty()) continue;
    const auto fields = split(line, '\t');
    if (fields.size() != 5) throw std::runtime_error("the packed web files are damaged");
    Asset& asset = assets.emplace_back();
    asset.path = fields[0];
    asset.etag = fields[1];
    asset.plain = take(bytes, read_size(fields[2]));
    asset.brotli = take(bytes, read_size(fields[3]));
    asset.gzip = take(bytes, read_size(fields[4]));
  }
  return assets;
}

std::string_view built_in_pack() {
  return {peakdesk_web_pack_begin, static_cast<std::size_t>(peakdesk_web_pack_end - peakdesk_web_pack_begin)};
}

}  // namespace peakdesk::web_assets
