#include "tickets/search_language.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/clock.h"
#include "base/text.h"

namespace peakdesk::tickets {
namespace {

struct KeyName {
  FilterKey key;
  std::string_view name;
  std::string_view possible;  // closed lists of values, separated by commas; empty: free
};

constexpr std::array<KeyName, 18> kFilterKeys{{
    {FilterKey::Is, "is", "open,snoozed,closed,unread,read,spam,trash,unassigned,assigned,failed,escalating"},
    {FilterKey::Channel, "channel", ""},
    {FilterKey::Assignee, "assignee", ""},
    {FilterKey::Team, "team", ""},
    {FilterKey::Tag, "tag", ""},
    {FilterKey::Priority, "priority", "low,normal,high,urgent"},
    {FilterKey::Language, "language", ""},
    {FilterKey::Intent, "intent", ""},
    {FilterKey::Sentiment, "sentiment", "negative,neutral,positive"},
    {FilterKey::Urgency, "urgency", "low,normal,high,urgent"},
    {FilterKey::Customer, "customer", ""},
    {FilterKey::Mailbox, "mailbox", ""},
    {FilterKey::Created, "created", ""},
    {FilterKey::Updated, "updated", ""},
    {FilterKey::Field, "field", ""},
    {FilterKey::Mention, "mention", ""},
    {FilterKey::Has, "has", "attachment"},
    {FilterKey::Number, "number", ""},
}};

constexpr std::size_t kMostBytes = 1000;
constexpr std::size_t kMostTerms = 50;

std::string spaced(std::string_view commas) { return replace_all(std::string(commas), ",", ", "); }

std::string all_filters() {
  std::string out;
  for (const auto& known : kFilterKeys) {
    out += out.empty() ? "" : ", ";
    out += known.name;
    out += known.key == FilterKey::Field ? ".KEY:" : ":";
  }
  return out;
}

bool is_key_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/// Takes the text between quotes, or up to a space; `stop_at_comma` for lists of values. Moves `at` behind it.
std::string take_text(std::string_view text, std::size_t& at, bool stop_at_comma, bool& was_quoted) {
  was_quoted = at < text.size() && text[at] == '"';
  if (was_quoted) {
    const std::size_t end = text.find('"', at + 1);
    const std::string out(text.substr(at + 1, end == std::string_view::npos ? std::string_view::npos : end - at - 1));
    at = end == std::string_view::npos ? text.size() : end + 1;
    return out;
  }
  const std::size_t start = at;
  while (at < text.size() && text[at] != ' ' && !(stop_at_comma && text[at] == ',')) ++at;
  return std::string(text.substr(start, at - start));
}

std::optional<std::int64_t> parse_age(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() - 1 || count < 0 || count > 100'000) return std::nullopt;
  switch (*end) {
    case 'm':
      return minutes(count).ms;
    case 'h':
      return hours(count).ms;
    case 'd':
      return days(count).ms;
    case 'w':
      return days(7 * count).ms;
    default:
      return std::nullopt;
  }
}

/// ">2026-11-01", "<2026-11-01", "2026-11-01", "2026-11-01..2026-11-30", "<7d", ">12h".
std::optional<TimeRange> parse_time(std::string_view text) {
  TimeRange out;
  const char sign = text.empty() ? ' ' : text[0];
  const std::string_view rest = sign == '<' || sign == '>' ? text.substr(1) : text;
  if (rest.empty()) return std::nullopt;
  if (const auto age = parse_age(rest)) {
    if (sign != '<' && sign != '>') return std::nullopt;
    out.kind = sign == '<' ? TimeRange::Kind::YoungerThan : TimeRange::Kind::OlderThan;
    out.age_ms = *age;
    return out;
  }
  const auto dots = rest.find("..");
  if (dots != std::string_view::npos) {
    Instant first, last;
    if (sign == '<' || sign == '>' || !parse_iso8601(rest.substr(0, dots), first) ||
        !parse_iso8601(rest.substr(dots + 2), last))
      return std::nullopt;
    out.from_ms = first.ms;
    out.to_ms = rest.substr(dots + 2).size() == 10 ? (last + days(1)).ms : last.ms;
    return out;
  }
  Instant at;
  if (!parse_iso8601(rest, at)) return std::nullopt;
  const bool whole_day = rest.size() == 10;
  if (sign == '>') {
    out.from_ms = whole_day ? (at + days(1)).ms : at.ms + 1;
  } else if (sign == '<') {
    out.to_ms = at.ms;
  } else {
    out.from_ms = at.ms;
    out.to_ms = whole_day ? (at + days(1)).ms : at.ms + 1;
  }
  return out;
}

SearchError wrong_value(std::string_view key, std::string_view value, std::string_view possible) {
  return {"The filter " + std::string(key) + ": does not know \"" + std::string(value) +
          "\". Possible: " + std::string(possible) + "."};
}

/// Checks and completes one filter; an error when it does not fit.
std::optional<SearchError> finish_filter(const KeyName& known, SearchFilter& filter) {
  if (filter.values.empty())
    return SearchError{"The filter " + std::string(known.name) + ": needs a value, such as " +
                       (known.possible.empty()
                            ? std::string(known.name) + ":value"
                            : std::string(known.name) + ":" + std::string(split(known.possible, ',')[0])) +
                       "."};
  if (!known.possible.empty()) {
    const auto possible = split(known.possible, ',');
    for (auto& value : filter.values) {
      value = to_lower_ascii(value);
      if (std::find(possible.begin(), possible.end(), value) == possible.end())
        return wrong_value(known.name, value, spaced(known.possible));
    }
  }
  if (known.key == FilterKey::Created || known.key == FilterKey::Updated) {
    const auto range = filter.values.size() == 1 ? parse_time(filter.values[0]) : std::nullopt;
    if (!range)
      return wrong_value(known.name, filter.values[0],
                         "2026-11-27, >2026-11-01, <2026-12-01, 2026-11-01..2026-11-30, <7d (younger), >12h (older)");
    filter.time = *range;
  }
  if (known.key == FilterKey::Number)
    for (const auto& value : filter.values)
      if (value.empty() || value.size() > 15 || value.find_first_not_of("0123456789") != std::string::npos)
        return wrong_value(known.name, value, "a ticket's number such as 123");
  return std::nullopt;
}

const KeyName* find_key(std::string_view name) {
  for (const auto& known : kFilterKeys)
    if (known.name == name) return &known;
  return nullptr;
}

}  // namespace

ParsedSearch parse_search(std::string_view text) {
  if (text.size() > kMostBytes) return SearchError{"A search has at most 1,000 characters."};
  std::string clean = to_valid_utf8(text);
  for (char& c : clean)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  const std::string_view input = clean;
  SearchQuery query;
  std::size_t at = 0;
  while (at < input.size()) {
    if (input[at] == ' ') {
      ++at;
      continue;
    }
    if (query.words.size() + query.filters.size() >= kMostTerms)
      return SearchError{"A search has at most 50 words and filters."};
    const bool negated = input[at] == '-' && at + 1 < input.size() && input[at + 1] != ' ';
    if (negated) ++at;
    std::size_t key_end = at;
    while (key_end < input.size() && is_key_letter(input[key_end])) ++key_end;
    const bool is_filter = key_end > at && key_end < input.size() && input[key_end] == ':' &&
                           input.substr(key_end, 3) != "://" && !(input[at] >= '0' && input[at] <= '9');
    if (!is_filter) {
      bool quoted = false;
      SearchWord word{take_text(input, at, false, quoted), false, negated};
      if (!quoted && word.text.size() > 1 && word.text.back() == '*') {
        word.text.pop_back();
        word.prefix = true;
      }
      if (!trim(word.text).empty()) query.words.push_back(std::move(word));
      continue;
    }
    const std::string key = to_lower_ascii(input.substr(at, key_end - at));
    at = key_end + 1;
    SearchFilter filter;
    filter.negated = negated;
    const bool is_field = key.starts_with("field.") && key.size() > 6;
    const KeyName* known = is_field ? find_key("field") : find_key(key);
    if (!known || (known->key == FilterKey::Field && !is_field))
      return SearchError{"There is no filter \"" + key + ":\". Possible: " + all_filters() +
                         ". Quote the word to search for it as text."};
    filter.key = known->key;
    if (is_field) filter.field = key.substr(6);
    while (at < input.size() && input[at] != ' ') {
      bool quoted = false;
      std::string value = take_text(input, at, true, quoted);
      if (!trim(value).empty()) filter.values.emplace_back(trim(value));
      while (at < input.size() && input[at] == ',') ++at;
    }
    if (auto error = finish_filter(*known, filter)) return *error;
    query.filters.push_back(std::move(filter));
  }
  return query;
}

}  // namespace peakdesk::tickets
