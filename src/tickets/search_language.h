// The search language of views, lists and the search box, read into a tree. Pure: no database, no clock; names stay
// names here.
//
//   words (all must match), "a phrase", prefix*, -not, and filters KEY:VALUE with KEY one of those in kFilterKeys. A
//   value with spaces is quoted (tag:"late parcel"), several are separated by commas and one of them must fit
//   (channel:email,form), a leading minus turns a filter round. `field.KEY:VALUE` asks for a custom field.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace peakdesk::tickets {

enum class FilterKey {
  Is,
  Channel,
  Assignee,
  Team,
  Tag,
  Priority,
  Language,
  Intent,
  Sentiment,
  Urgency,
  Customer,
  Mailbox,
  Created,
  Updated,
  Field,
  Mention,
  Has,
  Number
};

struct SearchWord {
  std::string text;  // one word or a phrase
  bool prefix = false;
  bool negated = false;
};

/// A point or stretch of time: [from, to) in milliseconds UTC, or an age ("<7d": younger than seven days).
struct TimeRange {
  enum class Kind { Between, YoungerThan, OlderThan } kind = Kind::Between;
  std::int64_t from_ms = INT64_MIN;
  std::int64_t to_ms = INT64_MAX;
  std::int64_t age_ms = 0;
};

struct SearchFilter {
  FilterKey key = FilterKey::Is;
  bool negated = false;
  std::string field;                // of field.KEY
  std::vector<std::string> values;  // one of them must fit; lower case where case means nothing
  TimeRange time;                   // of created and updated
};

struct SearchQuery {
  std::vector<SearchWord> words;
  std::vector<SearchFilter> filters;
};

/// What is wrong, as a whole sentence that names the filter and lists what is possible.
struct SearchError {
  std::string message;
};

using ParsedSearch = std::variant<SearchQuery, SearchError>;

/// Never throws; at most 1,000 bytes and 50 terms are read.
ParsedSearch parse_search(std::string_view text);

}  // namespace peakdesk::tickets
