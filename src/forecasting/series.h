// A regular series on the wall clock, and the grid its times stand on: step, hours and weekdays that are never open.
// Owns the arithmetic of "the next time" and of how many steps a day, a week and a year have. Does not read files
// (series_csv.h).
#pragma once
#include <array>
#include <string>
#include <vector>

#include "forecasting/civil.h"

namespace peakdesk::forecasting {

/// Either a fixed number of seconds (a day and a week included) or whole calendar months.
struct Step {
  std::int64_t seconds = 0;
  int months = 0;
  bool is_daily() const { return seconds == kDay; }
  bool is_weekly() const { return seconds == kWeek; }
  bool is_sub_daily() const { return seconds > 0 && seconds < kDay; }
  bool is_monthly() const { return months > 0; }
  friend bool operator==(const Step&, const Step&) = default;
};
std::string name_of(Step step);  // "30 minutes", "hour", "day", "week", "month"

/// The times a series can have: every step, less the seconds of the day and the weekdays on which nothing is ever
/// recorded.
struct Grid {
  Step step;
  std::array<bool, 7> open_weekday{true, true, true, true, true, true, true};  // Monday first; for steps up to a day
  std::vector<int> open_seconds;  // sub-daily steps: the seconds of the day that are open, ascending

  WallTime next(WallTime t) const;
  int steps_per_day() const;   // open ones; 1 for a day, 0 for longer steps
  int steps_per_week() const;  // 0 for steps longer than a day
  double steps_per_year() const;
  bool has_closed_times() const;
};

struct Series {
  std::string id;
  Grid grid;
  std::vector<WallTime> times;  // consecutive on the grid
  std::vector<double> values;   // NaN: not recorded

  std::size_t size() const { return values.size(); }
  std::vector<WallTime> times_ahead(std::size_t horizon) const;
};

}  // namespace peakdesk::forecasting
