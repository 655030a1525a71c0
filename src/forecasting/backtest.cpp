#include "forecasting/backtest.h"

#include <algorithm>
#include <cmath>

namespace peakdesk::forecasting {
namespace {

double error_at(const BacktestRun& run, std::size_t model, std::size_t origin) {
  const auto& f = run.forecasts[model][origin];
  if (f.empty()) return NAN;
  double sum = 0;
  std::size_t n = 0;
  for (std::size_t h = 0; h < f.size(); ++h)
    if (!std::isnan(run.actual[origin][h])) sum += std::abs(run.actual[origin][h] - f[h]), ++n;
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
  const std::size_t count = std::min<std::size_t>(std::size_t(wanted), last - first + 1);
  for (std::size_t k = 0; k < count; ++k)
    origins.push_back(
        count == 1 ? last : first + std::size_t(std::llround(double(last - first) * double(k) / double(count - 1))));
  return origins;
}

BacktestRun run_backtests(const Series& series, std::span<const WallTime> times, const SpecialDays& special,
                          std::span<const Model* const> models, std::span<const std::size_t> origins,
                          std::size_t horizon) {
  BacktestRun run;
  run.origins.assign(origins.begin(), origins.end());
  run.models.assign(models.begin(), models.end());
  run.forecasts.resize(models.size());
  std::vector<std::unique_ptr<FittedModel>> fitted(models.size());
  for (const std::size_t origin : origins) {
    const std::size_t steps = std::min(horizon, series.size() - origin);
    run.actual.emplace_back(series.values.begin() + std::ptrdiff_t(origin),
                            series.values.begin() + std::ptrdiff_t(origin + steps));
    const Prepared prepared = prepare(series, times, special, origin);
    for (std::size_t m = 0; m < models.size(); ++m) {
      auto& f = run.forecasts[m].emplace_back();
      // Parameters are found at the first origin that bears the model and carried on from there.
      if (!fitted[m] && models[m]->suits(prepared.problem, origin))
        fitted[m] = models[m]->fit(prepared.problem, origin);
      if (!fitted[m]) continue;
      f.resize(steps);
      fitted[m]->forecast(prepared.problem, origin, f);
      for (std::size_t h = 0; h < steps; ++h) {
        f[h] *= effect_at(special, prepared.effects, times[origin + h]);
        if (prepared.problem.non_negative) f[h] = std::max(f[h], 0.0);
        if (!std::isfinite(f[h])) {
          f.clear();
          break;
        }
      }
    }
  }
  return run;
}

std::vector<double> relative_errors(const BacktestRun& run, std::size_t skip) {
  std::vector<double> sums(run.models.size(), 0.0);
  std::vector<std::size_t> counts(run.models.size(), 0);
  std::size_t origins = 0;
  for (std::size_t k = 0; k < run.origins.size(); ++k) {
    if (k == skip) continue;
    std::vector<double> errors(run.models.size());
    double total = 0;
    std::size_t n = 0;
    for (std::size_t m = 0; m < errors.size(); ++m) {
      errors[m] = error_at(run, m, k);
      if (!std::isnan(errors[m])) total += errors[m], ++n;
    }
    if (!n) continue;
    ++origins;
    const double scale = total > 0 ? total / double(n) : 1;
    for (std::size_t m = 0; m < errors.size(); ++m)
      if (!std::isnan(errors[m])) sums[m] += errors[m] / scale, ++counts[m];
  }
  for (std::size_t m = 0; m < sums.size(); ++m)
    sums[m] = counts[m] > 0 && 2 * counts[m] >= origins ? sums[m] / double(counts[m]) : NAN;
  return sums;
}

std::vector<double> weights_from(std::span<const double> errors) {
  std::vector<double> weights(errors.size(), 0.0);
  double best = INFINITY, sum = 0;
  for (const double e : errors)
    if (!std::isnan(e)) best = std::min(best, e);
  if (!std::isfinite(best)) return weights;
  best = std::max(best, 1e-9);
  constexpr double kSharpness = 4, kCutOff = 1.4;
  for (std::size_t m = 0; m < errors.size(); ++m)
    if (!std::isnan(errors[m]) && errors[m] <= kCutOff * best)
      sum += weights[m] = std::pow(best / std::max(errors[m], 1e-9), kSharpness);
  for (double& w : weights) w /= sum;
  return weights;
}

double mean_absolute_error(const BacktestRun& run, std::size_t model) {
  double sum = 0;
  std::size_t n = 0;
  for (std::size_t k = 0; k < run.origins.size(); ++k) {
    const double e = error_at(run, model, k);
    if (!std::isnan(e)) sum += e, ++n;
  }
  return n ? sum / double(n) : NAN;
}

std::vector<ErrorPath> combined_errors(const BacktestRun& run) {
  std::vector<ErrorPath> paths;
  for (std::size_t k = 0; k < run.origins.size(); ++k) {
    const std::vector<double> weights = weights_from(relative_errors(run, run.origins.size() > 1 ? k : kSkipNone));
    ErrorPath path{std::vector<double>(run.actual[k].size(), 0.0), run.actual[k]};
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
