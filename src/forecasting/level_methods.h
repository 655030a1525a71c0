// What happens to a series once its seasons are out: level, trend and short memory. Each method finds its parameters on
// a history and forecasts from any origin with them.
#pragma once
#include <span>
#include <string_view>
#include <vector>

namespace peakdesk::forecasting {

/// Levels, trends and short memory are learned from so many of the last steps; only a long drift needs more.
constexpr std::size_t kRecentSteps = 3'000;

class LevelMethod {
 public:
  virtual ~LevelMethod() = default;
  virtual std::string_view name() const = 0;
  /// Parameters from the adjusted history `a`; `periods` are the seasons' lengths.
  virtual std::vector<double> fit(std::span<const double> a, std::span<const int> periods) const = 0;
  virtual void forecast(std::span<const double> a, std::span<const double> parameters, std::span<double> out) const = 0;
};

const LevelMethod& exponential_level();           // simple exponential smoothing
const LevelMethod& damped_trend();                // Holt's with damping
const LevelMethod& theta_level();                 // optimised Theta: smoothing plus a shrunk drift
const LevelMethod& autoregression();              // lags near by and around the season, ridge
const LevelMethod& differenced_autoregression();  // the same on changes

}  // namespace peakdesk::forecasting
