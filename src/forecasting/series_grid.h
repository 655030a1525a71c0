// From rows as read to a regular series: order, duplicates, zones and daylight saving, the step, closed hours, gaps.
// Part of the CSV reader; every error names a line.
#pragma once
#include <string>
#include <vector>

#include "forecasting/series_csv.h"

namespace peakdesk::forecasting {

struct RawRow {
  Timestamp time;
  double value = 0;  // NaN: not recorded
  std::size_t line = 0;
};
struct RawSeries {
  std::string id;
  std::vector<RawRow> rows;
};
struct GriddedSeries {
  ReadSeries read;
  std::vector<Notice> repairs;
  std::string error;
};

/// `forced` is the step to use, or zero to find it.
GriddedSeries lay_on_grid(RawSeries raw, Step forced);

}  // namespace peakdesk::forecasting
