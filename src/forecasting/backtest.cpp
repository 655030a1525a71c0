#include "forecasting/backtest.h"

#include <algorithm>
#include <cmath>

namespace peakdesk::forecasting {
namespace {

double mean_error(std::span<const double> forecast, std::span<const double> actual) {
  double sum = 0;
  std::size_t n = 0;
  for (std::size_t h = 0; h < forecast.size(); ++h)
    if (!std::isnan(actual[h])) sum += std::abs(actual[h] - forecast[h]), ++n;
  return n ? sum / double(n) : NAN;
}

}  // namespace

std::vector<std::size_t> choose_origins(const Grid& grid, std::size_t n, std::size_t horizon, int wanted) {
  std::vector<std::size_t> origins;
  if (n < 8 || wanted < 1) return origins;
  horizon = std::min(horizon, std::max<std::size_t>(1, n / 4));
  const double week = grid.steps_per_week(), year = grid.steps_per_year();
  // Within a day: the last dozen weeks. Longer steps: a year, so that every season had its test.
  const double reach = grid.step.is_sub_daily() ? std::max(6.0 * double(horizon), 12 * week) : year + double(horizon);
  const std::size_t last = n - horizon;
  const std::size_t first = std::max<std::size_t>({n / 2, 4, std::size_t(std::max(0.0, double(n) - reach))});
  if (first >= last) return {last};
  const auto spread_over = [&](std::size_t low, std::size_t high, int most) {
    const std::size_t count = std::min<std::size_t>(std::size_t(std::max(most, 1)), high - low + 1);
    for (std::size_t k = 0; k < count; ++k)
      origins.push_back(
          count == 1 ? high : low + std::size_t(std::llround(double(high - low) * double(k) / double(count - 1))));
  };
  // Half of them where the longest season has been seen twice, as it has at the end.
  const std::vector<int> periods = short_periods(grid);
  const std::size_t twice = periods.empty() ? 0 : 2 * std::size_t(periods.back());
  if (twice > first && twice <= last && wanted > 1) {
    spread_over(first, twice - 1, wanted / 2);
    spread_over(twice, last, wanted - wanted / 2);
  } else {
    spread_over(first, last, wanted);
  }
  // The same weeks a year ago are the nearest relative of what comes.
  const std::size_t ago = year_ago(grid, n);
  if (ago > 0 && wanted > 1 && !std::binary_search(origins.begin(), origins.end(), ago))
    origins.insert(std::lower_bound(origins.begin(), origins.end(), ago), ago);
  return origins;
}

std::size_t year_ago(const Grid& grid, std::size_t n) {
  const int week = grid.steps_per_week();
  const std::size_t year = week > 0 ? std::size_t(week) * 52 : std::size_t(std::llround(grid.steps_per_year()));
  const std::size_t least = std::max<std::size_t>(8, std::size_t(grid.steps_per_year() / 4));
  return n >= year + least ? n - year : 0;
}

BacktestRun run_backtests(const Series& series, std::span<const WallTime> times, const SpecialDays& special,
                          std::span<const Model* const> models, std::span<const std::size_t> origins,
                          std::size_t horizon) {
  BacktestRun run;
  run.origins.assign(origins.begin(), origins.end());
  run.models.assign(models.begin(), models.end());
  run.forecasts.resize(models.size());
  const std::size_t ago = year_ago(series.grid, series.size());
  for (std::size_t k = 0; k < origins.size(); ++k)
    if (ago > 0 && origins[k] == ago) run.year_ago = k;
  run.errors.resize(models.size());
  std::vector<std::unique_ptr<FittedModel>> fitted(models.size());
  std::vector<std::size_t> fitted_at(models.size(), 0);
  constexpr double kGrowthBeforeRefit = 1.3;
  for (const std::size_t origin : origins) {
    const std::size_t steps = std::min(horizon, series.size() - origin);
    run.actual.emplace_back(series.values.begin() + std::ptrdiff_t(origin),
                            series.values.begin() + std::ptrdiff_t(origin + steps));
    const Prepared prepared = prepare(series, times, special, origin);
    for (std::size_t m = 0; m < models.size(); ++m) {
      auto& f = run.forecasts[m].emplace_back();
      double& error = run.errors[m].emplace_back(NAN);
      const Model& model = *models[m];
      if (!model.suits(prepared.problem)) continue;
      if (model.seasons_seen(prepared.problem, origin) < model.seasons_seen(prepared.problem, origins.back())) continue;
      // Parameters are carried on until the history has grown by a good part.
      if (!fitted[m] || double(origin) >= kGrowthBeforeRefit * double(fitted_at[m])) {
        fitted[m] = model.fit(prepared.problem);
        fitted_at[m] = origin;
      }
      f.resize(steps);
      fitted[m]->forecast(prepared.problem, f);
      for (std::size_t h = 0; h < steps; ++h) {
        f[h] *= effect_at(special, prepared.effects, times[origin + h]);
        if (prepared.problem.non_negative) f[h] = std::max(f[h], 0.0);
        if (!std::isfinite(f[h])) {
          f.clear();
          break;
        }
      }
      error = mean_error(f, run.actual.back());
    }
  }
  for (std::size_t m = 0; m < models.size(); ++m)
    run.repeats.push_back(std::find(run.forecasts.begin(), run.forecasts.begin() + std::ptrdiff_t(m),
                                    run.forecasts[m]) != run.forecasts.begin() + std::ptrdiff_t(m));
  return run;
}

std::vector<double> relative_errors(const BacktestRun& run, std::size_t skip) {
  const std::size_t models = run.models.size();
  std::vector<double> sums(models, 0.0), weights(models, 0.0);
  std::vector<double> scales(run.origins.size(), NAN);
  std::vector<double> usual;
  // Origins are made alike by what the models had there that ran everywhere.
  std::vector<bool> everywhere(models, true);
  for (std::size_t m = 0; m < models; ++m)
    for (std::size_t k = 0; k < run.origins.size(); ++k)
      if (k != skip && k != run.year_ago && run.forecasts[m][k].empty()) everywhere[m] = false;
  const bool any_everywhere = std::find(everywhere.begin(), everywhere.end(), true) != everywhere.end();
  for (std::size_t k = 0; k < run.origins.size(); ++k) {
    if (k == skip) continue;
    double total = 0;
    std::size_t n = 0;
    for (std::size_t m = 0; m < models; ++m) {
      if (!std::isnan(run.errors[m][k]) && (everywhere[m] || !any_everywhere)) total += run.errors[m][k], ++n;
    }
    if (!n) continue;
    scales[k] = total > 0 ? total / double(n) : 1;
    if (k != run.year_ago) usual.push_back(scales[k]);
  }
  const double all = double(usual.size());
  std::sort(usual.begin(), usual.end());
  const double typical = usual.empty() ? 0 : usual[usual.size() / 2];
  const auto add = [&](std::size_t m, double relative, double weight) {
    sums[m] += weight * relative;
    weights[m] += weight;
  };
  for (std::size_t k = 0; k < run.origins.size(); ++k)
    for (std::size_t m = 0; m < models; ++m)
      if (k != skip && k != run.year_ago && !std::isnan(run.errors[m][k])) add(m, run.errors[m][k] / scales[k], 1);
  // The same weeks a year ago weigh like all other origins together, and as much more as they were harder than usual:
  // what is missed there is missed again. A model that looks a year back could not run there yet: it would have known
  // of last year's course no more than the rest, but now it does, and most of a course comes back.
  constexpr double kYearAgoShare = 1, kDoesNotComeBack = 0.25, kHardest = 5;
  const std::size_t ago = run.year_ago;
  if (ago < run.origins.size() && !std::isnan(scales[ago]) && typical > 0) {
    const double harder = std::min(scales[ago] / typical, kHardest);
    for (std::size_t m = 0; m < models; ++m) {
      const double flat = weights[m] > 0 ? sums[m] / weights[m] : NAN;
      if (!std::isnan(run.errors[m][ago])) {
        add(m, run.errors[m][ago] / scales[ago] * harder, kYearAgoShare * all);
      } else if (!std::isnan(flat) && harder > 1) {
        add(m, std::min(flat * harder, flat + kDoesNotComeBack * (harder - 1)), kYearAgoShare * all);
      }
    }
  }
  for (std::size_t m = 0; m < models; ++m)
    sums[m] = weights[m] >= 0.4 * all && weights[m] > 0 && !run.repeats[m] ? sums[m] / weights[m] : NAN;
  return sums;
}

std::vector<double> weights_from(std::span<const double> errors) {
  std::vector<double> weights(errors.size(), 0.0);
  double best = INFINITY, sum = 0;
  for (const double e : errors)
    if (!std::isnan(e)) best = std::min(best, e);
  if (!std::isfinite(best)) return weights;
  best = std::max(best, 1e-9);
  constexpr double kSharpness = 6, kCutOff = 1.4;
  for (std::size_t m = 0; m < errors.size(); ++m)
    if (!std::isnan(errors[m]) && errors[m] <= kCutOff * best)
      sum += weights[m] = std::pow(best / std::max(errors[m], 1e-9), kSharpness);
  for (double& w : weights) w /= sum;
  return weights;
}

double mean_absolute_error(const BacktestRun& run, std::size_t model) {
  double sum = 0;
  std::size_t n = 0;
  for (const double e : run.errors[model])
    if (!std::isnan(e)) sum += e, ++n;
  return n ? sum / double(n) : NAN;
}

std::vector<ErrorPath> combined_errors(const BacktestRun& run) {
  // Where the models that count today could not run yet, errors say little of today's; a year ago they say something.
  const std::vector<double> today = weights_from(relative_errors(run, kSkipNone));
  std::vector<bool> like_today(run.origins.size(), false);
  for (std::size_t k = 0; k < run.origins.size(); ++k) {
    double share = 0;
    for (std::size_t m = 0; m < today.size(); ++m) share += run.forecasts[m][k].empty() ? 0 : today[m];
    like_today[k] = share >= 0.5 || k == run.year_ago;
  }
  constexpr std::ptrdiff_t kEnough = 4;
  const bool enough = std::count(like_today.begin(), like_today.end(), true) >= kEnough;
  std::vector<ErrorPath> paths;
  for (std::size_t k = 0; k < run.origins.size(); ++k) {
    if (enough && !like_today[k]) continue;
    const std::vector<double> weights = weights_from(relative_errors(run, run.origins.size() > 1 ? k : kSkipNone));
    ErrorPath path{std::vector<double>(run.actual[k].size(), 0.0), run.actual[k], run.origins[k]};
    double total = 0;
    for (std::size_t m = 0; m < weights.size(); ++m) {
      if (weights[m] <= 0 || run.forecasts[m][k].empty()) continue;
      total += weights[m];
      for (std::size_t h = 0; h < path.forecast.size(); ++h) path.forecast[h] += weights[m] * run.forecasts[m][k][h];
    }
    if (total <= 0) continue;
    for (double& f : path.forecast) f /= total;
    paths.push_back(std::move(path));
  }
  return paths;
}

}  // namespace peakdesk::forecasting
