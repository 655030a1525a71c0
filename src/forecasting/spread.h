// How far off a forecast is: learned from the errors of backtests, step by step and along whole paths, so that
// intervals of single points and of sums come from one distribution. Owns quantiles and sample paths; makes no
// forecast.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "forecasting/error_scale.h"

namespace peakdesk::forecasting {

/// What is forecast, as far as its spread depends on it.
struct SpreadSettings {
  std::size_t first = 0, horizon = 1;  // index of the first step ahead, and how many there are
  std::vector<int> periods;            // lengths of the seasons in steps, ascending
  bool non_negative = true;
  bool counts = false;     // whole numbers of zero or more
  double fallback_sd = 1;  // the spread of one step to use while there are too few errors
};

class Spread {
 public:
  Spread() = default;
  Spread(std::span<const ErrorPath> errors, const SpreadSettings& settings);

  /// The value that step `h` (0 first) stays below with probability `u`, around the given forecast.
  double quantile(double forecast, std::size_t h, double u) const;
  /// `count` paths of mean.size() steps, each drawn whole: errors keep their correlation over time. Row by row.
  std::vector<std::vector<double>> paths(std::span<const double> mean, std::size_t count, std::uint64_t seed) const;

 private:
  double sd(double forecast, std::size_t h) const;
  /// The standardised error that lies where `z` lies in the standard normal distribution.
  double standard(double z) const;
  bool is_small_count(double forecast) const;
  double tail(double z) const;
  ErrorScale scale_;
  std::size_t first_ = 0;                              // index of the first step ahead
  double base_ = 1, growth_ = 0, horizon_ = 1;         // variance on that scale = base + growth * (h + 1) / horizon
  double common_ = 0, memory_share_ = 0, memory_ = 0;  // of a path's variance: shared by all its steps, and AR(1)
  double windows_ = 3, freedom_ = 3;                   // independent windows and errors that the figures rest on
  bool non_negative_ = true, counts_ = false;
  std::vector<double> sorted_;  // standardised errors
};

/// Inverse of the standard normal distribution (Acklam), and the distribution itself.
double normal_quantile(double u);
double normal_cdf(double z);

}  // namespace peakdesk::forecasting
