// Dates as moment.js formats them, which the field's macros are written in, by ICU's calendars and names.
#include <unicode/datefmt.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <array>
#include <memory>

#include "base/text.h"
#include "rules/template.h"

namespace peakdesk::rules {
namespace {

struct Token {
  std::string_view moment;
  std::string_view icu;  // a SimpleDateFormat pattern
};

// Longest first.
constexpr std::array<Token, 24> kTokens{{
    {"YYYY", "yyyy"}, {"MMMM", "LLLL"}, {"dddd", "EEEE"}, {"MMM", "LLL"}, {"ddd", "EEE"}, {"DDD", "D"},
    {"YY", "yy"},     {"MM", "MM"},     {"DD", "dd"},     {"HH", "HH"},   {"hh", "hh"},   {"mm", "mm"},
    {"ss", "ss"},     {"ZZ", "xx"},     {"M", "M"},       {"D", "d"},     {"H", "H"},     {"h", "h"},
    {"m", "m"},       {"s", "s"},       {"A", "a"},       {"a", "a"},     {"Z", "xxx"},   {"Q", "Q"},
}};

std::string to_utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

class MomentFormatter {
 public:
  MomentFormatter(Instant t, const std::string& locale, const std::string& timezone)
      : when_(static_cast<UDate>(t.ms)),
        locale_(icu::Locale::createCanonical(locale.c_str())),
        zone_(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(timezone))) {}

  std::string pattern(std::string_view icu_pattern) const {
    UErrorCode status = U_ZERO_ERROR;
    icu::SimpleDateFormat format(
        icu::UnicodeString::fromUTF8(icu::StringPiece(icu_pattern.data(), static_cast<int32_t>(icu_pattern.size()))),
        locale_, status);
    if (U_FAILURE(status)) return {};
    return run(format);
  }

  std::string style(icu::DateFormat::EStyle date, icu::DateFormat::EStyle time) const {
    const std::unique_ptr<icu::DateFormat> format(icu::DateFormat::createDateTimeInstance(date, time, locale_));
    return format ? run(*format) : std::string();
  }

  /// "1st", "2nd" in English, "1er" in French, "1º" in Spanish and Portuguese, "1." in German; plain elsewhere.
  std::string ordinal_day() const {
    const std::string day = pattern("d");
    const std::string_view language = locale_.getLanguage();
    if (language == "fr") return day == "1" ? "1er" : day;
    if (language == "de") return day + ".";
    if (language == "es" || language == "pt") return day + "º";
    if (language != "en") return day;
    const bool teen = day.size() == 2 && day[0] == '1';
    const char last = day.back();
    return day + (teen ? "th" : last == '1' ? "st" : last == '2' ? "nd" : last == '3' ? "rd" : "th");
  }

 private:
  std::string run(icu::DateFormat& format) const {
    format.setTimeZone(*zone_);
    icu::UnicodeString out;
    return to_utf8(format.format(when_, out));
  }

  UDate when_;
  icu::Locale locale_;
  std::unique_ptr<icu::TimeZone> zone_;
};

}  // namespace

std::string format_moment(Instant t, std::string_view format, const std::string& locale, const std::string& timezone) {
  using icu::DateFormat;
  const MomentFormatter formatter(t, locale, timezone);
  std::string out;
  std::size_t at = 0;
  const auto takes = [&](std::string_view token) {
    if (format.substr(at, token.size()) != token) return false;
    at += token.size();
    return true;
  };
  while (at < format.size() && out.size() < 1000) {
    if (format[at] == '[') {
      const auto end = format.find(']', at);
      if (end != std::string_view::npos) {
        out += format.substr(at + 1, end - at - 1);
        at = end + 1;
        continue;
      }
    }
    if (takes("LLLL"))
      out += formatter.style(DateFormat::kFull, DateFormat::kShort);
    else if (takes("LLL"))
      out += formatter.style(DateFormat::kLong, DateFormat::kShort);
    else if (takes("LL"))
      out += formatter.style(DateFormat::kLong, DateFormat::kNone);
    else if (takes("LTS"))
      out += formatter.style(DateFormat::kNone, DateFormat::kMedium);
    else if (takes("LT"))
      out += formatter.style(DateFormat::kNone, DateFormat::kShort);
    else if (takes("L"))
      out += std::string_view(locale).starts_with("en") ? formatter.pattern("MM/dd/yyyy")
                                                        : formatter.style(DateFormat::kShort, DateFormat::kNone);
    else if (takes("Do"))
      out += formatter.ordinal_day();
    else {
      const Token* found = nullptr;
      for (const auto& token : kTokens)
        if (!found && takes(token.moment)) found = &token;
      if (!found) {
        out += format[at++];
      } else {
        // Beside a day a month stands in the genitive ("2 ноября"), alone it does not.
        const bool genitive = found->icu.front() == 'L' && format.find('D') != std::string_view::npos;
        const std::string text =
            formatter.pattern(genitive ? std::string(found->icu.size(), 'M') : std::string(found->icu));
        out += found->moment == "a" ? to_lower_ascii(text) : text;
      }
    }
  }
  return to_valid_utf8(out);
}

}  // namespace peakdesk::rules
