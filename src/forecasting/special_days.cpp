#include "forecasting/special_days.h"

#include <algorithm>
#include <cmath>

#include "forecasting/holidays.h"

namespace peakdesk::forecasting {
namespace {

/// Totals by day; NaN where nothing of the day was recorded.
struct DayTotals {
  int first = 0;
  std::vector<double> totals;
  std::vector<int> recorded;
  double at(int days) const {
    const int i = days - first;
    return i < 0 || i >= int(totals.size()) || !recorded[std::size_t(i)] ? NAN : totals[std::size_t(i)];
  }
};

DayTotals add_up_days(const Grid& grid, std::span<const WallTime> times, std::span<const double> values,
                      std::size_t n) {
  DayTotals out;
  if (!n) return out;
  out.first = days_of(times[0]);
  const std::size_t count = std::size_t(days_of(times[n - 1]) - out.first + 1);
  out.totals.assign(count, 0.0);
  out.recorded.assign(count, 0);
  for (std::size_t t = 0; t < n; ++t) {
    if (std::isnan(values[t])) continue;
    const std::size_t i = std::size_t(days_of(times[t]) - out.first);
    out.totals[i] += values[t];
    ++out.recorded[i];
  }
  // A day cut off at an end of the history, or with holes, is not a day's total.
  for (std::size_t i = 0; i < count; ++i)
    if (out.recorded[i] < grid.steps_per_day()) out.recorded[i] = 0;
  return out;
}

/// Median of the same weekday within four weeks either side, ordinary days only. NaN with fewer than three.
double baseline_at(int day, const DayTotals& totals, const SpecialDays& special) {
  std::vector<double> found;
  for (const int weeks : {-4, -3, -2, -1, 1, 2, 3, 4}) {
    const double v = totals.at(day + 7 * weeks);
    if (!std::isnan(v) && special.kind_of(day + 7 * weeks) < 0) found.push_back(v);
  }
  const std::size_t count = found.size();
  if (count < 3) return NAN;
  std::sort(found.begin(), found.end());
  return count % 2 ? found[count / 2] : 0.5 * (found[count / 2 - 1] + found[count / 2]);
}

/// Log of a day over its baseline, with a floor so that a closed day is strong but finite.
double log_ratio(double value, double baseline) {
  constexpr double kFloor = 0.02;
  return std::log((std::max(value, 0.0) + kFloor * baseline) / ((1 + kFloor) * baseline));
}

struct Evidence {
  double sum = 0;
  int count = 0;
};

}  // namespace

SpecialDays::SpecialDays(int first, int last, std::string_view country, std::span<const ShopEvent> events)
    : first_(first) {
  if (last < first || last - first > 200'000) return;
  kind_of_day_.assign(std::size_t(last - first + 1), -1);
  rank_.assign(kind_of_day_.size(), 0);
  for (const ShopEvent& event : events)
    for (const int offset : {0, -1, 1, -2, 2})
      mark(event.days + offset, event.name, offset ? 2 : 3, offset, 6 - std::abs(offset));
  if (!country.empty())
    for (int year = date_of_days(first).year - 1; year <= date_of_days(last).year + 1; ++year) {
      for (const Holiday& holiday : holidays(country, year))
        for (const int offset : {0, -1, 1})
          mark(holiday.days + offset, std::string(holiday.name),
               offset                   ? 2
               : holiday.public_holiday ? 0
                                        : 1,
               offset,
               offset                   ? 1
               : holiday.public_holiday ? 5
                                        : 4);
      for (int day = 27; day <= 30; ++day)
        mark(days_of(Date{year, 12, day}), "between Christmas and New Year", 1, 0, 3);
    }
}

void SpecialDays::mark(int days, std::string name, int group, int offset, int rank) {
  const int i = days - first_;
  if (i < 0 || i >= int(kind_of_day_.size()) || rank_[std::size_t(i)] >= rank) return;
  if (offset == -1) name += ", the day before";
  if (offset == 1) name += ", the day after";
  if (offset < -1) name += ", " + std::to_string(-offset) + " days before";
  if (offset > 1) name += ", " + std::to_string(offset) + " days after";
  const auto [it, is_new] = index_.try_emplace(name, int(kinds_.size()));
  if (is_new) kinds_.push_back({name, group});
  kind_of_day_[std::size_t(i)] = it->second;
  rank_[std::size_t(i)] = rank;
}

int SpecialDays::kind_of(int days) const {
  const int i = days - first_;
  return i < 0 || i >= int(kind_of_day_.size()) ? -1 : kind_of_day_[std::size_t(i)];
}

std::vector<DayEffect> learn_effects(const SpecialDays& days, const Grid& grid, std::span<const WallTime> times,
                                     std::span<const double> values, std::size_t n) {
  std::vector<DayEffect> effects(days.kinds().size());
  if (effects.empty() || !n) return effects;
  const DayTotals totals = add_up_days(grid, times, values, n);
  std::vector<Evidence> evidence(effects.size());
  std::vector<double> ordinary;
  const int last = totals.first + int(totals.totals.size());
  for (int day = totals.first; day < last; ++day) {
    const double value = totals.at(day);
    if (std::isnan(value)) continue;
    const double baseline = baseline_at(day, totals, days);
    if (std::isnan(baseline) || baseline <= 0) continue;
    const double r = log_ratio(value, baseline);
    const int kind = days.kind_of(day);
    if (kind < 0) {
      ordinary.push_back(std::abs(r));
    } else {
      evidence[std::size_t(kind)].sum += r;
      ++evidence[std::size_t(kind)].count;
    }
  }
  if (ordinary.size() < 10) return effects;
  std::nth_element(ordinary.begin(), ordinary.begin() + std::ptrdiff_t(ordinary.size() / 2), ordinary.end());
  const double sd = std::max(1.4826 * ordinary[ordinary.size() / 2], 0.01), noise = sd * sd;
  // Empirical Bayes by group: the kinds' spread beyond noise says how far to believe one past day.
  for (int group = 0; group < 4; ++group) {
    double weight = 0, mean = 0, square = 0, expected = 0;
    int kinds = 0;
    for (std::size_t k = 0; k < effects.size(); ++k)
      if (days.kinds()[k].group == group && evidence[k].count) {
        const double r = evidence[k].sum / evidence[k].count;
        mean += r;
        square += r * r;
        expected += noise / evidence[k].count;
        weight += 1;
        ++kinds;
      }
    if (!kinds) continue;
    const double spread = std::max((square - expected) / weight, 0.05 * noise);
    // Only public holidays resemble each other: one never seen is taken to be like the rest.
    const double centre = group == 0 ? mean / (weight + noise / spread) : 0;
    for (std::size_t k = 0; k < effects.size(); ++k) {
      if (days.kinds()[k].group != group) continue;
      const double precision = evidence[k].count / noise, prior = 1 / spread;
      const double r = (evidence[k].sum / noise + centre * prior) / (precision + prior);
      effects[k].factor = std::max(std::exp(r) * 1.02 - 0.02, 0.0);
      effects[k].seen = evidence[k].count;
    }
  }
  return effects;
}

}  // namespace peakdesk::forecasting
