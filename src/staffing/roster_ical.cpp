#include "staffing/roster_ical.h"

#include <cmath>

#include "base/clock.h"

namespace peakdesk::staffing {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

// RFC 5545 3.3.11: backslash, semicolon, comma and line ends.
std::string ical_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
    }
  }
  return out;
}

// RFC 5545 3.1: lines of at most 75 octets, never cut inside a UTF-8 character.
void add_line(std::string& out, std::string_view line) {
  constexpr std::size_t kMost = 75;
  bool first = true;
  while (!line.empty()) {
    std::size_t take = std::min(line.size(), first ? kMost : kMost - 1);
    while (take < line.size() && take > 0 && (static_cast<unsigned char>(line[take]) & 0xC0) == 0x80) --take;
    if (!first) out += ' ';
    out += line.substr(0, take);
    out += "\r\n";
    line.remove_prefix(take);
    first = false;
  }
}

// "20261127T070000"
std::string ical_moment(std::int64_t seconds) {
  std::string out;
  for (const char c : to_iso8601(Instant{seconds * 1000}).substr(0, 19)) {
    if (c != '-' && c != ':') out += c;
  }
  return out;
}

}  // namespace

std::string shifts_as_ical(std::string_view calendar_name, const std::vector<CalendarShift>& shifts,
                           std::int64_t stamp_s, bool floating) {
  const std::string zone = floating ? "" : "Z";
  std::string out;
  add_line(out, "BEGIN:VCALENDAR");
  add_line(out, "VERSION:2.0");
  add_line(out, "PRODID:-//Peakdesk//Roster//EN");
  add_line(out, "CALSCALE:GREGORIAN");
  add_line(out, "METHOD:PUBLISH");
  add_line(out, "X-WR-CALNAME:" + ical_text(calendar_name));
  for (const CalendarShift& shift : shifts) {
    add_line(out, "BEGIN:VEVENT");
    add_line(out, "UID:" + ical_text(shift.uid));
    add_line(out, "DTSTAMP:" + ical_moment(stamp_s) + "Z");
    add_line(out, "DTSTART:" + ical_moment(shift.start_s) + zone);
    add_line(out, "DTEND:" + ical_moment(shift.end_s) + zone);
    add_line(out, "SUMMARY:" + ical_text(shift.summary));
    if (!shift.description.empty()) add_line(out, "DESCRIPTION:" + ical_text(shift.description));
    add_line(out, "TRANSP:OPAQUE");
    add_line(out, "END:VEVENT");
  }
  add_line(out, "END:VCALENDAR");
  return out;
}

std::string roster_as_ical(const RosterProblem& problem, const Roster& roster, std::int64_t first_day,
                           std::int64_t stamp_s) {
  std::vector<CalendarShift> shifts;
  const auto moment = [&](double interval) {
    return first_day * kDaySeconds + std::llround(interval * problem.interval_hours * 3600);
  };
  const auto add = [&](std::size_t agent, const std::string& what, double from, double to) {
    const std::string& name = problem.agents[agent].name;
    shifts.push_back({ical_moment(moment(from)) + "-" + std::to_string(agent + 1) + "@roster.peakdesk",
                      what.empty() ? name : name + ": " + what, "", moment(from), moment(to)});
  };
  for (std::size_t a = 0; a < roster.lines.size(); ++a) {
    const RosterLine& line = roster.lines[a];
    for (std::size_t day = 0; day < line.shift_of_day.size(); ++day) {
      if (line.shift_of_day[day] < 0) continue;
      const ShiftTemplate& shift = problem.shifts[std::size_t(line.shift_of_day[day])];
      const double from = double(day * problem.intervals_per_day + shift.start);
      add(a, shift.name, from, from + double(shift.length));
    }
    if (!line.shift_of_day.empty()) continue;
    for (std::size_t i = 0; i < line.intervals.size();) {
      std::size_t last = i;
      while (last + 1 < line.intervals.size() && line.intervals[last + 1] == line.intervals[last] + 1) ++last;
      add(a, line.pattern >= 0 ? problem.patterns[std::size_t(line.pattern)].name : "", double(line.intervals[i]),
          double(line.intervals[last] + 1));
      i = last + 1;
    }
  }
  return shifts_as_ical("Roster", shifts, stamp_s, true);
}

}  // namespace peakdesk::staffing
