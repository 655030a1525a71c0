// From a scenario to a plan: who is needed when, what the team lacks, where the hours come from at least cost, what
// that buys, and how the season then goes when it is rehearsed. Owns the joining; the mathematics is staffing's and
// simulation's.
#pragma once
#include <string>
#include <vector>

#include "planning/scenario.h"
#include "simulation/rehearsal.h"
#include "staffing/mix.h"

namespace peakdesk::planning {

struct PlanDay {
  std::string date;
  int weekday = 0;                                                           // 0 Monday
  double orders = 0, tickets = 0, contacts = 0;                              // contacts: what is left after the levers
  double needed_hours = 0, team_hours = 0, short_hours = 0, idle_hours = 0;  // at the desk
  int needed_at_peak = 0;                                                    // agents at once
};

/// What the promise costs at another target: a point of the curve a person chooses from.
struct PlanPoint {
  double target = 0;  // share within the promise, for calls and chats
  double needed_hours = 0;
  double people = 0;      // full-time, shrinkage included, for the week that needs most
  double extra_cost = 0;  // overtime, temps, provider
  double missing_hours = 0;
};

struct Plan {
  std::vector<std::vector<double>> contacts;  // [channel][interval], after levers
  std::vector<std::vector<int>> needed;       // [channel][interval], agents at the desk
  std::vector<int> needed_in_all;             // [interval]
  std::vector<double> on_duty;                // [interval], of all teams
  std::vector<double> one_more;               // [interval]: calls more within the promise with one more agent
  std::vector<PlanDay> days;
  staffing::Mix mix;  // by week
  std::vector<PlanPoint> curve;
  simulation::Rehearsal rehearsal;  // of the team as it stands
  double overstaffing_cost = 0;     // paid hours with nothing to do, mean of the rehearsal
  double understaffing_cost = 0;    // lost sales, mean of the rehearsal
  double lever_cost = 0;
  std::vector<double>
      downtime_per_minute;  // [interval], when nothing can be ordered; empty without orders and sale_value
};

/// Everything but the rehearsal: fast enough to answer while somebody turns a knob. `seconds` bounds the search for the
/// mix of help.
Plan plan_needs(const Scenario& scenario, double seconds);
/// Rehearses the team as it stands in the scenario and adds what that says of costs.
void add_rehearsal(const Scenario& scenario, const simulation::RehearsalOptions& options, Plan& plan);
/// Both.
Plan make_plan(const Scenario& scenario, const simulation::RehearsalOptions& options);

/// The plan as one self-contained page (no script, nothing loaded), in the scenario's language, made to be printed.
std::string plan_as_html(const Scenario& scenario, const Plan& plan);
/// The essence for the terminal.
std::string plan_as_text(const Scenario& scenario, const Plan& plan);

}  // namespace peakdesk::planning
