#include "forecasting/series.h"

#include <algorithm>

namespace peakdesk::forecasting {

std::string name_of(Step step) {
  if (step.months) return step.months == 1 ? "month" : std::to_string(step.months) + " months";
  if (step.seconds == kWeek) return "week";
  if (step.seconds == kDay) return "day";
  if (step.seconds == kHour) return "hour";
  if (step.seconds % kDay == 0) return std::to_string(step.seconds / kDay) + " days";
  if (step.seconds % kHour == 0) return std::to_string(step.seconds / kHour) + " hours";
  if (step.seconds % 60 == 0) return std::to_string(step.seconds / 60) + " minutes";
  return std::to_string(step.seconds) + " seconds";
}

WallTime Grid::next(WallTime t) const {
  if (step.months) {
    Date date = date_of_days(days_of(t));
    const int month = date.year * 12 + date.month - 1 + step.months;
    const bool at_end = date.day == days_in_month(date.year, date.month) && date.day > 27;
    const int last = days_in_month(month / 12, month % 12 + 1);
    const int day = at_end ? last : std::min(date.day, last);
    return WallTime(days_of(Date{month / 12, month % 12 + 1, day})) * kDay + second_of_day(t);
  }
  if (!step.is_sub_daily()) {
    do t += step.seconds;
    while (step.is_daily() && !open_weekday[size_t(weekday_of(days_of(t)))]);
    return t;
  }
  int day = days_of(t);
  auto it = std::upper_bound(open_seconds.begin(), open_seconds.end(), second_of_day(t));
  if (it == open_seconds.end() || !open_weekday[size_t(weekday_of(day))]) {
    do ++day;
    while (!open_weekday[size_t(weekday_of(day))]);
    it = open_seconds.begin();
  }
  return WallTime(day) * kDay + *it;
}

int Grid::steps_per_day() const {
  if (step.is_sub_daily()) return int(open_seconds.size());
  return step.is_daily() ? 1 : 0;
}

int Grid::steps_per_week() const {
  return steps_per_day() * int(std::count(open_weekday.begin(), open_weekday.end(), true));
}

double Grid::steps_per_year() const {
  if (step.months) return 12.0 / step.months;
  if (step.is_sub_daily() || step.is_daily()) return steps_per_week() * 365.2425 / 7;
  return 365.2425 * kDay / double(step.seconds);
}

bool Grid::has_closed_times() const {
  return std::count(open_weekday.begin(), open_weekday.end(), true) < 7 ||
         (step.is_sub_daily() && std::int64_t(open_seconds.size()) * step.seconds < kDay);
}

std::vector<WallTime> Series::times_ahead(std::size_t horizon) const {
  std::vector<WallTime> ahead;
  ahead.reserve(horizon);
  for (WallTime t = times.back(); ahead.size() < horizon;) ahead.push_back(t = grid.next(t));
  return ahead;
}

}  // namespace peakdesk::forecasting
