// The volume of a season from its past: daily counts carried forward by the forecaster, with bands, last year beneath,
// and the days that have happened already standing as they were. Owns the alignment of history and horizon; the
// forecast itself is forecasting's.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/described.h"
#include "base/notice.h"
#include "forecasting/series.h"
#include "forecasting/series_csv.h"

namespace peakdesk::planning {

/// What a scenario asks of its past.
struct SeasonRequest {
  std::string history;     // name of the series: a file, or what the desk calls it
  std::string events;      // name of the calendar, or empty
  std::string country;     // for holidays, or empty
  int first_day = 0;       // of the horizon, days since 1970-01-01
  std::size_t days = 0;    // length of the horizon
  bool of_orders = false;  // the history counts orders, not tickets
};

/// By day of the horizon. Days that have happened hold their count in `mean` and in the bands.
struct SeasonForecast {
  std::vector<double> mean, low80, high80, low95, high95;
  std::vector<double> last_year;     // the same weekday 52 weeks before; -1 where nothing was recorded
  std::vector<std::string> special;  // holiday or event of the day, or empty
  std::size_t known_days = 0;        // how many of the first days have happened
  double total_low80 = 0, total_high80 = 0, total_low95 = 0, total_high95 = 0;
  std::vector<std::string> models;                             // heaviest first
  double error = 0, error_last_week = 0, error_last_year = 0;  // mean absolute in backtests; -1: not known
  std::vector<Notice> notes;                                   // fall-backs and repairs
  std::vector<std::vector<double>> paths;                      // sample paths over the horizon
};
BOOST_DESCRIBE_STRUCT(SeasonForecast, (),
                      (mean, low80, high80, low95, high95, last_year, special, known_days, total_low80, total_high80,
                       total_low95, total_high95, models, error, error_last_week, error_last_year, notes))

/// The answer of whoever knows the past: a forecast, or a sentence saying what is wrong with which key of [volume].
struct SeasonAnswer {
  SeasonForecast forecast;
  std::string wrong_key, problem;  // "history", "must be …"; empty: all is well
};

/// `daily` has one value a day. Known days are those of the horizon up to the last of the series.
SeasonAnswer forecast_season(const forecasting::Series& daily, const std::vector<forecasting::ShopEvent>& events,
                             const SeasonRequest& request);
/// From CSV text with one series of days and events CSV or empty.
SeasonAnswer forecast_season_csv(std::string_view history_csv, std::string_view events_csv,
                                 const SeasonRequest& request);

}  // namespace peakdesk::planning
