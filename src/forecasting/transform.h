// The scale a model works on: plain, or one on which effects multiply (log; square root where zeros forbid it).
#pragma once
#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace peakdesk::forecasting {

enum class Scale { Plain, Log, Root };

/// Log for values that stay clear of zero, root for other non-negative ones, else plain.
inline Scale multiplicative_scale(std::span<const double> values) {
  double low = values.empty() ? 0 : values[0], sum = 0;
  for (const double v : values) {
    low = std::min(low, v);
    sum += v;
  }
  if (low < 0) return Scale::Plain;
  return low > 0.01 * sum / double(values.size()) ? Scale::Log : Scale::Root;
}
inline double to_scale(Scale scale, double v) {
  return scale == Scale::Log ? std::log(std::max(v, 1e-12)) : scale == Scale::Root ? std::sqrt(std::max(v, 0.0)) : v;
}
inline double from_scale(Scale scale, double x) {
  return scale == Scale::Log ? std::exp(std::min(x, 60.0)) : scale == Scale::Root ? (x > 0 ? x * x : 0.0) : x;
}
inline std::vector<double> to_scale(Scale scale, std::span<const double> values) {
  std::vector<double> out(values.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = to_scale(scale, values[i]);
  return out;
}

}  // namespace peakdesk::forecasting
