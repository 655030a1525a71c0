// Who works when over the season: the needs of a plan as weekly rosters, week after week, so that rest and days off
// hold across Sundays too. Owns the joining of scenario and roster; the search is staffing's.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/described.h"
#include "base/notice.h"
#include "planning/plan.h"

namespace peakdesk::planning {

/// One shift of one person. Minutes are of the wall clock; `end_minute` may lie beyond the day.
struct RosteredShift {
  int person = 0;  // index into people
  int day = 0;     // of the horizon
  int shift = 0;   // index into the scenario's shifts
};
BOOST_DESCRIBE_STRUCT(RosteredShift, (), (person, day, shift))

struct RosterPerson {
  std::string name;
  int team = 0;
  double hours = 0;  // paid, over the horizon
};
BOOST_DESCRIBE_STRUCT(RosterPerson, (), (name, team, hours))

struct SeasonRoster {
  std::vector<RosterPerson> people;
  std::vector<RosteredShift> shifts;
  std::vector<std::vector<int>> on_duty;  // [team][interval], breaks taken out
  double cost = 0, bound = 0;             // no roster of these weeks costs less than the bound
  double short_hours = 0;                 // agent hours that nobody covers
  std::vector<Notice> shortages;          // why, most telling first; the param `week` when there are several
  std::size_t weeks = 0;                  // solved; fewer than asked for when it was ended early
};
BOOST_DESCRIBE_STRUCT(SeasonRoster, (), (people, shifts, on_duty, cost, bound, short_hours, shortages, weeks))

struct SeasonRosterOptions {
  double seconds = 20;  // for all weeks together
  std::uint64_t seed = 1;
  std::function<double()> elapsed_s;  // since any fixed moment, monotone
  /// Hears weeks done and in all; false ends with what is there.
  std::function<bool(double done, double all)> progress;
};

/// Empty when the scenario has no shifts or nobody to put on them.
SeasonRoster roster_season(const Scenario& scenario, const Plan& plan, const SeasonRosterOptions& options);

/// The scenario with this roster as its teams' hours at the desk.
Scenario with_roster(Scenario scenario, const SeasonRoster& roster);

/// One sentence when the roster cannot be meant (more than 6 channels ...), or empty.
std::string why_no_roster(const Scenario& scenario);

}  // namespace peakdesk::planning
