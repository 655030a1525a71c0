#include "forecasting/forecaster.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "forecasting/backtest.h"

namespace peakdesk::forecasting {
namespace {

constexpr std::size_t kLongestHistory = 30'000;
constexpr int kUsualBacktests = 10;

/// Spread of one-step changes: what there is to go by without backtests.
double sd_of_changes(std::span<const double> values) {
  double square = 0, n = 0;
  for (std::size_t t = 1; t < values.size(); ++t) {
    square += (values[t] - values[t - 1]) * (values[t] - values[t - 1]);
    n += 1;
  }
  return n > 0 ? std::sqrt(square / n) : 1.0;
}

Series last_points(const Series& series, std::size_t count) {
  Series out{series.id, series.grid, {}, {}};
  out.times.assign(series.times.end() - std::ptrdiff_t(count), series.times.end());
  out.values.assign(series.values.end() - std::ptrdiff_t(count), series.values.end());
  return out;
}

bool are_counts(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(),
                     [](double v) { return std::isnan(v) || (v >= 0 && v == std::floor(v)); });
}

/// Splits the mean into level, season and event: the events are known, the seasons are the filter's, the level is what
/// remains.
ForecastParts split_parts(const Problem& problem, std::span<const double> mean, std::span<const double> events) {
  ForecastParts parts;
  parts.multiply = problem.multiplicative() == Scale::Log;
  const Seasons& seasons = problem.seasons(parts.multiply ? Scale::Log : Scale::Plain);
  for (std::size_t h = 0; h < mean.size(); ++h) {
    const double ordinary = events[h] > 1e-9 ? mean[h] / events[h] : 0, s = seasons.at(problem.size() + h);
    parts.season.push_back(parts.multiply ? std::exp(s) : s);
    parts.event.push_back(parts.multiply ? events[h] : mean[h] - ordinary);
    parts.level.push_back(parts.multiply ? ordinary / std::exp(s) : ordinary - s);
  }
  return parts;
}

/// Models that two points already bear.
bool is_simple(std::string_view name) {
  return name == "same as last time" || name == "seasons x level" || name == "seasons x theta";
}

}  // namespace

std::size_t default_horizon(const Grid& grid) {
  if (grid.step.is_sub_daily()) return std::size_t(grid.steps_per_week());
  if (grid.step.is_daily()) return 28;
  if (grid.step.is_weekly()) return 13;
  return 12;
}

Forecast forecast(const Series& whole, const ForecastOptions& options) {
  Forecast out;
  out.id = whole.id;
  const Series cut = whole.size() > kLongestHistory ? last_points(whole, kLongestHistory) : Series{};
  const Series& series = cut.values.empty() ? whole : cut;
  if (!cut.values.empty())
    out.notes.push_back({"forecast_history_cut",
                         {{"count", std::to_string(kLongestHistory)}},
                         "Only the last 30,000 steps of the history are used."});
  const std::size_t n = series.size(), horizon = options.horizon ? options.horizon : default_horizon(series.grid);
  out.times = series.times_ahead(horizon);
  std::vector<WallTime> times = series.times;
  times.insert(times.end(), out.times.begin(), out.times.end());

  SpecialDays special;
  if (series.grid.steps_per_day() > 0 && (!options.country.empty() || !options.events.empty()))
    special = SpecialDays(days_of(times.front()), days_of(times.back()), options.country, options.events);

  std::vector<const Model*> models;
  for (const auto& model : model_list())
    if (options.models.empty() ||
        std::find(options.models.begin(), options.models.end(), model->name()) != options.models.end())
      models.push_back(model.get());

  const Prepared prepared = prepare(series, times, special, n);
  const auto origins = choose_origins(series.grid, n, horizon, options.backtests ? options.backtests : kUsualBacktests);
  const BacktestRun run = run_backtests(series, times, special, models, origins, horizon);
  std::vector<double> errors = relative_errors(run, kSkipNone);
  std::vector<double> weights = weights_from(errors);
  const bool tested = std::any_of(weights.begin(), weights.end(), [](double w) { return w > 0; });
  if (!tested) {
    out.notes.push_back(
        {"forecast_history_short",
         {},
         "The history is too short for backtests: the forecast is the mean of the simplest models, and its intervals "
         "are wide."});
    for (std::size_t m = 0; m < models.size(); ++m)
      weights[m] = is_simple(models[m]->name()) && models[m]->suits(prepared.problem) ? 1.0 : 0.0;
    if (std::none_of(weights.begin(), weights.end(), [](double w) { return w > 0; }))
      for (std::size_t m = 0; m < models.size(); ++m) weights[m] = models[m]->suits(prepared.problem) ? 1.0 : 0.0;
  }

  std::vector<double> events(horizon, 1.0);
  out.events.resize(horizon);
  for (std::size_t h = 0; h < horizon; ++h) {
    events[h] = effect_at(special, prepared.effects, out.times[h]);
    const int kind = special.empty() ? -1 : special.kind_of(days_of(out.times[h]));
    if (kind >= 0) out.events[h] = special.kinds()[std::size_t(kind)].name;
  }
  out.mean.assign(horizon, 0.0);
  double total = 0;
  std::vector<double> path(horizon);
  for (std::size_t m = 0; m < models.size(); ++m) {
    if (weights[m] <= 0 || !models[m]->suits(prepared.problem)) continue;
    models[m]->fit(prepared.problem)->forecast(prepared.problem, path);
    bool finite = true;
    for (std::size_t h = 0; h < horizon; ++h) {
      path[h] *= events[h];
      if (prepared.problem.non_negative) path[h] = std::max(path[h], 0.0);
      finite = finite && std::isfinite(path[h]);
    }
    if (!finite) continue;
    total += weights[m];
    for (std::size_t h = 0; h < horizon; ++h) out.mean[h] += weights[m] * path[h];
    out.models.push_back({std::string(models[m]->name()), weights[m], mean_absolute_error(run, m)});
  }
  if (total <= 0) {
    out.notes.push_back({"forecast_no_model", {}, "No model bears this history: the last value is carried on."});
    out.models.push_back({"same as last time", 1.0, std::numeric_limits<double>::quiet_NaN()});
    out.mean.assign(horizon, prepared.problem.values.back());
    total = 1;
  }
  for (double& v : out.mean) v /= total;
  for (ModelShare& share : out.models) share.weight /= total;
  std::stable_sort(out.models.begin(), out.models.end(),
                   [](const ModelShare& a, const ModelShare& b) { return a.weight > b.weight; });

  const std::vector<ErrorPath> paths = combined_errors(run);
  out.backtests = tested ? paths.size() : 0;
  out.spread = Spread(paths, {.first = n,
                              .horizon = horizon,
                              .periods = prepared.problem.periods,
                              .non_negative = prepared.problem.non_negative,
                              .counts = are_counts(series.values),
                              .fallback_sd = sd_of_changes(prepared.problem.values)});
  double sum = 0, count = 0;
  for (const ErrorPath& p : paths)
    for (std::size_t h = 0; h < p.forecast.size(); ++h)
      if (!std::isnan(p.actual[h])) sum += std::abs(p.actual[h] - p.forecast[h]), count += 1;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  out.error = count > 0 ? sum / count : nan;
  out.error_last_week = out.error_last_year = nan;
  for (std::size_t m = 0; m < models.size(); ++m) {
    if (models[m]->name() == "same as last time") out.error_last_week = mean_absolute_error(run, m);
    if (models[m]->name() == "same as last year") out.error_last_year = mean_absolute_error(run, m);
  }
  out.parts = split_parts(prepared.problem, out.mean, events);
  return out;
}

Forecast::Interval Forecast::interval(std::size_t step, double level) const {
  return {spread.quantile(mean[step], step, (1 - level) / 2), spread.quantile(mean[step], step, (1 + level) / 2)};
}

Forecast::Interval sum_interval(const std::vector<std::vector<double>>& paths, std::size_t first, std::size_t last,
                                double level) {
  std::vector<double> sums;
  for (const auto& path : paths) {
    double sum = 0;
    for (std::size_t h = first; h < std::min(last, path.size()); ++h) sum += path[h];
    sums.push_back(sum);
  }
  if (sums.empty()) return {};
  std::sort(sums.begin(), sums.end());
  const auto at = [&](double u) {
    const double position = std::clamp(u * double(sums.size()) - 0.5, 0.0, double(sums.size() - 1));
    const std::size_t i = std::size_t(position), j = std::min(i + 1, sums.size() - 1);
    return sums[i] + (position - double(i)) * (sums[j] - sums[i]);
  };
  return {at((1 - level) / 2), at((1 + level) / 2)};
}

}  // namespace peakdesk::forecasting
