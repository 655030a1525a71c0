// From a requirement per interval to who works when. Each agent gets one line for the horizon: a pattern from a list,
// or shifts day by day under the rules of work. Owns the problem, its answer, the search and the bound; text comes in
// through roster_json.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/notice.h"

namespace peakdesk::staffing {

inline constexpr std::size_t kMostStreams = 6;

/// A shift as the day knows it. Breaks are not worked and not covered.
struct ShiftTemplate {
  std::string name;
  std::size_t start = 0;            // interval of the day
  std::size_t length = 0;           // intervals, breaks included; may reach into the next day
  std::vector<std::size_t> breaks;  // intervals from the start that are off
  double hours = 0;                 // paid
};

/// What a legal week is. Defaults allow everything.
struct WorkRules {
  double min_hours = 0, max_hours = 1e9;
  std::size_t min_days = 0, max_days = 1000;
  double min_rest_hours = 0;  // between the end of a shift and the start of the next day's
  std::vector<std::pair<std::size_t, std::size_t>> forbidden_sequences;  // shift, and shift on the day after
};

/// A line given as such: intervals of the horizon that are worked.
struct WeekPattern {
  std::string name;
  std::vector<std::size_t> intervals;  // ascending
  double cost = 0;
};

struct RosterAgent {
  std::string name;
  std::uint32_t skills = 1;           // bit s: can serve stream s
  std::size_t rules = 0;              // which WorkRules
  double wage = 0;                    // cost per paid hour, shifts only (patterns carry their cost)
  double line_cost = 0;               // once, when the agent works at all
  bool must_work = false;             // patterns: may not stay without one
  std::vector<std::size_t> patterns;  // allowed ones; empty = all
  /// [day * shifts + shift]: cost of giving this shift (negative = wanted), infinity = never. Empty = all free.
  std::vector<double> shift_cost;
};

struct RosterProblem {
  std::size_t days = 7, intervals_per_day = 48;
  double interval_hours = 0.5;
  std::vector<std::string> streams = {"all"};  // skill, language, channel: what an agent must have to count
  std::vector<std::vector<double>> demand;     // [stream][interval], agents
  double under = 3, over = 0.2;                // cost of one agent too few or too many for one interval
  std::vector<ShiftTemplate> shifts;
  std::vector<WorkRules> rules = {WorkRules{}};
  std::vector<WeekPattern> patterns;  // when there are any, agents take these instead of shifts
  std::vector<RosterAgent> agents;
  std::size_t intervals() const { return days * intervals_per_day; }
};

/// One sentence naming what is wrong with the problem, or empty.
std::string check_roster(const RosterProblem& problem);

/// One agent's answer. Empty `intervals` = does not work.
struct RosterLine {
  std::vector<std::size_t> intervals;  // worked, ascending
  std::vector<int> shift_of_day;       // -1 = off; shifts only
  int pattern = -1;
  double cost = 0;  // wage and preferences
};

struct Roster {
  std::vector<RosterLine> lines;  // [agent]
  double cost = 0;                // lines, under- and overstaffing
  double bound = 0;               // no roster costs less; honest, may be far
  double under = 0, over = 0;     // agent intervals
  std::vector<double> short_of;   // [interval] agents short, over the streams together
  bool proven = false;            // cost equals the bound
  double gap() const { return cost > 0 ? (cost - bound) / cost : 0; }
};

struct RosterOptions {
  double seconds = 30;
  std::uint64_t seed = 1;
  /// Seconds since the start, monotone; passed in because this room has no clock.
  std::function<double()> elapsed_s;
  /// Hears best cost and bound now and then; false ends with the best so far.
  std::function<bool(double cost, double bound)> progress;
};

/// The best roster found in the time given, with a lower bound. The problem must pass check_roster.
Roster solve_roster(const RosterProblem& problem, const RosterOptions& options);

/// Why no roster covers the demand, most telling first; empty when nothing forbids it. `agents_short` is a lower bound.
struct Shortage {
  std::string constraint;  // "interval", "day", "hours", "together"
  std::string stream;      // skills concerned, joined by " or "
  std::size_t interval = 0, day = 0;
  double needed = 0, available = 0;  // agents, or hours
  double agents_short = 0;
  Notice notice;
};
std::vector<Shortage> shortages_of(const RosterProblem& problem);

}  // namespace peakdesk::staffing
