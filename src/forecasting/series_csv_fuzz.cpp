// Any bytes: an error or series that stand on their grid. Short series are forecast as well.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "forecasting/forecaster.h"
#include "forecasting/series_csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace peakdesk::forecasting;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const EventsCsv events = read_events_csv(text);
  const SeriesCsv read = read_series_csv(text, {"auto", size % 2 == 0});
  if (!read.error.empty() && !read.series.empty()) std::abort();
  for (const ReadSeries& one : read.series) {
    const Series& series = one.series;
    for (std::size_t i = 1; i < series.size(); ++i)
      if (series.times[i] != series.grid.next(series.times[i - 1])) std::abort();
    if (series.size() > 300) continue;
    const Forecast f = forecast(series, {.horizon = 5, .country = "FR", .events = events.events});
    for (std::size_t h = 0; h < f.mean.size(); ++h) {
      const auto interval = f.interval(h, 0.8);
      if (!std::isfinite(f.mean[h]) || !(interval.low <= interval.high)) std::abort();
    }
  }
  return 0;
}
