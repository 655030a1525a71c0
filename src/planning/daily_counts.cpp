#include "planning/daily_counts.h"

#include <cmath>
#include <cstdio>

#include "base/clock.h"
#include "forecasting/series_csv.h"

namespace peakdesk::planning {

std::map<int, double> daily_counts(std::string_view csv) {
  std::map<int, double> counts;
  if (csv.empty()) return counts;
  for (const auto& one : forecasting::read_series_csv(csv, {}).series) {
    for (std::size_t i = 0; i < one.series.size(); ++i) {
      if (std::isfinite(one.series.values[i])) {
        counts[forecasting::days_of(one.series.times[i])] += one.series.values[i];
      }
    }
  }
  return counts;
}

std::string daily_csv(const std::map<int, double>& counts) {
  std::string csv = "timestamp,value\n";
  for (const auto& [day, count] : counts) {
    char value[40];
    std::snprintf(value, sizeof value, ",%.10g\n", count);
    csv += day_text(day) + value;
  }
  return csv;
}

std::string day_text(int day) { return to_iso8601(Instant{std::int64_t(day) * days(1).ms}).substr(0, 10); }

}  // namespace peakdesk::planning
