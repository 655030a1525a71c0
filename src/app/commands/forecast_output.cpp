#include "app/commands/forecast_output.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstdio>

#include "base/text.h"

namespace peakdesk::app {
namespace {

using forecasting::Forecast;
using forecasting::sum_interval;

constexpr std::size_t kPathsForSums = 400;

std::string forecast_number(double v) {
  char text[40];
  std::snprintf(text, sizeof text, "%.10g", std::abs(v) < 1e-12 ? 0.0 : v);
  return text;
}

std::string short_number(double v) {
  char text[40];
  const double size = std::abs(v);
  std::snprintf(text, sizeof text, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", v);
  return text;
}

std::string level_name(double level) {
  char text[16];
  std::snprintf(text, sizeof text, "%g", level * 100);
  return text;
}

std::string time_text(const ForecastedSeries& one, forecasting::WallTime t) {
  return write_timestamp(t, one.read->offset_minutes, one.read->form);
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n;\t") == std::string::npos) return text;
  return "\"" + replace_all(text, "\"", "\"\"") + "\"";
}

/// Whole weeks (or, of longer steps, the whole horizon) whose sums have intervals of their own.
std::vector<std::pair<std::size_t, std::size_t>> sum_spans(const ForecastedSeries& one) {
  const std::size_t n = one.forecast.mean.size();
  const int week = one.read->series.grid.steps_per_week();
  std::vector<std::pair<std::size_t, std::size_t>> spans;
  if (week > 1)
    for (std::size_t first = 0; first + std::size_t(week) <= n; first += std::size_t(week))
      spans.push_back({first, first + std::size_t(week)});
  if (spans.size() != 1 || spans[0].second != n) spans.push_back({0, n});
  return spans;
}

boost::json::value json_number(double v) { return std::isnan(v) ? boost::json::value(nullptr) : boost::json::value(v); }

boost::json::object interval_json(const Forecast::Interval& interval) {
  return {{"low", interval.low}, {"high", interval.high}};
}

}  // namespace

std::string forecast_csv_header(const ForecastOutputOptions& options) {
  std::string out = "series_id,timestamp,mean";
  for (const double level : options.levels) out += ",lo" + level_name(level) + ",hi" + level_name(level);
  return out + "\n";
}

std::string forecast_csv(const ForecastedSeries& one, const ForecastOutputOptions& options) {
  std::string out;
  const std::string id = csv_field(one.forecast.id.empty() ? "series" : one.forecast.id);
  for (std::size_t h = 0; h < one.forecast.mean.size(); ++h) {
    out += id + "," + time_text(one, one.forecast.times[h]) + "," + forecast_number(one.forecast.mean[h]);
    for (const double level : options.levels) {
      const auto interval = one.forecast.interval(h, level);
      out += "," + forecast_number(interval.low) + "," + forecast_number(interval.high);
    }
    out += "\n";
  }
  return out;
}

std::string forecast_table(const ForecastedSeries& one, const ForecastOutputOptions& options) {
  const Forecast& f = one.forecast;
  std::string out;
  if (!f.id.empty()) out += "Series " + f.id + "\n";
  out += "  time                       mean";
  for (const double level : options.levels) {
    char head[64];
    std::snprintf(head, sizeof head, "   %22s", (level_name(level) + " % between").c_str());
    out += head;
  }
  out += "\n";
  for (std::size_t h = 0; h < f.mean.size(); ++h) {
    char line[96];
    std::snprintf(line, sizeof line, "  %-22s %9s", time_text(one, f.times[h]).c_str(),
                  short_number(f.mean[h]).c_str());
    out += line;
    for (const double level : options.levels) {
      const auto interval = f.interval(h, level);
      std::snprintf(line, sizeof line, "   %10s %11s", short_number(interval.low).c_str(),
                    short_number(interval.high).c_str());
      out += line;
    }
    out += f.events[h].empty() ? "\n" : "   " + f.events[h] + "\n";
  }
  const auto paths = f.spread.paths(f.mean, kPathsForSums, options.seed);
  double total = 0;
  for (const double v : f.mean) total += v;
  out += "  Sum of all steps: " + short_number(total);
  for (const double level : options.levels) {
    const auto interval = sum_interval(paths, 0, f.mean.size(), level);
    out +=
        "; " + level_name(level) + " % between " + short_number(interval.low) + " and " + short_number(interval.high);
  }
  out += "\n  Models:";
  for (std::size_t m = 0; m < std::min<std::size_t>(f.models.size(), 5); ++m) {
    char share[160];
    std::snprintf(share, sizeof share, "%s %s %.0f %%", m ? "," : "", f.models[m].name.c_str(),
                  100 * f.models[m].weight);
    out += share;
  }
  out += "\n";
  if (f.backtests) {
    out += "  Mean error in " + std::to_string(f.backtests) + " backtests: " + short_number(f.error);
    if (!std::isnan(f.error_last_week)) out += "; \"same as last time\" " + short_number(f.error_last_week);
    if (!std::isnan(f.error_last_year)) out += "; \"same as last year\" " + short_number(f.error_last_year);
    out += "\n";
  }
  for (const Notice& note : f.notes) out += "  Note: " + note.text + "\n";
  return out + "\n";
}

std::string forecast_json(const ForecastedSeries& one, const ForecastOutputOptions& options) {
  const Forecast& f = one.forecast;
  boost::json::array steps, sums, models, notes;
  for (std::size_t h = 0; h < f.mean.size(); ++h) {
    boost::json::object step{{"timestamp", time_text(one, f.times[h])}, {"mean", f.mean[h]}};
    for (const double level : options.levels)
      step["interval_" + level_name(level)] = interval_json(f.interval(h, level));
    boost::json::object parts{{"level", f.parts.level[h]}, {"season", f.parts.season[h]}, {"event", f.parts.event[h]}};
    if (!f.events[h].empty()) parts["event_name"] = f.events[h];
    step["parts"] = std::move(parts);
    steps.push_back(std::move(step));
  }
  const auto paths = f.spread.paths(f.mean, kPathsForSums, options.seed);
  for (const auto& [first, last] : sum_spans(one)) {
    double total = 0;
    for (std::size_t h = first; h < last; ++h) total += f.mean[h];
    boost::json::object sum{{"from", time_text(one, f.times[first])},
                            {"to", time_text(one, f.times[last - 1])},
                            {"steps", last - first},
                            {"mean", total}};
    for (const double level : options.levels)
      sum["interval_" + level_name(level)] = interval_json(sum_interval(paths, first, last, level));
    sums.push_back(std::move(sum));
  }
  for (const auto& model : f.models)
    models.push_back({{"name", model.name}, {"weight", model.weight}, {"backtest_error", json_number(model.error)}});
  for (const Notice& note : f.notes) notes.push_back(boost::json::value(note.text));
  const boost::json::object object{
      {"series_id", f.id},
      {"forecast", std::move(steps)},
      {"sums", std::move(sums)},
      {"parts", f.parts.multiply ? "level x season x event" : "level + season + event"},
      {"models", std::move(models)},
      {"backtest",
       {{"origins", f.backtests},
        {"error", json_number(f.error)},
        {"error_same_as_last_time", json_number(f.error_last_week)},
        {"error_same_as_last_year", json_number(f.error_last_year)}}},
      {"notes", std::move(notes)},
  };
  return boost::json::serialize(object);
}

std::string forecast_svg(const ForecastedSeries& one, const ForecastOutputOptions& options) {
  constexpr double kWidth = 960, kHeight = 360, kLeft = 64, kRight = 16, kTop = 36, kBottom = 40;
  const Forecast& f = one.forecast;
  const auto& values = one.read->series.values;
  const std::size_t shown = std::min(values.size(), std::max<std::size_t>(3 * f.mean.size(), 60)),
                    begin = values.size() - shown;
  const double widest = options.levels.empty() ? 0.8 : *std::max_element(options.levels.begin(), options.levels.end());
  double low = 0, high = 1e-9;
  for (std::size_t t = begin; t < values.size(); ++t)
    if (!std::isnan(values[t])) low = std::min(low, values[t]), high = std::max(high, values[t]);
  for (std::size_t h = 0; h < f.mean.size(); ++h) {
    const auto interval = f.interval(h, widest);
    low = std::min(low, interval.low);
    high = std::max(high, interval.high);
  }
  const double unit = std::pow(10, std::floor(std::log10(high - low)));
  const double tick = unit * ((high - low) / unit < 2.5 ? 0.5 : (high - low) / unit < 5 ? 1 : 2);
  const std::size_t steps = shown + f.mean.size();
  const auto x = [&](std::size_t i) {
    return kLeft + (kWidth - kLeft - kRight) * double(i) / double(std::max<std::size_t>(steps - 1, 1));
  };
  const auto y = [&](double v) { return kHeight - kBottom - (kHeight - kTop - kBottom) * (v - low) / (high - low); };
  const auto point = [&](std::size_t i, double v) {
    char text[48];
    std::snprintf(text, sizeof text, "%.1f,%.1f ", x(i), y(v));
    return std::string(text);
  };
  std::string out =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 360\" font-family=\"sans-serif\" font-size=\"12\" "
      "role=\"img\">\n";
  out += "<title>" + escape_html(f.id.empty() ? "Forecast" : f.id) +
         "</title><rect width=\"960\" height=\"360\" fill=\"#fff\"/>\n";
  for (double v = std::ceil(low / tick) * tick; v <= high; v += tick) {
    char line[240];
    std::snprintf(line, sizeof line,
                  "<line x1=\"64\" x2=\"944\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#e3e5e8\"/><text x=\"58\" y=\"%.1f\" "
                  "text-anchor=\"end\" fill=\"#555\">%s</text>\n",
                  y(v), y(v), y(v) + 4, short_number(v).c_str());
    out += line;
  }
  std::vector<double> levels = options.levels;
  std::sort(levels.rbegin(), levels.rend());
  for (const double level : levels) {
    std::string upper, lower;
    for (std::size_t h = 0; h < f.mean.size(); ++h) upper += point(shown + h, f.interval(h, level).high);
    for (std::size_t h = f.mean.size(); h-- > 0;) lower += point(shown + h, f.interval(h, level).low);
    out += "<polygon points=\"" + upper + lower + "\" fill=\"#2b6cb0\" fill-opacity=\"0.18\"><title>" +
           level_name(level) + " %</title></polygon>\n";
  }
  std::string history, ahead;
  bool pen_down = false;
  for (std::size_t t = begin; t < values.size(); ++t) {
    if (std::isnan(values[t])) {
      pen_down = false;
      continue;
    }
    history += (pen_down ? "L" : "M") + point(t - begin, values[t]);
    pen_down = true;
  }
  for (std::size_t h = 0; h < f.mean.size(); ++h) ahead += point(shown + h, f.mean[h]);
  out += "<path d=\"" + history + "\" fill=\"none\" stroke=\"#444\" stroke-width=\"1.2\"/>\n";
  out += "<polyline points=\"" + ahead + "\" fill=\"none\" stroke=\"#2b6cb0\" stroke-width=\"2\"/>\n";
  for (std::size_t h = 0; h < f.mean.size(); ++h)
    if (!f.events[h].empty() && (h == 0 || f.events[h] != f.events[h - 1])) {
      char mark[120];
      std::snprintf(mark, sizeof mark, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#c05621\"><title>", x(shown + h),
                    y(f.mean[h]));
      out += mark + escape_html(f.events[h]) + "</title></circle>\n";
    }
  const auto label = [&](std::size_t i, forecasting::WallTime t, const char* anchor) {
    char text[120];
    std::snprintf(text, sizeof text, "<text x=\"%.1f\" y=\"342\" text-anchor=\"%s\" fill=\"#555\">", x(i), anchor);
    out += text + escape_html(time_text(one, t)) + "</text>\n";
  };
  label(0, one.read->series.times[begin], "start");
  if (!f.times.empty()) {
    label(shown, f.times.front(), "middle");
    label(steps - 1, f.times.back(), "end");
  }
  out += "<text x=\"64\" y=\"20\" font-size=\"14\" fill=\"#222\">" + escape_html(f.id) + "</text>\n</svg>\n";
  return out;
}

}  // namespace peakdesk::app
