#include "platform/mail/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "base/text.h"

namespace peakdesk::platform {
namespace {

// Left: what mails say. Right: the superset that reads what they mean, by its ICU name.
constexpr std::array<std::pair<std::string_view, const char*>, 37> kMeant{{
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"latin-1", "windows-1252"},
    {"cp1252", "windows-1252"},
    {"iso-8859-1-windows-3.1-latin-1", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"iso-8859-11", "windows-874"},
    {"tis-620", "windows-874"},
    {"gb2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"cp936", "gb18030"},
    {"ks_c_5601-1987", "windows-949"},
    {"ks_c_5601-1989", "windows-949"},
    {"ksc5601", "windows-949"},
    {"ks_c_5601", "windows-949"},
    {"euc-kr", "windows-949"},
    {"cp949", "windows-949"},
    {"shift_jis", "windows-31j"},
    {"shift-jis", "windows-31j"},
    {"sjis", "windows-31j"},
    {"x-sjis", "windows-31j"},
    {"cp932", "windows-31j"},
    {"big5", "Big5-HKSCS"},
    {"x-x-big5", "Big5-HKSCS"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"x-unicode-2-0-utf-7", "UTF-7"},
    {"utf7", "UTF-7"},
    {"utf8", "UTF-8"},
    {"utf-8mb4", "UTF-8"},
    {"unicode", "UTF-16"},
    {"cp1251", "windows-1251"},
    {"win-1251", "windows-1251"},
    {"koi8r", "KOI8-R"},
    {"x-mac-roman", "macintosh"},
}};

// Labels that say nothing.
bool says_nothing(std::string_view label) {
  for (const std::string_view empty :
       {"", "us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us", "unknown-8bit", "x-unknown", "unknown", "default",
        "default_charset", "none", "8bit", "7bit", "x-user-defined", "binary"})
    if (label == empty) return true;
  return false;
}

bool has_high_bytes(std::string_view bytes) {
  for (const unsigned char c : bytes)
    if (c >= 0x80) return true;
  return false;
}

bool has_iso_2022_escape(std::string_view bytes) {
  for (std::size_t at = bytes.find('\x1b'); at != std::string_view::npos; at = bytes.find('\x1b', at + 1)) {
    const std::string_view next = bytes.substr(at + 1, 2);
    if (next == "$B" || next == "$@" || next == "(J" || next == "$A" || next == "$)") return true;
  }
  return false;
}

struct ConverterCloser {
  void operator()(UConverter* c) const { ucnv_close(c); }
};

// Empty optional-like result: false when the charset is unknown to ICU.
bool convert(std::string_view bytes, const char* charset, std::string& out) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, ConverterCloser> from(ucnv_open(charset, &status));
  if (U_FAILURE(status) || !from) return false;
  const std::unique_ptr<UConverter, ConverterCloser> to(ucnv_open("UTF-8", &status));
  if (U_FAILURE(status) || !to) return false;
  out.resize(bytes.size() * 3 + 16);
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  std::array<UChar, 4096> pivot;
  UChar* pivot_source = pivot.data();
  UChar* pivot_target = pivot.data();
  char* target = out.data();
  bool first = true;
  while (true) {
    ucnv_convertEx(to.get(), from.get(), &target, out.data() + out.size(), &source, source_end, pivot.data(),
                   &pivot_source, &pivot_target, pivot.data() + pivot.size(), first, true, &status);
    first = false;
    if (status != U_BUFFER_OVERFLOW_ERROR) break;
    const std::size_t used = static_cast<std::size_t>(target - out.data());
    out.resize(out.size() * 2);
    target = out.data() + used;
    status = U_ZERO_ERROR;
  }
  out.resize(static_cast<std::size_t>(target - out.data()));
  return true;
}

bool is_single_byte(std::string_view icu_name) {
  return icu_name.starts_with("windows-125") || icu_name.starts_with("iso-8859") || icu_name.starts_with("koi8") ||
         icu_name == "macintosh";
}

}  // namespace

std::string guess_charset(std::string_view bytes) {
  if (!has_high_bytes(bytes)) return has_iso_2022_escape(bytes) ? "ISO-2022-JP" : "UTF-8";
  if (is_valid_utf8(bytes)) return "UTF-8";
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
  if (U_FAILURE(status)) return "windows-1252";
  const std::string_view sample = bytes.substr(0, 16'384);
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || !match) return "windows-1252";
  const int32_t confidence = ucsdet_getConfidence(match, &status);
  const char* name = ucsdet_getName(match, &status);
  if (U_FAILURE(status) || confidence < 15) return "windows-1252";
  const std::string lower = to_lower_ascii(name);
  // UTF-16 and -32 never appear undeclared in a mail body; a match is noise.
  if (lower.starts_with("utf-16") || lower.starts_with("utf-32") || lower.starts_with("ibm42")) return "windows-1252";
  for (const auto& [said, meant] : kMeant)
    if (lower == said) return meant;
  return name;
}

std::string mail_text_to_utf8(std::string_view bytes, std::string_view declared) {
  std::string label = to_lower_ascii(trim(declared));
  while (!label.empty() && (label.back() == '"' || label.back() == '\'' || label.back() == ';')) label.pop_back();
  while (!label.empty() && (label.front() == '"' || label.front() == '\'')) label.erase(0, 1);
  const bool high = has_high_bytes(bytes);
  const bool stateful = label.starts_with("iso-2022") || label.find("utf-7") != std::string::npos ||
                        label.find("utf7") != std::string::npos || label.starts_with("hz") ||
                        label.starts_with("utf-16") || label.starts_with("utf-32") || label == "unicode";
  if (!high && !stateful && bytes.find('\x1b') == std::string_view::npos && bytes.find('\0') == std::string_view::npos)
    return std::string(bytes);
  if (!stateful && is_valid_utf8(bytes) && high)
    return to_valid_utf8(bytes);  // nobody writes valid multi-byte UTF-8 by accident

  std::string charset = label;
  if (says_nothing(label) || label == "utf-8" || label == "utf8" || (label.starts_with("iso-2022") && high))
    charset = guess_charset(bytes);
  else
    for (const auto& [said, meant] : kMeant)
      if (label == said) charset = meant;
  // Broken in a few places only: still what it says it is.
  if ((label == "utf-8" || label == "utf8") && is_single_byte(to_lower_ascii(charset))) {
    const std::string kept = to_valid_utf8(bytes);
    std::size_t broken = 0, sound = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const auto c = static_cast<unsigned char>(kept[i]);
      if (c < 0xC0) continue;
      (kept.compare(i, 3, "\xEF\xBF\xBD") == 0 ? broken : sound) += 1;
    }
    if (sound > broken) return kept;
  }
  std::string out;
  if (!convert(bytes, charset.c_str(), out) && !convert(bytes, guess_charset(bytes).c_str(), out))
    return to_valid_utf8(bytes);
  return to_valid_utf8(out);
}

}  // namespace peakdesk::platform
