#include <cmath>

#include "staffing/roster.h"

namespace peakdesk::staffing {
namespace {

std::string check_agent(const RosterAgent& agent, const RosterProblem& problem) {
  const std::string where = "Agent " + agent.name + ": ";
  if (agent.skills == 0 || agent.skills >> problem.streams.size() != 0)
    return where + "skills must name streams of the demand.";
  if (agent.rules >= problem.rules.size()) return where + "rules must be one of those given.";
  if (!(agent.wage >= 0) || !(agent.line_cost >= 0)) return where + "wage must be 0 or more.";
  for (const std::size_t p : agent.patterns) {
    if (p >= problem.patterns.size()) return where + "patterns must be among those given.";
  }
  if (!agent.shift_cost.empty() && agent.shift_cost.size() != problem.days * problem.shifts.size()) {
    return where + "shift costs must be given for each day and shift.";
  }
  return {};
}

}  // namespace

std::string check_roster(const RosterProblem& problem) {
  if (problem.days < 1 || problem.days > 62) return "days must lie between 1 and 62.";
  if (problem.intervals_per_day < 1 || problem.intervals_per_day > 288) return "a day must have 1 to 288 intervals.";
  if (!(problem.interval_hours > 0)) return "the interval must be longer than 0.";
  if (problem.streams.empty() || problem.streams.size() > kMostStreams) return "demand must name 1 to 6 streams.";
  if (problem.demand.size() != problem.streams.size()) return "demand must be given for each stream.";
  for (std::size_t s = 0; s < problem.streams.size(); ++s) {
    if (problem.demand[s].size() != problem.intervals()) {
      return "demand of " + problem.streams[s] + " has " + std::to_string(problem.demand[s].size()) + " numbers, but " +
             std::to_string(problem.intervals()) + " intervals are planned (days times intervals a day).";
    }
    for (std::size_t t = 0; t < problem.intervals(); ++t) {
      if (!(problem.demand[s][t] >= 0) || !(problem.demand[s][t] < 1e6)) {
        return "demand of " + problem.streams[s] + ", number " + std::to_string(t + 1) +
               ", must lie between 0 and 1000000.";
      }
    }
  }
  if (!(problem.under >= 0) || !(problem.over >= 0) || !std::isfinite(problem.under + problem.over)) {
    return "under and over must be costs of 0 or more.";
  }
  if (problem.shifts.empty() && problem.patterns.empty()) return "shifts or patterns must be given.";
  for (const ShiftTemplate& shift : problem.shifts) {
    if (shift.length < 1 || shift.start >= problem.intervals_per_day || shift.length > 2 * problem.intervals_per_day) {
      return "Shift " + shift.name + " must start within the day and last from one interval to two days.";
    }
    if (!(shift.hours >= 0) || shift.hours > 48)
      return "Shift " + shift.name + ": paid hours must lie between 0 and 48.";
  }
  for (const WeekPattern& pattern : problem.patterns) {
    for (std::size_t k = 0; k < pattern.intervals.size(); ++k) {
      if (pattern.intervals[k] >= problem.intervals() || (k > 0 && pattern.intervals[k] <= pattern.intervals[k - 1])) {
        return "Pattern " + pattern.name + " must list intervals of the horizon in ascending order.";
      }
    }
    if (!std::isfinite(pattern.cost)) return "Pattern " + pattern.name + ": cost must be a number.";
  }
  for (const WorkRules& rules : problem.rules) {
    for (const auto& [a, b] : rules.forbidden_sequences) {
      if (a >= problem.shifts.size() || b >= problem.shifts.size())
        return "a forbidden sequence names a shift that is not there.";
    }
  }
  if (problem.agents.size() > 100'000) return "there must be at most 100000 agents.";
  for (const RosterAgent& agent : problem.agents) {
    if (std::string wrong = check_agent(agent, problem); !wrong.empty()) return wrong;
  }
  return {};
}

}  // namespace peakdesk::staffing
