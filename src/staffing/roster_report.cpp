#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstdio>

#include "base/text.h"
#include "staffing/roster_json.h"

namespace peakdesk::staffing {
namespace {

std::string print(const char* format, auto... values) {
  char buffer[256];
  std::snprintf(buffer, sizeof buffer, format, values...);
  return buffer;
}

std::string time_of_day(const RosterProblem& problem, std::size_t interval) {
  const int minutes = int(std::lround(double(interval) * problem.interval_hours * 60)) % 1440;
  return print("%02d:%02d", minutes / 60, minutes % 60);
}

// Text that a spreadsheet takes as one cell and never as a formula.
std::string csv_cell(const std::string& text) {
  const std::string safe =
      !text.empty() && std::string_view("=+-@\t").find(text[0]) != std::string_view::npos ? "'" + text : text;
  if (safe.find_first_of(",\"\n\r") == std::string::npos) return safe;
  return "\"" + replace_all(safe, "\"", "\"\"") + "\"";
}

double hours_of(const RosterProblem& problem, const RosterLine& line) {
  double hours = 0;
  for (const int shift : line.shift_of_day) hours += shift < 0 ? 0 : problem.shifts[std::size_t(shift)].hours;
  return line.shift_of_day.empty() ? double(line.intervals.size()) * problem.interval_hours : hours;
}

}  // namespace

std::string roster_as_json(const RosterProblem& problem, const Roster& roster) {
  namespace json = boost::json;
  json::array agents;
  for (std::size_t a = 0; a < roster.lines.size(); ++a) {
    const RosterLine& line = roster.lines[a];
    json::object agent{{"name", problem.agents[a].name}, {"hours", hours_of(problem, line)}, {"cost", line.cost}};
    if (line.pattern >= 0) agent["pattern"] = problem.patterns[std::size_t(line.pattern)].name;
    if (!line.shift_of_day.empty()) {
      json::array days;
      for (const int shift : line.shift_of_day) {
        days.push_back(shift < 0 ? json::value() : json::value(problem.shifts[std::size_t(shift)].name));
      }
      agent["shifts"] = std::move(days);
    }
    agents.push_back(std::move(agent));
  }
  json::array shortage(roster.short_of.begin(), roster.short_of.end());
  return json::serialize(json::object{{"cost", roster.cost},
                                      {"bound", roster.bound},
                                      {"gap", roster.gap()},
                                      {"proven", roster.proven},
                                      {"under", roster.under},
                                      {"over", roster.over},
                                      {"agents", std::move(agents)},
                                      {"short_by_interval", std::move(shortage)}}) +
         "\n";
}

std::string roster_as_csv(const RosterProblem& problem, const Roster& roster) {
  const bool patterns = !problem.patterns.empty();
  std::string text = patterns ? "agent,pattern\n" : "agent,day,shift,start,end\n";
  for (std::size_t a = 0; a < roster.lines.size(); ++a) {
    const RosterLine& line = roster.lines[a];
    if (line.pattern >= 0) {
      text +=
          csv_cell(problem.agents[a].name) + "," + csv_cell(problem.patterns[std::size_t(line.pattern)].name) + "\n";
    }
    for (std::size_t day = 0; day < line.shift_of_day.size(); ++day) {
      if (line.shift_of_day[day] < 0) continue;
      const ShiftTemplate& shift = problem.shifts[std::size_t(line.shift_of_day[day])];
      text += csv_cell(problem.agents[a].name) + "," + std::to_string(day + 1) + "," + csv_cell(shift.name) + "," +
              time_of_day(problem, shift.start) + "," + time_of_day(problem, shift.start + shift.length) + "\n";
    }
  }
  return text;
}

std::string roster_as_table(const RosterProblem& problem, const Roster& roster) {
  std::string text = print("cost %.6g, no roster costs less than %.6g (gap %.2f %%%s)\n", roster.cost, roster.bound,
                           100 * roster.gap(), roster.proven ? ", proven best" : "");
  text +=
      print("short %.6g and idle %.6g agent intervals of %.4g h\n", roster.under, roster.over, problem.interval_hours);
  std::size_t width = 5;
  for (const RosterAgent& agent : problem.agents)
    width = std::max(width, std::min<std::size_t>(32, length(agent.name)));
  std::size_t cell = 3;
  for (const ShiftTemplate& shift : problem.shifts)
    cell = std::max(cell, std::min<std::size_t>(12, length(shift.name)));
  const auto pad = [](std::string value, std::size_t to) {
    value = truncate(value, to);
    const std::size_t have = length(value);
    return value + std::string(have < to ? to - have : 0, ' ');
  };
  for (std::size_t a = 0; a < roster.lines.size(); ++a) {
    const RosterLine& line = roster.lines[a];
    text += pad(problem.agents[a].name, width) + print("  %5.1f h ", hours_of(problem, line));
    if (line.pattern >= 0) text += " " + problem.patterns[std::size_t(line.pattern)].name;
    if (line.pattern < 0 && line.shift_of_day.empty()) text += " off";
    for (const int shift : line.shift_of_day) {
      text += " " + pad(shift < 0 ? std::string("-") : problem.shifts[std::size_t(shift)].name, cell);
    }
    while (text.back() == ' ') text.pop_back();
    text += "\n";
  }
  for (std::size_t t = 0; t < roster.short_of.size(); ++t) {
    if (roster.short_of[t] < 1e-6) continue;
    text += print("short on day %zu, %s: %.4g\n", t / problem.intervals_per_day + 1,
                  time_of_day(problem, t % problem.intervals_per_day).c_str(), roster.short_of[t]);
  }
  return text;
}

}  // namespace peakdesk::staffing
