#include "forecasting/prepare.h"

#include <algorithm>
#include <cmath>

namespace peakdesk::forecasting {
namespace {

/// Replaces NaN by the mean of the same slot in the seasons around, or by the line between neighbours.
void fill_gaps(std::vector<double>& values, int period) {
  const std::size_t n = values.size(), p = std::size_t(std::max(period, 1));
  std::vector<double> filled = values;
  double last = NAN;
  for (std::size_t t = 0; t < n; ++t) {
    if (!std::isnan(values[t])) {
      last = values[t];
      continue;
    }
    double sum = 0;
    int count = 0;
    for (std::size_t k = 1; k <= 4; ++k) {
      if (t >= k * p && !std::isnan(values[t - k * p])) sum += values[t - k * p], ++count;
      if (t + k * p < n && !std::isnan(values[t + k * p])) sum += values[t + k * p], ++count;
    }
    if (count >= 2) {
      filled[t] = sum / count;
      continue;
    }
    std::size_t after = t;
    while (after < n && std::isnan(values[after]) && after < t + 1000) ++after;
    const double next = after < n ? values[after] : NAN;
    filled[t] = std::isnan(last) ? (std::isnan(next) ? 0 : next) : std::isnan(next) ? last : 0.5 * (last + next);
  }
  values = std::move(filled);
}

}  // namespace

std::vector<int> short_periods(const Grid& grid) {
  const int day = grid.steps_per_day(), week = grid.steps_per_week();
  std::vector<int> periods;
  if (day > 1) periods.push_back(day);
  if (week > 1 && week > day) periods.push_back(week);
  if (periods.empty() && grid.steps_per_year() >= 4) periods.push_back(int(std::lround(grid.steps_per_year())));
  return periods;
}

Prepared prepare(const Series& series, std::span<const WallTime> times, const SpecialDays& special,
                 std::size_t origin) {
  Prepared out;
  Problem& problem = out.problem;
  problem.values.assign(series.values.begin(), series.values.begin() + std::ptrdiff_t(origin));
  problem.periods = short_periods(series.grid);
  problem.steps_per_week = series.grid.steps_per_week();
  problem.steps_per_year = series.grid.steps_per_year();
  problem.non_negative = std::none_of(problem.values.begin(), problem.values.end(), [](double v) { return v < 0; });
  if (!special.empty()) {
    out.effects.resize(special.kinds().size());
    if (problem.non_negative) out.effects = learn_effects(special, series.grid, times, problem.values, origin);
    constexpr double kTooLittle = 0.2;  // below, what an ordinary day would have had cannot be read off the day itself
    for (std::size_t t = 0; t < origin; ++t) {
      const double factor = effect_at(special, out.effects, times[t]);
      if (factor != 1) problem.values[t] = factor > kTooLittle ? problem.values[t] / factor : NAN;
    }
  }
  int fill_period = 1;
  for (const int p : problem.periods)
    if (origin >= 2 * std::size_t(p)) fill_period = p;
  fill_gaps(problem.values, fill_period);
  return out;
}

double effect_at(const SpecialDays& special, std::span<const DayEffect> effects, WallTime time) {
  const int kind = special.empty() ? -1 : special.kind_of(days_of(time));
  return kind < 0 ? 1.0 : effects[std::size_t(kind)].factor;
}

}  // namespace peakdesk::forecasting
