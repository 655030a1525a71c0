#include "platform/http/target.h"

#include <algorithm>

#include "base/text.h"

namespace peakdesk::http {
namespace {
int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool has_control(std::string_view text, bool line_ends_too) {
  return std::any_of(text.begin(), text.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (!line_ends_too && (byte == '\n' || byte == '\r' || byte == '\t')) return false;
    return byte < 0x20 || byte == 0x7f;
  });
}

bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_acceptable(std::string_view text, bool line_ends_too) {
  return !has_control(text, line_ends_too) && (is_plain_ascii(text) || is_valid_utf8(text));
}
}  // namespace

bool percent_decode(std::string_view text, bool plus_is_space, std::string& out) {
  out.clear();
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return false;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else {
      out += text[i];
    }
  }
  return true;
}

bool parse_target(std::string_view target, Target& out) {
  out.path.clear();
  out.query.clear();
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!istarts_with_ascii(target, scheme)) continue;
    const auto slash = target.find('/', scheme.size());
    target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
    break;
  }
  if (target.empty() || target.front() != '/') return false;
  target = target.substr(0, target.find('#'));
  const auto question = target.find('?');
  if (!percent_decode(target.substr(0, question), false, out.path) || !is_acceptable(out.path, true)) return false;
  if (question == std::string_view::npos) return true;
  for (const auto pair : split(target.substr(question + 1), '&')) {
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto& [name, value] = out.query.emplace_back();
    if (!percent_decode(pair.substr(0, equals), true, name) || !is_acceptable(name, true)) return false;
    if (equals == std::string_view::npos) continue;
    if (!percent_decode(pair.substr(equals + 1), true, value) || !is_acceptable(value, false)) return false;
  }
  return true;
}

}  // namespace peakdesk::http
