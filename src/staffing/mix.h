// Where the hours come from when the team's own do not suffice: overtime up to its cap, temporary people who need weeks
// to become useful and are hired for a minimum time, an outside provider with a minimum volume. Least cost for the
// hours required, week by week; hours nobody gives are bought at a price that says what missing them costs.
#pragma once
#include <cstddef>
#include <vector>

namespace peakdesk::staffing {

struct MixProblem {
  std::vector<double> required_hours;  // trained work at the desk, per week
  std::vector<double> regular_hours;   // what the team gives without overtime, per week, after shrinkage
  double wage = 0;                     // per hour of the team
  std::vector<double> overtime_cap;    // hours per week
  double overtime_factor = 1.5;
  double temp_wage = 0;            // per hour; 0 = none to be had
  double temp_hours_per_week = 0;  // at the desk, after shrinkage
  double temp_paid_hours_per_week = 0;
  int temp_min_weeks = 4;
  int temps_at_most = 0;
  std::vector<double> temp_ramp = {1.0};  // pace in their first, second ... week; the last stays
  double outsourced_price = 0;            // per hour; 0 = none
  double outsourced_min_hours = 0;        // per week in which any is bought
  double outsourced_max_hours = 0;
  double missing_cost = 1e6;  // per hour that nobody gives
};

struct MixWeek {
  double regular = 0, overtime = 0, temps = 0, outsourced = 0, missing = 0;  // hours of trained work
  int temps_on_board = 0, temps_hired = 0;
};

struct Mix {
  std::vector<MixWeek> weeks;
  double overtime_cost = 0, temp_cost = 0, outsourced_cost = 0;
  double regular_cost = 0;  // of the team's hours that are there anyway
  double extra_cost() const { return overtime_cost + temp_cost + outsourced_cost; }
  double missing_hours = 0;
  bool proven = false;  // no mix costs less
};

/// `seconds` bounds the search (CBC).
Mix cheapest_mix(const MixProblem& problem, double seconds);

}  // namespace peakdesk::staffing
