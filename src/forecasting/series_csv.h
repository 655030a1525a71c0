// Reads series and shop events from CSV text: a pure parser. Every error names its line; every repair is stated in
// words. Owns the meaning of columns, gaps, duplicates, zones and daylight saving; opens no file.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/notice.h"
#include "forecasting/series.h"
#include "forecasting/timestamp.h"

namespace peakdesk::forecasting {

struct SeriesCsvOptions {
  std::string freq = "auto";    // auto, 5min, 15min, 30min, hour, day, week, month, or any number of minutes ("10min")
  bool allow_negative = false;  // for balances and returns; counts never are
};

struct ReadSeries {
  Series series;
  TimestampForm form;
  int offset_minutes = 0;  // of the last row; forecasts are written with it
};

struct SeriesCsv {
  std::vector<ReadSeries> series;
  bool has_ids = false;         // the file has a series_id column
  std::vector<Notice> repairs;  // what was changed; the param `detail` names the series
  std::string error;            // not empty: nothing was read; names the line and the way out
};

/// Columns `timestamp,value` or `series_id,timestamp,value`, with a header line or without; comma, semicolon or tab.
/// Empty values and NaN are times not recorded. At most 5,000,000 rows.
SeriesCsv read_series_csv(std::string_view text, const SeriesCsvOptions& options = {});

/// A day of the shop's own calendar. The same name is the same kind of day.
struct ShopEvent {
  int days = 0;
  std::string name;
};
struct EventsCsv {
  std::vector<ShopEvent> events;
  std::string error;
};
/// Columns `date,name`, with a header line or without.
EventsCsv read_events_csv(std::string_view text);

/// Reads a step's name as --freq takes it. Zero step when it is not one.
Step parse_step(std::string_view name);

}  // namespace peakdesk::forecasting
