#include "planning/exports.h"

#include <cmath>
#include <cstdio>

#include "base/text.h"
#include "planning/report_words.h"
#include "staffing/roster_ical.h"

namespace peakdesk::planning {
namespace {

// Text that a spreadsheet takes as one cell and never as a formula.
std::string cell_of(const std::string& text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
  const std::string safe = formula ? "'" + text : text;
  if (safe.find_first_of(",\"\n\r") == std::string::npos) return safe;
  return "\"" + replace_all(safe, "\"", "\"\"") + "\"";
}

std::string cell_of(double value) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.6g", value);
  return buffer;
}

std::string moment_text(const RunResult& r, double seconds) {
  Instant start;
  parse_iso8601(r.start_date, start);
  return to_iso8601(start + milliseconds(std::int64_t(seconds * 1000))).substr(0, 16);
}

std::string hour_text(double hour) {
  const int minutes = int(std::lround(hour * 60)) % 1440;
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%02d:%02d", minutes / 60, minutes % 60);
  return buffer;
}

}  // namespace

std::string days_as_csv(const RunResult& r) {
  std::string csv =
      "date,forecast,low80,high80,low95,high95,last_year,orders,tickets,contacts,needed_hours,team_hours,short_hours,"
      "needed_at_peak\n";
  for (std::size_t d = 0; d < r.by_day.size(); ++d) {
    const PlanDay& day = r.by_day[d];
    csv += day.date;
    const bool known = d < r.season.mean.size();
    for (const auto* values : {&r.season.mean, &r.season.low80, &r.season.high80, &r.season.low95, &r.season.high95}) {
      csv += "," + (known ? cell_of((*values)[d] * r.volume_factor) : std::string());
    }
    csv += "," + (known && r.season.last_year[d] >= 0 ? cell_of(r.season.last_year[d]) : std::string());
    for (const double value : {day.orders, day.tickets, day.contacts, day.needed_hours, day.team_hours, day.short_hours,
                               double(day.needed_at_peak)}) {
      csv += "," + cell_of(value);
    }
    csv += "\n";
  }
  return csv;
}

std::string staffing_as_csv(const RunResult& r) {
  std::string csv = "start";
  for (const ChannelResult& channel : r.channels) {
    csv += "," + cell_of(channel.name + " contacts") + "," + cell_of(channel.name + " needed");
  }
  csv += ",needed,on_duty,short,one_more\n";
  for (std::size_t i = 0; i < r.needed.size(); ++i) {
    csv += moment_text(r, double(i) * r.interval_s);
    for (const ChannelResult& channel : r.channels) {
      csv += "," + cell_of(channel.contacts[i]) + "," + std::to_string(channel.needed[i]);
    }
    csv += "," + std::to_string(r.needed[i]) + "," + cell_of(r.on_duty[i]) + "," +
           cell_of(std::max(0.0, r.needed[i] - r.on_duty[i])) + "," + cell_of(r.one_more[i]) + "\n";
  }
  return csv;
}

std::string roster_as_csv(const Scenario& scenario, const RunResult& r) {
  std::string csv = "person,team,date,shift,start,end,paid_hours\n";
  if (!r.roster) return csv;
  for (const RosteredShift& given : r.roster->shifts) {
    const RosterPerson& person = r.roster->people[std::size_t(given.person)];
    const ScenarioShift& shift = r.shifts[std::size_t(given.shift)];
    csv += cell_of(person.name) + "," + cell_of(scenario.teams[std::size_t(person.team)].name) + "," +
           moment_text(r, 86400.0 * given.day).substr(0, 10) + "," + cell_of(shift.name) + "," +
           hour_text(shift.from_hour) + "," + hour_text(shift.from_hour + shift.hours) + "," +
           cell_of(shift.hours - shift.break_hours) + "\n";
  }
  return csv;
}

std::string roster_as_ical(const Scenario& scenario, const RunResult& r, const std::string& person,
                           const std::string& uid_prefix, const ShopClock& clock, Instant now) {
  std::vector<staffing::CalendarShift> shifts;
  if (!r.roster) return staffing::shifts_as_ical(scenario.name, shifts, now.ms / 1000, false);
  const ReportWords words(scenario.language);
  Instant start;
  parse_iso8601(r.start_date, start);
  const auto utc = [&](double hour, int day) {
    const std::int64_t wall = start.ms / 1000 + std::int64_t(day) * 86400 + std::llround(hour * 3600);
    return clock.instant_of(wall).ms / 1000;
  };
  for (const RosteredShift& given : r.roster->shifts) {
    const RosterPerson& who = r.roster->people[std::size_t(given.person)];
    if (!person.empty() && who.name != person) continue;
    const ScenarioShift& shift = r.shifts[std::size_t(given.shift)];
    staffing::CalendarShift entry;
    entry.uid = uid_prefix + "-" + std::to_string(given.person) + "-" + std::to_string(given.day) + "@peakdesk";
    entry.summary = person.empty() ? who.name + ": " + shift.name : shift.name;
    entry.start_s = utc(shift.from_hour, given.day);
    entry.end_s = utc(shift.from_hour + shift.hours, given.day);
    if (shift.break_hours > 0) {
      const double begins = shift.from_hour + shift.break_after_hours;
      entry.description =
          std::string(words(Word::Break)) + " " + hour_text(begins) + "–" + hour_text(begins + shift.break_hours);
    }
    shifts.push_back(std::move(entry));
  }
  return staffing::shifts_as_ical(scenario.name, shifts, now.ms / 1000, false);
}

}  // namespace peakdesk::planning
