// How large errors are, by the size of the forecast and by the place in the seasons: divided by it, errors of a busy
// Monday noon and of a Sunday night are alike. Owns no distribution (spread.h does).
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace peakdesk::forecasting {

/// One backtest: forecasts and what came, NaN where nothing was recorded.
struct ErrorPath {
  std::vector<double> forecast, actual;
  std::size_t origin = 0;  // index of the first step; windows that overlap teach less
};

class ErrorScale {
 public:
  /// The same everywhere.
  ErrorScale() = default;
  /// `periods`: lengths of the seasons in steps, ascending. `non_negative`: forecasts have a size to go by.
  ErrorScale(std::span<const ErrorPath> errors, std::span<const int> periods, bool non_negative);

  /// The scale of errors around a forecast of the step at an index; only the ratio of two of them means anything.
  double at(double forecast, std::size_t index) const;

 private:
  /// 0 ... 1: the power of the forecast that errors grow with, so that what is left of them leans neither to large
  /// forecasts nor to small ones.
  double power_from(std::span<const ErrorPath> errors) const;
  /// Mean absolute errors on this scale by step from `first` on, NaN where there is none: a step that several
  /// backtests forecast is one observation.
  std::vector<double> sizes_by_step(std::span<const ErrorPath> errors, std::size_t first) const;

  double power_ = 0;
  double floor_ = 1e-9;                        // smallest forecast that counts for that
  std::vector<std::vector<double>> profiles_;  // factors by period and index modulo period
};

}  // namespace peakdesk::forecasting
