// Shifts as a calendar file (RFC 5545) that phones and calendars subscribe to. Owns the text: folding, escaping, line
// ends; knows no time zones by name: times are UTC, or floating (the same wall clock wherever it is read).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staffing/roster.h"

namespace peakdesk::staffing {

struct CalendarShift {
  std::string uid;  // the same shift keeps it from one export to the next
  std::string summary, description;
  std::int64_t start_s = 0, end_s = 0;  // seconds since 1970-01-01, UTC or of the wall clock
};

/// `stamp_s` is the moment the file is made, UTC. `floating`: the shifts' times are of a wall clock without a zone.
std::string shifts_as_ical(std::string_view calendar_name, const std::vector<CalendarShift>& shifts,
                           std::int64_t stamp_s, bool floating);

/// A solved roster of shifts whose first day is `first_day` (days since 1970-01-01); floating times.
/// Patterns become one entry for each stretch of work.
std::string roster_as_ical(const RosterProblem& problem, const Roster& roster, std::int64_t first_day,
                           std::int64_t stamp_s);

}  // namespace peakdesk::staffing
