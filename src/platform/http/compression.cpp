#include "platform/http/compression.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <charconv>
#include <stdexcept>

#include "base/text.h"

namespace peakdesk::http {
namespace {
constexpr std::size_t kWorthCompressing = 1024;  // bytes; below, the answer fits one packet anyway

bool is_forbidden(std::string_view parameters) {
  const auto q = parameters.find("q=");
  if (q == std::string_view::npos) return false;
  const auto value = trim(parameters.substr(q + 2));
  return value.starts_with('0') && value.find_first_of("123456789") == std::string_view::npos;
}

bool is_text(std::string_view content_type) {
  return content_type.starts_with("application/json") || content_type.starts_with("text/") ||
         content_type.starts_with("application/problem+json");
}
}  // namespace

Coding choose_coding(std::string_view accept_encoding, bool brotli_possible) {
  bool gzip_accepted = false;
  bool brotli_accepted = false;
  for (const auto part : split(accept_encoding, ',')) {
    const auto semicolon = part.find(';');
    const auto name = trim(part.substr(0, semicolon));
    const bool accepted = semicolon == std::string_view::npos || !is_forbidden(part.substr(semicolon));
    if (iequals_ascii(name, "gzip")) gzip_accepted = accepted;
    if (iequals_ascii(name, "br")) brotli_accepted = accepted;
  }
  if (brotli_accepted && brotli_possible) return Coding::Brotli;
  return gzip_accepted ? Coding::Gzip : Coding::None;
}

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("zlib failed to start");
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("zlib failed to compress");
  return out;
}

std::string brotli(std::string_view bytes, int quality) {
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::string out(size, '\0');
  if (!BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                             reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                             reinterpret_cast<std::uint8_t*>(out.data())))
    throw std::runtime_error("brotli failed to compress");
  out.resize(size);
  return out;
}

void compress(Response& response, std::string_view accept_encoding) {
  if (response.body.size() < kWorthCompressing || !is_text(response.content_type)) return;
  for (const auto& [name, value] : response.headers)
    if (iequals_ascii(name, "Content-Encoding")) return;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  // Brotli at quality 1: as small as gzip at level 1 in a third of the time (docs/decisions/0003-compress-answers.md).
  switch (choose_coding(accept_encoding)) {
    case Coding::None:
      return;
    case Coding::Brotli:
      response.body = brotli(response.body, 1);
      response.headers.emplace_back("Content-Encoding", "br");
      return;
    case Coding::Gzip:
      response.body = gzip(response.body);
      response.headers.emplace_back("Content-Encoding", "gzip");
      return;
  }
}

}  // namespace peakdesk::http
