#include "forecasting/series_csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "forecasting/series_grid.h"

namespace peakdesk::forecasting {
namespace {

constexpr std::size_t kMaxRows = 5'000'000;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::string at_line(std::size_t line) { return "line " + std::to_string(line) + ": "; }

std::string quoted(std::string_view text) { return "\"" + truncate(to_valid_utf8(text), 40) + "\""; }

std::string_view unquote(std::string_view field) {
  field = trim(field);
  if (field.size() >= 2 && field.front() == '"' && field.back() == '"') field = field.substr(1, field.size() - 2);
  return field;
}

/// Splits at the separator outside double quotes.
void split_fields(std::string_view line, char separator, std::vector<std::string_view>& out) {
  out.clear();
  bool inside = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') inside = !inside;
    if (line[i] == separator && !inside) {
      out.push_back(unquote(line.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  out.push_back(unquote(line.substr(begin)));
}

char separator_of(std::string_view line) {
  for (const char c : {'\t', ';', ','})
    if (line.find(c) != std::string_view::npos) return c;
  return ',';
}

bool is_missing_text(std::string_view text) {
  for (const std::string_view word : {"", "nan", "na", "n/a", "null", "none", "-"})
    if (iequals_ascii(text, word)) return true;
  return false;
}

/// A plain decimal number; with `decimal_comma`, "12,5" as well. False when it is not one or not finite.
bool parse_number(std::string_view text, bool decimal_comma, double& out) {
  std::string changed;
  if (decimal_comma && text.find('.') == std::string_view::npos && std::count(text.begin(), text.end(), ',') == 1) {
    changed = text;
    changed[changed.find(',')] = '.';
    text = changed;
  }
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(out);
}

/// Calls `row(line_number, fields)` for each line that is not blank; the row returns an error or an empty string.
template <class Row>
std::string each_row(std::string_view text, Row row) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.find('\0') != std::string_view::npos) return "the file holds zero bytes: export it as CSV in UTF-8";
  std::vector<std::string_view> fields;
  char separator = 0;
  std::size_t line_number = 0, rows = 0;
  while (!text.empty()) {
    ++line_number;
    const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n'; });
    const std::string_view line(text.begin(), end);
    text.remove_prefix(line.size());
    if (!text.empty()) text.remove_prefix(text.starts_with("\r\n") ? 2 : 1);
    if (trim(line).empty()) continue;
    if (!separator) separator = separator_of(line);
    if (++rows > kMaxRows + 1)
      return at_line(line_number) + "more than 5,000,000 rows: split the file by series or by year";
    split_fields(line, separator, fields);
    if (std::string error = row(line_number, separator, fields); !error.empty()) return error;
  }
  return rows ? "" : "the file is empty: it needs lines of timestamp,value or series_id,timestamp,value";
}

struct Columns {
  int id = -1, time = 0, value = 1;
};

/// A header names the columns in any order; without one the order is the documented one.
bool read_header(const std::vector<std::string_view>& fields, Columns& columns) {
  Columns found{-1, -1, -1};
  for (int i = 0; i < int(fields.size()); ++i) {
    const std::string name = to_lower_ascii(fields[size_t(i)]);
    if (name == "series_id" || name == "series" || name == "id" || name == "unique_id") found.id = i;
    if (name == "timestamp" || name == "date" || name == "datetime" || name == "ds" || name == "time") found.time = i;
    if (name == "value" || name == "y" || name == "count" || name == "orders" || name == "tickets" || name == "calls")
      found.value = i;
  }
  if (found.time >= 0 && found.value >= 0) {
    columns = found;
    return true;
  }
  return false;
}

}  // namespace

SeriesCsv read_series_csv(std::string_view text, const SeriesCsvOptions& options) {
  SeriesCsv result;
  Step forced;
  if (options.freq != "auto") {
    forced = parse_step(options.freq);
    if (!forced.seconds && !forced.months) {
      result.error = "--freq " + quoted(options.freq) +
                     " is not a step: use auto, 30min, hour, day, week, month or a number of minutes such as 10min";
      return result;
    }
  }
  Columns columns;
  std::size_t expected = 0;
  std::vector<RawSeries> raw;
  std::unordered_map<std::string, std::size_t> index;
  std::size_t current = 0, missing_values = 0, first_missing_line = 0;
  result.error =
      each_row(text, [&](std::size_t line, char separator, const std::vector<std::string_view>& fields) -> std::string {
        if (!expected) {
          expected = fields.size();
          if (expected < 2) return at_line(line) + "one column; it needs timestamp,value or series_id,timestamp,value";
          if (read_header(fields, columns)) {
            result.has_ids = columns.id >= 0;
            return "";
          }
          if (expected > 3)
            return at_line(line) + std::to_string(expected) + " columns and no header that names timestamp and value";
          if (expected == 3) columns = {0, 1, 2};
          result.has_ids = expected == 3;
          if (!parse_timestamp(fields[size_t(columns.time)])) {
            // A header in other words: skip it, the order of the columns is the documented one.
            double number = 0;
            if (!parse_number(fields[size_t(columns.value)], separator != ',', number) &&
                !is_missing_text(fields[size_t(columns.value)]))
              return "";
          }
        }
        if (fields.size() != expected)
          return at_line(line) + std::to_string(fields.size()) + " columns where line 1 has " +
                 std::to_string(expected);
        const std::string_view time_text = fields[size_t(columns.time)], value_text = fields[size_t(columns.value)];
        const auto time = parse_timestamp(time_text);
        if (!time)
          return at_line(line) + quoted(time_text) +
                 " is not a date or time: write it as 2026-11-27, 2026-11-27 08:30:00 or with a zone, "
                 "2026-11-27T08:30:00+01:00";
        double value = kMissing;
        if (!parse_number(value_text, separator != ',', value)) {
          value = kMissing;
          if (!is_missing_text(value_text))
            return at_line(line) + quoted(value_text) +
                   " is not a number: leave the field empty where nothing was recorded";
          if (!missing_values++) first_missing_line = line;
        } else if (value < 0 && !options.allow_negative) {
          return at_line(line) + quoted(value_text) +
                 " is negative: counts and sales cannot be; correct it, or pass --allow-negative when the series truly "
                 "can";
        } else if (std::abs(value) > 1e15) {
          return at_line(line) + quoted(value_text) + " is too large: values go up to 1e15";
        }
        const std::string_view id = columns.id >= 0 ? fields[size_t(columns.id)] : std::string_view();
        if (raw.empty() || raw[current].id != id) {  // most rows are of the series of the row before
          const auto [it, is_new] = index.try_emplace(std::string(id), raw.size());
          if (is_new) raw.push_back({it->first, {}});
          current = it->second;
        }
        raw[current].rows.push_back({*time, value, line});
        return "";
      });
  if (!result.error.empty()) return result;
  if (raw.empty()) {
    result.error = "no rows below the header: it needs at least two points a series";
    return result;
  }
  if (missing_values)
    result.repairs.push_back({"series_no_number",
                              {{"count", std::to_string(missing_values)}, {"line", std::to_string(first_missing_line)}},
                              std::to_string(missing_values) + " values without a number (the first in line " +
                                  std::to_string(first_missing_line) + ") count as not recorded."});
  for (RawSeries& one : raw) {
    GriddedSeries gridded = lay_on_grid(std::move(one), forced);
    if (!gridded.error.empty()) {
      result.error = gridded.error;
      result.series.clear();
      return result;
    }
    for (Notice& repair : gridded.repairs) result.repairs.push_back(std::move(repair));
    result.series.push_back(std::move(gridded.read));
  }
  return result;
}

EventsCsv read_events_csv(std::string_view text) {
  EventsCsv result;
  bool first = true;
  result.error =
      each_row(text, [&](std::size_t line, char, const std::vector<std::string_view>& fields) -> std::string {
        const bool is_first = std::exchange(first, false);
        if (fields.size() < 2) return at_line(line) + "an event needs a date and a name: 2026-11-27,Black Friday";
        const auto time = parse_timestamp(fields[0]);
        if (!time) return is_first ? "" : at_line(line) + quoted(fields[0]) + " is not a date: write it as 2026-11-27";
        if (fields[1].empty())
          return at_line(line) + "the event has no name: the same name again is the same kind of day";
        result.events.push_back({days_of(time->wall), to_valid_utf8(fields[1])});
        return "";
      });
  return result;
}

Step parse_step(std::string_view name) {
  if (name == "hour" || name == "h" || name == "H" || name == "hourly") return {kHour, 0};
  if (name == "day" || name == "d" || name == "D" || name == "daily") return {kDay, 0};
  if (name == "week" || name == "w" || name == "W" || name == "weekly") return {kWeek, 0};
  if (name == "month" || name == "m" || name == "M" || name == "monthly") return {0, 1};
  if (name == "half-hour") return {1800, 0};
  if (name.ends_with("min")) {
    int minutes = 0;
    const auto digits = name.substr(0, name.size() - 3);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), minutes);
    if (error == std::errc() && end == digits.data() + digits.size() && minutes > 0 && minutes <= 1440 &&
        1440 % minutes == 0)
      return {minutes * 60, 0};
  }
  return {};
}

}  // namespace peakdesk::forecasting
