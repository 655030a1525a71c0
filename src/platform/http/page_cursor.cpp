#include "platform/http/page_cursor.h"

#include <charconv>

#include "base/text.h"

namespace peakdesk::http {
namespace {

constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode_base64url(std::string_view bytes) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const unsigned char byte : bytes) {
    bits = (bits << 8) | byte;
    for (count += 8; count >= 6; count -= 6) out += kBase64Url[(bits >> (count - 6)) & 63];
  }
  if (count > 0) out += kBase64Url[(bits << (6 - count)) & 63];
  return out;
}

bool decode_base64url(std::string_view text, std::string& out) {
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto digit = kBase64Url.find(c);
    if (digit == std::string_view::npos) return false;
    bits = (bits << 6) | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>((bits >> count) & 255);
    }
  }
  return true;
}

[[noreturn]] void throw_bad_cursor() {
  throw_invalid("cursor", "This cursor does not belong to this list and order. Start again without it.");
}

}  // namespace

std::string encode_cursor(std::string_view order, const PageCursor& cursor) {
  std::string plain = cursor.backwards ? "<" : ">";
  plain += order;
  for (const auto key : cursor.keys) plain += '|' + std::to_string(key);
  return encode_base64url(plain);
}

std::optional<PageCursor> decode_cursor(std::string_view order, std::string_view text, std::size_t key_count) {
  if (text.empty()) return std::nullopt;
  std::string plain;
  if (text.size() > 400 || !decode_base64url(text, plain) || plain.empty()) throw_bad_cursor();
  PageCursor cursor;
  if (plain[0] != '<' && plain[0] != '>') throw_bad_cursor();
  cursor.backwards = plain[0] == '<';
  const auto parts = split(std::string_view(plain).substr(1), '|');
  if (parts[0] != order || parts.size() != key_count + 1) throw_bad_cursor();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    std::int64_t key = 0;
    const auto [end, error] = std::from_chars(parts[i].data(), parts[i].data() + parts[i].size(), key);
    if (error != std::errc() || end != parts[i].data() + parts[i].size()) throw_bad_cursor();
    cursor.keys.push_back(key);
  }
  return cursor;
}

int checked_limit(std::int64_t limit) {
  if (limit < 1 || limit > 100) throw_invalid("limit", "A page has 1 to 100 entries.");
  return static_cast<int>(limit);
}

}  // namespace peakdesk::http
