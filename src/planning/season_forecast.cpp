#include "planning/season_forecast.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "forecasting/forecaster.h"
#include "forecasting/holidays.h"

namespace peakdesk::planning {
namespace {

constexpr std::size_t kSamplePaths = 50;
constexpr int kLongestGap = 400;  // days from the last of the history to the first of the horizon
constexpr int kYearOfWeeks = 364;

double or_unknown(double value) { return std::isfinite(value) ? value : -1; }

std::map<int, double> counts_by_day(const forecasting::Series& series) {
  std::map<int, double> counts;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (std::isfinite(series.values[i])) counts[forecasting::days_of(series.times[i])] = series.values[i];
  }
  return counts;
}

// A day on which the shop never has anything is not in the forecast: it counts nothing.
std::vector<int> step_of_day(const forecasting::Forecast& forecast, const SeasonRequest& request) {
  std::vector<int> steps(request.days, -1);
  for (std::size_t h = 0; h < forecast.times.size(); ++h) {
    const int day = forecasting::days_of(forecast.times[h]) - request.first_day;
    if (day >= 0 && std::size_t(day) < request.days) steps[std::size_t(day)] = int(h);
  }
  return steps;
}

SeasonAnswer wrong(std::string key, std::string problem) {
  SeasonAnswer answer;
  answer.wrong_key = std::move(key);
  answer.problem = std::move(problem);
  return answer;
}

}  // namespace

SeasonAnswer forecast_season(const forecasting::Series& daily, const std::vector<forecasting::ShopEvent>& events,
                             const SeasonRequest& request) {
  if (!daily.grid.step.is_daily() || daily.times.empty()) return wrong("history", "must be one series of days.");
  if (!request.country.empty() && !forecasting::has_holidays(request.country)) {
    std::string known;
    for (const auto code : forecasting::holiday_countries()) known += (known.empty() ? "" : ", ") + std::string(code);
    return wrong("country", "must be one of " + known + ", or left out.");
  }
  const std::map<int, double> counts = counts_by_day(daily);
  if (counts.empty()) return wrong("history", "must have at least one day with a count.");
  const int last_day = counts.rbegin()->first;
  if (request.first_day - last_day > kLongestGap) {
    return wrong("history", "must end at most " + std::to_string(kLongestGap) + " days before the start.");
  }
  const int end = request.first_day + int(request.days);
  SeasonAnswer answer;
  SeasonForecast& out = answer.forecast;
  out.known_days = std::size_t(std::clamp(last_day + 1 - request.first_day, 0, int(request.days)));
  forecasting::Forecast forecast;
  std::vector<int> steps(request.days, -1);
  std::vector<std::vector<double>> paths;
  if (end - 1 > last_day) {
    forecasting::ForecastOptions options;
    options.horizon = std::size_t(end - 1 - last_day);
    options.country = request.country;
    options.events = events;
    forecast = forecasting::forecast(daily, options);
    steps = step_of_day(forecast, request);
    paths = forecast.spread.paths(forecast.mean, kSamplePaths, 1);
    out.notes = forecast.notes;
    for (const auto& model : forecast.models) {
      if (model.weight > 0.005) out.models.push_back(model.name);
    }
    out.error = forecast.backtests > 0 ? or_unknown(forecast.error) : -1;
    out.error_last_week = forecast.backtests > 0 ? or_unknown(forecast.error_last_week) : -1;
    out.error_last_year = forecast.backtests > 0 ? or_unknown(forecast.error_last_year) : -1;
  } else {
    out.error = out.error_last_week = out.error_last_year = -1;
  }
  if (out.known_days > 0) {
    out.notes.push_back(
        {"season_known_days",
         {{"count", std::to_string(out.known_days)}},
         std::to_string(out.known_days) + " days of the horizon have happened; they stand with what was counted."});
  }
  out.paths.assign(paths.empty() ? 1 : paths.size(), {});
  for (std::size_t d = 0; d < request.days; ++d) {
    const int day = request.first_day + int(d);
    const auto recorded = counts.find(day);
    const bool known = d < out.known_days;
    const double count = known && recorded != counts.end() ? recorded->second : 0;
    const bool open = !known && steps[d] >= 0;
    const auto h = std::size_t(std::max(0, steps[d]));
    const double mean = known ? count : open ? std::max(0.0, forecast.mean[h]) : 0;
    out.mean.push_back(mean);
    const auto band = [&](double level) {
      return open ? forecast.interval(h, level) : forecasting::Forecast::Interval{mean, mean};
    };
    const auto narrow = band(0.8), wide = band(0.95);
    out.low80.push_back(std::max(0.0, narrow.low));
    out.high80.push_back(narrow.high);
    out.low95.push_back(std::max(0.0, wide.low));
    out.high95.push_back(wide.high);
    out.special.push_back(open && h < forecast.events.size() ? forecast.events[h] : "");
    const auto before = counts.find(day - kYearOfWeeks);
    out.last_year.push_back(before == counts.end() ? -1 : before->second);
    for (std::size_t p = 0; p < out.paths.size(); ++p) {
      out.paths[p].push_back(open && p < paths.size() ? std::max(0.0, paths[p][h]) : mean);
    }
  }
  const auto narrow = forecasting::sum_interval(out.paths, 0, request.days, 0.8);
  const auto wide = forecasting::sum_interval(out.paths, 0, request.days, 0.95);
  out.total_low80 = narrow.low;
  out.total_high80 = narrow.high;
  out.total_low95 = wide.low;
  out.total_high95 = wide.high;
  return answer;
}

SeasonAnswer forecast_season_csv(std::string_view history_csv, std::string_view events_csv,
                                 const SeasonRequest& request) {
  const forecasting::SeriesCsv csv = forecasting::read_series_csv(history_csv, {.freq = "day"});
  if (!csv.error.empty()) return wrong("history", request.history + ": " + csv.error);
  if (csv.series.size() != 1) return wrong("history", "must be a file with one daily series.");
  std::vector<forecasting::ShopEvent> events;
  if (!events_csv.empty()) {
    forecasting::EventsCsv calendar = forecasting::read_events_csv(events_csv);
    if (!calendar.error.empty()) return wrong("history_events", request.events + ": " + calendar.error);
    events = std::move(calendar.events);
  }
  SeasonAnswer answer = forecast_season(csv.series[0].series, events, request);
  answer.forecast.notes.insert(answer.forecast.notes.begin(), csv.repairs.begin(), csv.repairs.end());
  return answer;
}

}  // namespace peakdesk::planning
