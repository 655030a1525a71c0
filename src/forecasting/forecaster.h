// The front door: one series in, its forecast out, with intervals, sample paths, and the reasons. Pure: no clock, no
// input or output; the same input and seed give the same numbers.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/notice.h"
#include "forecasting/series.h"
#include "forecasting/series_csv.h"
#include "forecasting/spread.h"

namespace peakdesk::forecasting {

struct ForecastOptions {
  std::size_t horizon = 0;          // steps ahead; 0: default_horizon()
  std::string country;              // ISO 3166 code for holidays; empty: none
  std::vector<ShopEvent> events;    // past and coming
  int backtests = 0;                // rolling origins; 0: as many as the history bears, up to 10
  std::vector<std::string> models;  // only these, by name; empty: all
};

struct ModelShare {
  std::string name;
  double weight = 0;  // in the mean path; all add up to 1
  double error = 0;   // mean absolute backtest error, in units of the series
};

/// What the mean path is made of, step by step; level * season * event = mean where effects multiply, else level +
/// season + event.
struct ForecastParts {
  std::vector<double> level, season, event;
  bool multiply = true;
};

struct Forecast {
  std::string id;
  std::vector<WallTime> times;
  std::vector<double> mean;
  Spread spread;
  ForecastParts parts;
  std::vector<std::string> events;  // by step: the name of the special day, or empty
  std::vector<ModelShare> models;   // heaviest first
  std::size_t backtests = 0;        // how many origins stand behind the errors; 0: history too short, see notes
  double error = 0, error_last_week = 0, error_last_year = 0;  // mean absolute; 0 backtests or no such past: NaN
  std::vector<Notice> notes;                                   // fall-backs and repairs

  /// Interval of one step that holds with probability `level` (0.8).
  struct Interval {
    double low = 0, high = 0;
  };
  Interval interval(std::size_t step, double level) const;
};

/// 48 half-hours... a week within days, four weeks of days, a quarter of weeks, a year of months.
std::size_t default_horizon(const Grid& grid);

Forecast forecast(const Series& series, const ForecastOptions& options);

/// Interval of the sum over steps [first, last), from paths.
Forecast::Interval sum_interval(const std::vector<std::vector<double>>& paths, std::size_t first, std::size_t last,
                                double level);

}  // namespace peakdesk::forecasting
