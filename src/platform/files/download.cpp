#include "platform/files/download.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "base/error.h"
#include "base/text.h"

namespace peakdesk::files {
namespace {

constexpr std::size_t kMaxNameBytes = 200;

bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
}

/// Zero-width and direction marks (U+200B–F, U+202A–E, U+2066–9, U+FEFF): "gnp.exe" must not read as "exe.png".
bool is_deceptive(std::string_view three_bytes) {
  if (three_bytes.substr(0, 2) == "\xE2\x80") {
    const auto last = static_cast<unsigned char>(three_bytes[2]);
    return (last >= 0x8B && last <= 0x8F) || (last >= 0xA8 && last <= 0xAE);
  }
  if (three_bytes.substr(0, 2) == "\xE2\x81") {
    const auto last = static_cast<unsigned char>(three_bytes[2]);
    return last >= 0xA6 && last <= 0xA9;
  }
  return three_bytes == "\xEF\xBB\xBF";
}

std::string without_odd_characters(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (i + 2 < text.size() && is_deceptive(text.substr(i, 3))) {
      i += 2;
      continue;
    }
    if (byte < 0x20 || byte == 0x7f) continue;
    out += std::string_view("<>:\"|?*\\/").find(text[i]) == std::string_view::npos ? text[i] : '_';
  }
  return out;
}

std::string cut_to(std::string text, std::size_t bytes) {
  while (text.size() > bytes) {
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
    if (!text.empty()) text.pop_back();
  }
  return text;
}

bool might_run(std::string_view type) {
  constexpr std::array<std::string_view, 6> kActive = {"text/html",       "text/xml", "application/xml",
                                                       "text/javascript", "text/css", "application/pdf"};
  return type.find("xml") != std::string_view::npos || type.find("html") != std::string_view::npos ||
         type.find("script") != std::string_view::npos || type.find("svg") != std::string_view::npos ||
         type.find("flash") != std::string_view::npos ||
         std::find(kActive.begin(), kActive.end(), type) != kActive.end();
}

std::string content_disposition(std::string_view kind, std::string_view name) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string plain, encoded;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    plain += byte < 0x80 && c != '"' && c != '\\' && c != '%' ? c : '_';
    const bool keep = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                      byte == '-' || byte == '.' || byte == '_' || byte == '~';
    if (keep) {
      encoded += c;
    } else {
      encoded += '%';
      encoded += kHex[byte >> 4];
      encoded += kHex[byte & 15];
    }
  }
  // RFC 6266: the plain form for old programs, the encoded one for everybody else.
  return std::string(kind) + "; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
}

}  // namespace

std::string safe_file_name(std::string_view name) {
  const std::string valid = to_valid_utf8(name);
  const std::size_t slash = valid.find_last_of("/\\");
  std::string out = without_odd_characters(slash == std::string::npos ? valid : valid.substr(slash + 1));
  out = collapse_space(out);
  out = std::string(trim(out));
  out.erase(0, out.find_first_not_of(". "));
  while (!out.empty() && (out.back() == '.' || out.back() == ' ')) out.pop_back();
  if (out.size() > kMaxNameBytes) {
    const std::size_t dot = out.rfind('.');
    const std::string ending = dot != std::string::npos && out.size() - dot <= 16 ? out.substr(dot) : std::string();
    out = cut_to(out.substr(0, out.size() - ending.size()), kMaxNameBytes - ending.size()) + ending;
  }
  return out.empty() ? "file" : out;
}

std::string safe_content_type(std::string_view declared) {
  const std::string type = to_lower_ascii(trim(declared.substr(0, declared.find(';'))));
  const std::size_t slash = type.find('/');
  const bool plausible =
      slash != std::string::npos && slash > 0 && slash + 1 < type.size() && type.size() <= 127 &&
      std::all_of(type.begin(), type.begin() + static_cast<std::ptrdiff_t>(slash), is_token_character) &&
      std::all_of(type.begin() + static_cast<std::ptrdiff_t>(slash) + 1, type.end(), is_token_character);
  return plausible ? type : "application/octet-stream";
}

bool is_safe_image(std::string_view content_type, std::string_view first_bytes) {
  const std::string type = safe_content_type(content_type);
  if (type == "image/png") return first_bytes.starts_with("\x89PNG\r\n\x1a\n");
  if (type == "image/jpeg" || type == "image/jpg") return first_bytes.starts_with("\xFF\xD8\xFF");
  if (type == "image/gif") return first_bytes.starts_with("GIF87a") || first_bytes.starts_with("GIF89a");
  if (type == "image/webp")
    return first_bytes.size() >= 12 && first_bytes.starts_with("RIFF") && first_bytes.substr(8, 4) == "WEBP";
  return false;
}

http::Response download(const FileStore& store, std::string_view file, std::string_view name,
                        std::string_view content_type, Disposition disposition) {
  if (!store.exists(file)) throw_not_found("file");
  const std::string path = store.path_of(file);
  bool show = false;
  if (disposition == Disposition::InlineIfImage) {
    char first[16] = {};
    std::ifstream content(path, std::ios::binary);
    content.read(first, sizeof first);
    show = is_safe_image(content_type, {first, static_cast<std::size_t>(content.gcount())});
  }
  const std::string type = safe_content_type(content_type);
  http::Response response;  // the server adds nosniff to every answer
  response.file = path;
  response.content_type = might_run(type) ? "application/octet-stream" : type;
  response.headers = {
      {"Content-Disposition", content_disposition(show ? "inline" : "attachment", safe_file_name(name))},
      {"Content-Security-Policy", "default-src 'none'; sandbox"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Cache-Control", "private, max-age=86400, immutable"}};
  return response;
}

}  // namespace peakdesk::files
