#include "forecasting/error_scale.h"

#include <algorithm>
#include <cmath>

namespace peakdesk::forecasting {
namespace {

constexpr double kSmallest = 0.05;  // of what is usual: nothing smaller is believed, of forecasts and of slots

double mean_forecast(std::span<const ErrorPath> errors) {
  double sum = 0, count = 0;
  for (const ErrorPath& path : errors)
    for (const double f : path.forecast) sum += std::abs(f), count += 1;
  return count > 0 ? sum / count : 0;
}

/// Each slot's mean size over that of all, drawn to 1 by the share of the differences between slots that chance makes
/// (analysis of variance, slots as random effects). Empty where most slots were not seen twice, or differ by chance
/// alone.
std::vector<double> profile_of(std::span<const double> sizes, std::size_t first, std::size_t period) {
  std::vector<double> means(period, 0.0), counts(period, 0.0);
  double n = 0, mean = 0, slots = 0, squared_counts = 0;
  for (std::size_t t = 0; t < sizes.size(); ++t) {
    if (std::isnan(sizes[t])) continue;
    means[(first + t) % period] += sizes[t];
    counts[(first + t) % period] += 1;
    mean += sizes[t];
    n += 1;
  }
  for (std::size_t s = 0; s < period; ++s) {
    if (counts[s] == 0) continue;
    means[s] /= counts[s];
    squared_counts += counts[s] * counts[s];
    slots += 1;
  }
  if (slots < 2 || n < 2 * slots || mean <= 0) return {};
  mean /= n;
  double within = 0, between = 0;
  for (std::size_t t = 0; t < sizes.size(); ++t)
    if (!std::isnan(sizes[t])) within += std::pow(sizes[t] - means[(first + t) % period], 2) / (n - slots);
  for (std::size_t s = 0; s < period; ++s) between += counts[s] * std::pow(means[s] - mean, 2) / (slots - 1);
  const double usual_count = (n - squared_counts / n) / (slots - 1);
  const double real = (between - within) / usual_count;  // variance of the slots' true means
  if (real <= 0) return {};
  std::vector<double> profile(period, 1.0);
  for (std::size_t s = 0; s < period; ++s)
    if (counts[s] > 0) profile[s] = std::max(kSmallest, 1 + real / (real + within / counts[s]) * (means[s] / mean - 1));
  return profile;
}

}  // namespace

ErrorScale::ErrorScale(std::span<const ErrorPath> errors, std::span<const int> periods, bool non_negative)
    : floor_(std::max(kSmallest * mean_forecast(errors), 1e-9)) {
  if (errors.empty()) return;
  if (non_negative) power_ = power_from(errors);
  const std::size_t first = std::ranges::min(errors, {}, &ErrorPath::origin).origin;
  for (const int period : periods) {
    std::vector<double> profile = profile_of(sizes_by_step(errors, first), first, std::size_t(period));
    if (!profile.empty()) profiles_.push_back(std::move(profile));
  }
}

double ErrorScale::power_from(std::span<const ErrorPath> errors) const {
  std::vector<double> logs, squares;  // of the forecasts; of the errors
  double mean = 0;
  for (const ErrorPath& path : errors)
    for (std::size_t h = 0; h < path.forecast.size(); ++h) {
      if (std::isnan(path.actual[h])) continue;
      logs.push_back(std::log(std::max(path.forecast[h], floor_)));
      squares.push_back(std::pow(path.actual[h] - path.forecast[h], 2));
      mean += logs.back();
    }
  if (logs.empty()) return 0;
  mean /= double(logs.size());
  // The Gaussian likelihood is convex in the power, and this is its slope.
  const auto leans_to_large = [&](double power) {
    double lean = 0, total = 0;
    for (std::size_t i = 0; i < logs.size(); ++i) {
      const double weight = squares[i] * std::exp(-2 * power * logs[i]);
      lean += weight * (logs[i] - mean);
      total += weight;
    }
    return lean > 1e-9 * total;  // forecasts that are all the same say nothing, whatever rounding leaves of it
  };
  if (!leans_to_large(0)) return 0;
  if (leans_to_large(1)) return 1;
  double low = 0, high = 1;
  while (high - low > 0.02) {
    const double middle = (low + high) / 2;
    (leans_to_large(middle) ? low : high) = middle;
  }
  return (low + high) / 2;
}

std::vector<double> ErrorScale::sizes_by_step(std::span<const ErrorPath> errors, std::size_t first) const {
  std::vector<double> sums, counts;
  for (const ErrorPath& path : errors)
    for (std::size_t h = 0; h < path.forecast.size(); ++h) {
      if (std::isnan(path.actual[h])) continue;
      const std::size_t t = path.origin + h - first;
      if (t >= sums.size()) sums.resize(t + 1, 0.0), counts.resize(t + 1, 0.0);
      sums[t] += std::abs(path.actual[h] - path.forecast[h]) / at(path.forecast[h], path.origin + h);
      counts[t] += 1;
    }
  for (std::size_t t = 0; t < sums.size(); ++t) sums[t] = counts[t] > 0 ? sums[t] / counts[t] : NAN;
  return sums;
}

double ErrorScale::at(double forecast, std::size_t index) const {
  double scale = power_ > 0 ? std::pow(std::max(forecast, floor_), power_) : 1;
  for (const std::vector<double>& profile : profiles_) scale *= profile[index % profile.size()];
  return scale;
}

}  // namespace peakdesk::forecasting
