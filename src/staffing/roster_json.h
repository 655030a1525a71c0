// The roster's text: a JSON problem in, the answer out as a table, JSON or CSV. Two shapes are read: ours, and that of
// pyworkforce's rostering files (num_days, resources, shifts, required_resources ...), in which a need is a number of
// people per shift and day.
//
// Ours: {"interval_minutes": 30, "days": 7, "under": 3, "over": 0.2,
//   "demand": [336 numbers] or {"phone": [...], "chat fr": [...]}                  agents needed per interval; at most
//   6 streams "patterns": [{"name": "early", "intervals": [12, 13 ...] or "on": "0011..", "cost": 0}]        whole
//   weeks, or instead: "shifts": [{"name": "early", "start": "07:00", "hours": 8.5, "paid_hours": 8, "breaks":
//   [{"after_minutes": 240, "minutes": 30}]}], "rules": {"min_hours": 0, "max_hours": 40, "min_days": 0, "max_days": 5,
//   "min_rest_hours": 11, "forbidden": [["late", "early"]]}, "agents": 30 or [{"name": "A", "count": 1, "skills":
//   ["phone"], "wage": 20, "patterns": ["early"], "must_work": false,
//               "max_hours": 24 (and the other rules of one's own), "unavailable": [{"day": 0, "shift": "late"}]
//               (either may be left out), "wishes": [{"day": 0, "shift": "early", "weight": 1}]}]}
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "staffing/roster.h"

namespace peakdesk::staffing {

/// Nothing, and `problem` a sentence that names the field, when the text cannot be meant.
std::optional<RosterProblem> read_roster(std::string_view json, std::string& problem);

std::string roster_as_json(const RosterProblem& problem, const Roster& roster);
/// agent,day,shift,start,end for shifts; agent,pattern for patterns.
std::string roster_as_csv(const RosterProblem& problem, const Roster& roster);
/// For the terminal: cost, bound and gap, coverage, who works when, where it is short.
std::string roster_as_table(const RosterProblem& problem, const Roster& roster);

}  // namespace peakdesk::staffing
