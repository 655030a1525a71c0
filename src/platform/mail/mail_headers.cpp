// Reading single header fields: dates, ids, addresses, encoded words.
#include <gmime/gmime.h>

#include <chrono>

#include "base/text.h"
#include "platform/mail/encoded_words.h"
#include "platform/mail/gmime_support.h"

namespace peakdesk::platform {
namespace gmime {

void Unref::operator()(void* object) const { g_object_unref(object); }
void Free::operator()(char* text) const { g_free(text); }

void start() {
  static const bool started = [] {
    g_mime_init();
    return true;
  }();
  (void)started;
}

GMimeParserOptions* shared_options() {
  static GMimeParserOptions* const options = [] {
    start();
    GMimeParserOptions* made = g_mime_parser_options_new();
    static const char* charsets[] = {"utf-8", "windows-1252", nullptr};
    g_mime_parser_options_set_fallback_charsets(made, charsets);
    g_mime_parser_options_set_allow_addresses_without_domain(made, TRUE);
    return made;
  }();
  return options;
}

std::string to_text(const char* text) {
  if (!text) return {};
  const std::string_view view(text);
  return is_valid_utf8(view) ? std::string(view) : to_valid_utf8(view);
}

std::vector<MailAddress> to_addresses(InternetAddressList* list) {
  std::vector<MailAddress> out;
  if (!list) return out;
  const int count = internet_address_list_length(list);
  for (int i = 0; i < count && out.size() < 10'000; ++i) {
    InternetAddress* entry = internet_address_list_get_address(list, i);
    if (INTERNET_ADDRESS_IS_GROUP(entry)) {
      for (MailAddress& member : to_addresses(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(entry))))
        out.push_back(std::move(member));
      continue;
    }
    MailAddress address;
    address.name = collapse_space(to_text(internet_address_get_name(entry)));
    address.address = to_text(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(entry)));
    // "To: Someone": a name without an address, not an address.
    if (address.name.empty() && address.address.find('@') == std::string::npos)
      std::swap(address.name, address.address);
    if (!address.name.empty() || !address.address.empty()) out.push_back(std::move(address));
  }
  return out;
}

}  // namespace gmime

namespace {

std::string as_c_text(std::string_view text) { return std::string(text.substr(0, text.find('\0'))); }

bool month_of(std::string_view word, unsigned& month) {
  constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (word.size() < 3) return false;
  const std::size_t at = kMonths.find(to_lower_ascii(word.substr(0, 3)));
  if (at == std::string_view::npos || at % 3 != 0) return false;
  month = static_cast<unsigned>(at / 3 + 1);
  return true;
}

bool all_digits(std::string_view word) {
  if (word.empty()) return false;
  for (const char c : word)
    if (c < '0' || c > '9') return false;
  return true;
}

int number_of(std::string_view digits) {
  int out = 0;
  for (const char c : digits.substr(0, 8)) out = out * 10 + (c - '0');
  return out;
}

int zone_minutes(std::string_view word) {
  if (word.size() >= 5 && (word[0] == '+' || word[0] == '-') && all_digits(word.substr(1, 4))) {
    const int offset = number_of(word.substr(1, 2)) * 60 + number_of(word.substr(3, 2));
    return word[0] == '-' ? -offset : offset;
  }
  constexpr std::pair<std::string_view, int> kZones[] = {
      {"est", -300}, {"edt", -240}, {"cst", -360}, {"cdt", -300}, {"mst", -420}, {"mdt", -360}, {"pst", -480},
      {"pdt", -420}, {"met", 60},   {"cet", 60},   {"cest", 120}, {"msk", 180},  {"jst", 540},  {"bst", 60}};
  const std::string lower = to_lower_ascii(word);
  for (const auto& [name, offset] : kZones)
    if (lower == name ||
        (name.size() == 3 && lower.starts_with(name) && lower.size() > 3 && lower[3] >= '0' && lower[3] <= '9'))
      return offset;
  return 0;
}

// "Tue, 1 Jul 2003 10:52:37 +0200" in its many bruised forms: comments dropped, day before month name or number,
// two-digit years, dots or colons in the time, AM and PM.
bool read_bruised_date(std::string_view text, Instant& out) {
  std::string bare;
  int depth = 0;
  for (std::size_t i = 0; i < text.size() && i < 400; ++i) {
    const char c = text[i];
    if (c == '(')
      ++depth;
    else if (c == ')') {
      if (depth > 0) --depth;
    } else if (depth == 0)
      bare += c == ',' || c == ';' || c == '\n' || c == '\r' || c == '\t' || c == '=' ? ' ' : c;
  }
  if (depth > 0) return false;
  int day = -1, year = -1, hour = -1, minute = 0, second = 0, offset = 0;
  unsigned month = 0;
  bool zone_seen = false, pm = false, am = false;
  std::vector<std::string> words;
  for (const std::string_view raw : split(bare, ' ')) {
    const std::string_view word = trim(raw);
    if (word.empty()) continue;
    const auto dashes = split(word, '-');
    if (dashes.size() == 3 && !dashes[0].empty())
      for (const std::string_view piece : dashes) words.emplace_back(piece);
    else
      words.emplace_back(word);
  }
  for (const std::string& word : words) {
    unsigned named = 0;
    if (word.find(':') != std::string::npos && hour < 0 && word[0] >= '0' && word[0] <= '9') {
      const auto parts = split(word, ':');
      if (!all_digits(parts[0]) || !all_digits(parts[1])) return false;
      hour = number_of(parts[0]);
      minute = number_of(parts[1]);
      if (parts.size() > 2) second = number_of(parts[2].substr(0, parts[2].find_first_not_of("0123456789")));
    } else if (all_digits(word)) {
      const int number = number_of(word);
      if (day < 0 && number <= 31 && word.size() <= 2)
        day = number;
      else if (month == 0 && number >= 1 && number <= 12 && word.size() <= 2)
        month = static_cast<unsigned>(number);
      else if (year < 0)
        year = number < 50 && word.size() <= 2     ? 2000 + number
               : number < 1000 && word.size() <= 3 ? 1900 + number
                                                   : number;
      else if (hour < 0)
        hour = number;
    } else if (month == 0 && month_of(word, named)) {
      month = named;
    } else if (hour >= 0 && !zone_seen) {
      const std::string lower = to_lower_ascii(word);
      if (lower == "pm")
        pm = true;
      else if (lower == "am")
        am = true;
      else {
        offset = zone_minutes(word);
        zone_seen = true;
      }
    }
  }
  if (pm && hour < 12) hour += 12;
  if (am && hour == 12) hour = 0;
  if (day < 1 || month == 0 || year < 1900 || year > 9999 || hour < 0 || hour > 23 || minute > 59 || second > 60)
    return false;
  if (offset > 15 * 60 || offset < -15 * 60) offset = 0;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                         std::chrono::day{unsigned(day)}};
  if (!date.ok()) return false;
  const std::int64_t day_count = std::chrono::sys_days{date}.time_since_epoch().count();
  out.ms = ((day_count * 1440 + hour * 60 + minute - offset) * 60 + second) * 1000;
  return true;
}

}  // namespace

bool parse_mail_date(std::string_view text, Instant& out) {
  text = trim(text);
  if (text.empty()) return false;
  Instant read;
  // A Received line ends in its date.
  const std::size_t semicolon = text.rfind(';');
  if (semicolon != std::string_view::npos && semicolon > 30 && read_bruised_date(text.substr(semicolon + 1), read)) {
    out = read;
    return true;
  }
  if (read_bruised_date(text, read) || parse_iso8601(text, read)) {
    out = read;
    return true;
  }
  return false;
}

std::vector<MailAddress> parse_mail_addresses(std::string_view text) {
  GMimeParserOptions* const options = gmime::shared_options();
  const gmime::Ref<InternetAddressList> list(
      internet_address_list_parse(options, as_c_text(quote_encoded_words(text.substr(0, 1u << 20))).c_str()));
  return gmime::to_addresses(list.get());
}

std::vector<std::string> parse_mail_ids(std::string_view text) {
  std::vector<std::string> ids;
  std::size_t at = 0;
  while (ids.size() < 1'000 && (at = text.find('<', at)) != std::string_view::npos) {
    const std::size_t end = text.find_first_of("<>", at + 1);
    const std::string_view id = trim(text.substr(at + 1, end == std::string_view::npos ? end : end - at - 1));
    if (!id.empty()) ids.push_back(to_valid_utf8(id));
    if (end == std::string_view::npos) break;
    at = text[end] == '>' ? end + 1 : end;
  }
  if (ids.empty() && text.find('<') == std::string_view::npos)
    for (const std::string_view word : split(text, ' ')) {
      const std::string_view id = trim(word);
      if (!id.empty() && (text.find('@') == std::string_view::npos || id.find('@') != std::string_view::npos))
        ids.push_back(to_valid_utf8(id));
    }
  return ids;
}

std::string decode_mail_header(std::string_view text) { return decode_encoded_words(text); }

std::string_view ParsedMail::header(std::string_view name) const {
  for (const MailHeader& header : headers)
    if (iequals_ascii(header.name, name)) return header.value;
  return {};
}

bool ParsedMail::has_header(std::string_view name) const {
  for (const MailHeader& header : headers)
    if (iequals_ascii(header.name, name)) return true;
  return false;
}

}  // namespace peakdesk::platform
