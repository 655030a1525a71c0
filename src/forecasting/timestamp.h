// Reads a point in time as shops export it and writes others in the same form. Owns the form (separators, seconds, zone
// text); does not know time zones by name.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "forecasting/civil.h"

namespace peakdesk::forecasting {

/// How a time was written. `zone`: nothing, "Z", or an offset in one of the usual spellings.
struct TimestampForm {
  char date_separator = '-';  // '-', '/', '.' or 0 for 20261127
  bool has_day = true;        // false: 2026-11
  char time_separator = 0;    // 0: a bare date, else ' ' or 'T'
  bool has_seconds = false;
  int fraction_digits = 0;
  enum class Zone { None, Z, Colon, Plain, HoursOnly } zone = Zone::None;
  friend bool operator==(const TimestampForm&, const TimestampForm&) = default;
};

struct Timestamp {
  WallTime wall = 0;       // on the clock that the text shows
  int offset_minutes = 0;  // of that clock from UTC, when the zone is written
  TimestampForm form;
};

/// ISO 8601 year-first dates, with time and zone or without; the fraction of a second must be zero. Nothing when it is
/// not one.
std::optional<Timestamp> parse_timestamp(std::string_view text);
std::string write_timestamp(WallTime wall, int offset_minutes, const TimestampForm& form);

}  // namespace peakdesk::forecasting
