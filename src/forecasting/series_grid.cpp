#include "forecasting/series_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace peakdesk::forecasting {
namespace {

std::string line_of(const RawRow& row) { return "line " + std::to_string(row.line) + ": "; }
std::string shown(const RawRow& row) { return write_timestamp(row.time.wall, row.time.offset_minutes, row.time.form); }
bool is_zoned(const RawRow& row) { return row.time.form.zone != TimestampForm::Zone::None; }

/// All rows with a zone or none; offsets may change only as daylight saving does: by an hour, seldom.
std::string prefix_of(const std::string& id) { return id.empty() ? "" : "Series " + id + ": "; }

Notice repair(const std::string& id, const char* code, std::size_t count, const std::string& text) {
  Notice notice{code, {{"count", std::to_string(count)}}, prefix_of(id) + text};
  if (!id.empty()) notice.params["detail"] = id;
  return notice;
}

std::string check_zones(const std::vector<RawRow>& rows, std::vector<Notice>& repairs, const std::string& id) {
  int changes = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (is_zoned(rows[i]) != is_zoned(rows[0]))
      return line_of(rows[i]) + "times with and without a zone are mixed: write all of them in one way";
    const int step = std::abs(rows[i].time.offset_minutes - rows[i - 1].time.offset_minutes);
    if (!step) continue;
    if (step > 60) return line_of(rows[i]) + "the zone changes by more than an hour: write all times on one clock";
    ++changes;
  }
  const double days = double(rows.back().time.wall - rows.front().time.wall) / kDay;
  if (changes > 2 + days / 90)
    return line_of(rows[1]) + "zones are mixed (" + std::to_string(changes) + " changes): write all times on one clock";
  if (changes)
    repairs.push_back(
        repair(id, "series_zone_changes", changes,
               "the zone changes " + std::to_string(changes) +
                   " times as daylight saving does; the wall clock counts, and the forecast carries the last offset."));
  return "";
}

/// Sorts, and merges rows of the same time: the repeated hour of daylight saving is averaged, an equal repeat dropped.
std::string order_rows(std::vector<RawRow>& rows, std::vector<Notice>& repairs, const std::string& id) {
  const auto before = [](const RawRow& a, const RawRow& b) { return a.time.wall < b.time.wall; };
  const auto utc = [](const RawRow& r) { return r.time.wall - r.time.offset_minutes * 60; };
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (utc(rows[i]) < utc(rows[i - 1])) {
      repairs.push_back(repair(id, "series_sorted", rows[i].line,
                               "times are not in order (first in line " + std::to_string(rows[i].line) + "); sorted."));
      break;
    }
  if (!std::is_sorted(rows.begin(), rows.end(), before)) std::stable_sort(rows.begin(), rows.end(), before);
  std::vector<RawRow> merged;
  merged.reserve(rows.size());
  std::size_t repeats = 0, repeated_hours = 0;
  for (const RawRow& row : rows) {
    if (merged.empty() || row.time.wall != merged.back().time.wall) {
      merged.push_back(row);
      continue;
    }
    RawRow& first = merged.back();
    const int hour = second_of_day(row.time.wall) / 3600, month = date_of_days(days_of(row.time.wall)).month;
    const bool clock_set_back = is_zoned(row) ? row.time.offset_minutes != first.time.offset_minutes
                                              : row.time.form.time_separator && hour <= 3 &&
                                                    weekday_of(days_of(row.time.wall)) == 6 &&
                                                    (month >= 9 || (month >= 2 && month <= 4));
    if (std::isnan(first.value) || std::isnan(row.value) || first.value == row.value) {
      if (std::isnan(first.value)) first.value = row.value;
      ++repeats;
    } else if (clock_set_back) {
      first.value = (first.value + row.value) / 2;
      ++repeated_hours;
    } else {
      return line_of(row) + shown(row) + " stands in line " + std::to_string(first.line) +
             " already, with another value: keep one, or name the series in a series_id column";
    }
  }
  if (repeats)
    repairs.push_back(repair(id, "series_repeats", repeats,
                             std::to_string(repeats) + " rows repeat a time with the same value; dropped."));
  if (repeated_hours)
    repairs.push_back(repair(
        id, "series_clock_back", repeated_hours,
        std::to_string(repeated_hours) + " rows of an hour that the clock showed twice (daylight saving); averaged."));
  rows = std::move(merged);
  return "";
}

Step find_step(const std::vector<RawRow>& rows) {
  std::vector<std::int64_t> sorted;
  for (std::size_t i = 1; i < rows.size(); ++i) sorted.push_back(rows[i].time.wall - rows[i - 1].time.wall);
  std::sort(sorted.begin(), sorted.end());
  if (sorted.front() >= 28 * kDay) {
    bool same_day_of_month = true, ends_of_month = true;
    for (const RawRow& row : rows) {
      const Date a = date_of_days(days_of(rows[0].time.wall)), b = date_of_days(days_of(row.time.wall));
      if (a.day != b.day) same_day_of_month = false;
      if (b.day != days_in_month(b.year, b.month)) ends_of_month = false;
    }
    const int months = std::max(1, int(std::lround(double(sorted[sorted.size() / 2]) / kDay / 30.44)));
    if (same_day_of_month || ends_of_month) return {0, months};
  }
  // The most frequent gap; among equals the shortest.
  std::int64_t best = sorted.front();
  std::size_t best_count = 0;
  for (std::size_t i = 0; i < sorted.size();) {
    std::size_t j = i;
    while (j < sorted.size() && sorted[j] == sorted[i]) ++j;
    if (j - i > best_count) {
      best_count = j - i;
      best = sorted[i];
    }
    i = j;
  }
  return {best, 0};
}

/// Seconds of the day and weekdays on which nothing was ever recorded are closed, given a fortnight to show them.
Grid find_grid(const std::vector<RawRow>& rows, Step step) {
  Grid grid{step, {true, true, true, true, true, true, true}, {}};
  if (!step.is_sub_daily() && !step.is_daily()) return grid;
  const bool long_enough = rows.back().time.wall - rows.front().time.wall >= 2 * kWeek;
  std::set<int> seconds;
  std::array<bool, 7> weekdays{};
  for (const RawRow& row : rows) {
    seconds.insert(second_of_day(row.time.wall));
    weekdays[size_t(weekday_of(days_of(row.time.wall)))] = true;
  }
  if (long_enough) grid.open_weekday = weekdays;
  if (!step.is_sub_daily()) return grid;
  if (long_enough) {
    grid.open_seconds.assign(seconds.begin(), seconds.end());
  } else {
    for (int s = int(*seconds.begin() % step.seconds); s < kDay; s += int(step.seconds)) grid.open_seconds.push_back(s);
  }
  return grid;
}

std::string off_grid(const RawRow& row, Step step) {
  return line_of(row) + shown(row) + " does not stand on the series' grid (one " + name_of(step) +
         " from point to point): correct it, add the rows up to a regular step first, or name the step with --freq";
}

GriddedSeries too_many_gaps(GriddedSeries out, const std::vector<RawRow>& rows, std::size_t gaps,
                            const std::string& who, Step step) {
  out.error = line_of(rows[0]) + who + "more times are missing (" + std::to_string(gaps) +
              " or more) than there are rows (" + std::to_string(rows.size()) + ") at one " + name_of(step) +
              " a step: name the step with --freq, or fill the gaps with 0 where nothing happened";
  return out;
}

}  // namespace

GriddedSeries lay_on_grid(RawSeries raw, Step forced) {
  GriddedSeries out;
  const std::string who = prefix_of(raw.id);
  std::vector<RawRow>& rows = raw.rows;
  if (!(out.error = check_zones(rows, out.repairs, raw.id)).empty() ||
      !(out.error = order_rows(rows, out.repairs, raw.id)).empty())
    return out;
  if (rows.size() < 2) {
    out.error = line_of(rows[0]) + who + "only one point: a forecast needs at least two, better two full seasons";
    return out;
  }
  const Step step = forced.seconds || forced.months ? forced : find_step(rows);
  const bool sub_daily = step.is_sub_daily();
  if (sub_daily)
    for (const RawRow& row : rows)
      if ((row.time.wall - rows[0].time.wall) % step.seconds) {
        out.error = off_grid(row, step);
        return out;
      }
  Series& series = out.read.series;
  series.id = raw.id;
  series.grid = find_grid(rows, step);
  out.read.form = rows.back().time.form;
  out.read.offset_minutes = rows.back().time.offset_minutes;
  WallTime t = rows[0].time.wall;
  std::size_t gaps = 0;
  for (const RawRow& row : rows) {
    while (t < row.time.wall) {
      series.times.push_back(t);
      series.values.push_back(std::numeric_limits<double>::quiet_NaN());
      t = series.grid.next(t);
      ++gaps;
      if (gaps > rows.size() + 1000) return too_many_gaps(std::move(out), rows, gaps, who, step);
    }
    if (t != row.time.wall) {
      out.error = off_grid(row, step);
      return out;
    }
    series.times.push_back(t);
    series.values.push_back(row.value);
    t = series.grid.next(t);
  }
  if (gaps > rows.size()) return too_many_gaps(std::move(out), rows, gaps, who, step);
  if (gaps)
    out.repairs.push_back(
        repair(raw.id, "series_gaps", gaps, std::to_string(gaps) + " times are missing and count as not recorded."));
  if (series.grid.has_closed_times())
    out.repairs.push_back(
        repair(raw.id, "series_closed", 0,
               "hours or weekdays without a single record count as closed; the forecast leaves them out."));
  return out;
}

}  // namespace peakdesk::forecasting
