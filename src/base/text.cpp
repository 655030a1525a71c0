#include "base/text.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <cstring>
#include <memory>

namespace peakdesk {
namespace {

icu::UnicodeString to_icu(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

/// How many bytes are ASCII before the first that is not; in steps of eight, so up to seven too few.
std::size_t ascii_start(std::string_view text) {
  std::size_t i = 0;
  for (std::uint64_t word = 0; i + sizeof word <= text.size(); i += sizeof word) {
    std::memcpy(&word, text.data() + i, sizeof word);
    if (word & 0x8080'8080'8080'8080) break;
  }
  return i;
}

bool is_ascii(std::string_view text) {
  for (std::size_t i = ascii_start(text); i < text.size(); ++i)
    if (static_cast<unsigned char>(text[i]) >= 0x80) return false;
  return true;
}

std::string normalise(const icu::Normalizer2* form, std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  const icu::UnicodeString result = form->normalize(to_icu(text), status);
  result.toUTF8String(out);
  return out;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  auto i = static_cast<int32_t>(ascii_start(text));
  const auto n = static_cast<int32_t>(text.size());
  const auto* s = reinterpret_cast<const uint8_t*>(text.data());
  while (i < n) {
    UChar32 c = 0;
    U8_NEXT(s, i, n, c);
    if (c < 0) return false;
  }
  return true;
}

std::string to_valid_utf8(std::string_view bytes) {
  if (is_ascii(bytes) && bytes.find('\0') == std::string_view::npos) return std::string(bytes);
  std::string out;
  out.reserve(bytes.size());
  int32_t i = 0;
  const auto n = static_cast<int32_t>(bytes.size());
  const auto* s = reinterpret_cast<const uint8_t*>(bytes.data());
  while (i < n) {
    const int32_t start = i;
    UChar32 c = 0;
    U8_NEXT(s, i, n, c);
    if (c < 0)
      out += "\xEF\xBF\xBD";
    else if (c != 0)
      out.append(bytes.substr(start, i - start));
  }
  return out;
}

std::string fold(std::string_view text) {
  if (is_ascii(text)) return to_lower_ascii(text);
  UErrorCode status = U_ZERO_ERROR;
  return normalise(icu::Normalizer2::getNFKCCasefoldInstance(status), text);
}

std::string fold_for_search(std::string_view text) {
  if (is_ascii(text)) return to_lower_ascii(text);
  UErrorCode status = U_ZERO_ERROR;
  const std::string folded = fold(text);
  const icu::UnicodeString decomposed = icu::Normalizer2::getNFDInstance(status)->normalize(to_icu(folded), status);
  icu::UnicodeString bare;
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    if (u_charType(c) != U_NON_SPACING_MARK) bare.append(c);
  }
  std::string out;
  icu::Normalizer2::getNFCInstance(status)->normalize(bare, status).toUTF8String(out);
  return out;
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  int32_t i = 0;
  const auto n = static_cast<int32_t>(text.size());
  const auto* s = reinterpret_cast<const uint8_t*>(text.data());
  while (i < n) {
    UChar32 c = 0;
    U8_NEXT(s, i, n, c);
    (void)c;
    ++count;
  }
  return count;
}

std::string truncate(std::string_view text, std::size_t max_characters) {
  if (text.size() <= max_characters) return std::string(text);
  // Where all is ASCII up to and past the cut, bytes are characters, and only a CR-LF is a cluster of two.
  const std::string_view start = text.substr(0, max_characters + 1);
  if (is_ascii(start) && !(start.back() == '\n' && max_characters > 0 && start[max_characters - 1] == '\r'))
    return std::string(trim(start.substr(0, max_characters))) + "…";
  icu::UnicodeString wide = to_icu(text);
  if (static_cast<std::size_t>(wide.countChar32()) <= max_characters) return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  // Making one reads rules for a tenth of a millisecond, so each thread keeps its own.
  static thread_local const std::unique_ptr<icu::BreakIterator> clusters(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  int32_t cut = wide.moveIndex32(0, static_cast<int32_t>(max_characters));
  if (clusters) {
    clusters->setText(wide);
    if (!clusters->isBoundary(cut)) cut = clusters->preceding(cut);
  }
  wide.truncate(cut);
  wide.trim();
  std::string out;
  wide.toUTF8String(out);
  return out + "…";
}

std::string_view trim(std::string_view text) {
  const auto is_space = [](char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
  };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string collapse_space(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  text = trim(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    while (i < text.size() && !is_space(text[i])) ++i;
    out.append(text.substr(start, i - start));
    if (i == text.size()) break;
    out += ' ';
    while (i < text.size() && is_space(text[i])) ++i;
  }
  return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || text[i] == separator) {
      parts.push_back(text.substr(start, i - start));
      start = i + 1;
    }
  }
  return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i) out += separator;
    out += parts[i];
  }
  return out;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  if (from.empty()) return text;
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool iequals_ascii(std::string_view a, std::string_view b) {
  return a.size() == b.size() && to_lower_ascii(a) == to_lower_ascii(b);
}

bool istarts_with_ascii(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && iequals_ascii(text.substr(0, prefix.size()), prefix);
}

std::string escape_html(std::string_view text) {
  const auto escaped = [](char c) -> std::string_view {
    switch (c) {
      case '&':
        return "&amp;";
      case '<':
        return "&lt;";
      case '>':
        return "&gt;";
      case '"':
        return "&quot;";
      case '\'':
        return "&#39;";
      default:
        return {};
    }
  };
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view instead = escaped(text[i]);
    if (instead.empty()) continue;
    out.append(text.substr(copied, i - copied)).append(instead);
    copied = i + 1;
  }
  return out.append(text.substr(copied));
}

}  // namespace peakdesk
