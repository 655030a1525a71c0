#include "planning/season_roster.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "staffing/roster.h"

namespace peakdesk::planning {
namespace {

constexpr std::size_t kMostPeople = 2000;
constexpr double kNever = std::numeric_limits<double>::infinity();

// What each person brings from the weeks before into the next one.
struct Carried {
  double last_end_hour = -1000;  // of the last shift, hours since the start of the horizon
};

std::vector<RosterPerson> people_of(const Scenario& scenario) {
  std::vector<RosterPerson> people;
  for (std::size_t t = 0; t < scenario.teams.size(); ++t) {
    const ScenarioTeam& team = scenario.teams[t];
    const auto count = std::max(std::size_t(std::max(0, team.agents)), team.people.size());
    for (std::size_t p = 0; p < count; ++p) {
      people.push_back({p < team.people.size() ? team.people[p] : team.name + " " + std::to_string(p + 1), int(t), 0});
    }
  }
  return people;
}

std::vector<staffing::ShiftTemplate> shifts_of(const Scenario& scenario) {
  std::vector<staffing::ShiftTemplate> shifts;
  const double per_hour = 3600 / scenario.interval_s;
  const auto intervals = [&](double hours) { return std::size_t(std::lround(hours * per_hour)); };
  for (const ScenarioShift& shift : scenario.shifts) {
    staffing::ShiftTemplate made;
    made.name = shift.name;
    made.start = intervals(shift.from_hour);
    made.length = intervals(shift.hours);
    for (std::size_t b = 0; b < intervals(shift.break_hours); ++b) {
      made.breaks.push_back(intervals(shift.break_after_hours) + b);
    }
    made.hours = shift.hours - shift.break_hours;
    shifts.push_back(std::move(made));
  }
  return shifts;
}

staffing::RosterProblem problem_of(const Scenario& scenario, const Plan& plan,
                                   const std::vector<RosterPerson>& people) {
  staffing::RosterProblem problem;
  problem.intervals_per_day = scenario.intervals_per_day();
  problem.interval_hours = scenario.interval_s / 3600;
  problem.shifts = shifts_of(scenario);
  problem.streams.clear();
  for (const ScenarioChannel& channel : scenario.channels) problem.streams.push_back(channel.name);
  problem.demand.assign(plan.needed.size(), {});
  problem.rules = {{0,
                    scenario.work.max_hours_per_week,
                    0,
                    std::size_t(scenario.work.max_days_per_week),
                    scenario.work.min_rest_hours,
                    {}}};
  for (const RosterPerson& person : people) {
    const ScenarioTeam& team = scenario.teams[std::size_t(person.team)];
    staffing::RosterAgent agent;
    agent.name = person.name;
    agent.skills = 0;
    for (const std::size_t channel : team.channels) agent.skills |= 1u << channel;
    problem.agents.push_back(std::move(agent));
  }
  return problem;
}

// People who will be away without notice are missing from what the roster says: ask for more.
double presence_of(const Scenario& scenario, std::size_t channel) {
  double agents = 0, there = 0;
  for (const ScenarioTeam& team : scenario.teams) {
    if (std::find(team.channels.begin(), team.channels.end(), channel) == team.channels.end()) continue;
    agents += team.agents;
    there += team.agents * (1 - team.absence_share) * team.pace;
  }
  return agents > 0 && there > 0 ? there / agents : 1;
}

void set_week(const Scenario& scenario, const Plan& plan, std::size_t first_day, std::size_t days,
              const std::vector<RosterPerson>& people, const std::vector<Carried>& carried,
              staffing::RosterProblem& problem) {
  const std::size_t per_day = scenario.intervals_per_day();
  problem.days = days;
  for (std::size_t c = 0; c < plan.needed.size(); ++c) {
    const double presence = presence_of(scenario, c);
    problem.demand[c].clear();
    for (std::size_t i = first_day * per_day; i < (first_day + days) * per_day; ++i) {
      problem.demand[c].push_back(plan.needed[c][i] / presence);
    }
  }
  for (std::size_t p = 0; p < people.size(); ++p) {
    const ScenarioTeam& team = scenario.teams[std::size_t(people[p].team)];
    std::vector<double>& cost = problem.agents[p].shift_cost;
    cost.assign(days * problem.shifts.size(), 0);
    for (std::size_t d = 0; d < days; ++d) {
      const int day = int(first_day + d), weekday = (scenario.start_weekday + day) % 7;
      bool off = !team.weekdays.empty() &&
                 std::find(team.weekdays.begin(), team.weekdays.end(), weekday) == team.weekdays.end();
      for (const ScenarioOff& leave : scenario.off) {
        off = off || (leave.person == people[p].name && day >= leave.from_day && day <= leave.to_day);
      }
      for (std::size_t s = 0; s < problem.shifts.size(); ++s) {
        const double begins = 24.0 * day + scenario.shifts[s].from_hour;
        if (off || begins < carried[p].last_end_hour + scenario.work.min_rest_hours - 1e-9) {
          cost[d * problem.shifts.size() + s] = kNever;
        }
      }
    }
  }
}

void take_week(const Scenario& scenario, const staffing::RosterProblem& problem, const staffing::Roster& solved,
               std::size_t first_day, SeasonRoster& roster, std::vector<Carried>& carried) {
  const std::size_t per_day = scenario.intervals_per_day();
  for (std::size_t p = 0; p < solved.lines.size(); ++p) {
    const staffing::RosterLine& line = solved.lines[p];
    for (std::size_t d = 0; d < line.shift_of_day.size(); ++d) {
      const int shift = line.shift_of_day[d];
      if (shift < 0) continue;
      const ScenarioShift& given = scenario.shifts[std::size_t(shift)];
      roster.shifts.push_back({int(p), int(first_day + d), shift});
      roster.people[p].hours += given.hours - given.break_hours;
      carried[p].last_end_hour = 24.0 * double(first_day + d) + given.from_hour + given.hours;
    }
    std::vector<int>& on_duty = roster.on_duty[std::size_t(roster.people[p].team)];
    for (const std::size_t i : line.intervals) {
      if (const std::size_t at = first_day * per_day + i; at < on_duty.size()) ++on_duty[at];
    }
  }
  roster.cost += solved.cost;
  roster.bound += solved.bound;
  for (const double agents : solved.short_of) roster.short_hours += agents * problem.interval_hours;
}

}  // namespace

std::string why_no_roster(const Scenario& scenario) {
  if (scenario.shifts.empty()) return "";
  if (scenario.channels.size() > staffing::kMostStreams) {
    return "A roster knows at most " + std::to_string(staffing::kMostStreams) + " channels.";
  }
  if (people_of(scenario).size() > kMostPeople) {
    return "A roster takes at most " + std::to_string(kMostPeople) + " people.";
  }
  return "";
}

SeasonRoster roster_season(const Scenario& scenario, const Plan& plan, const SeasonRosterOptions& options) {
  SeasonRoster roster;
  roster.people = people_of(scenario);
  if (scenario.shifts.empty() || roster.people.empty() || !why_no_roster(scenario).empty()) return SeasonRoster();
  roster.on_duty.assign(scenario.teams.size(), std::vector<int>(scenario.intervals(), 0));
  staffing::RosterProblem problem = problem_of(scenario, plan, roster.people);
  std::vector<Carried> carried(roster.people.size());
  const std::size_t weeks = (scenario.days + 6) / 7;
  const double start = options.elapsed_s();
  std::set<std::string> told;
  for (std::size_t w = 0; w < weeks; ++w) {
    const std::size_t first_day = 7 * w, days = std::min<std::size_t>(7, scenario.days - first_day);
    set_week(scenario, plan, first_day, days, roster.people, carried, problem);
    if (const std::string wrong = staffing::check_roster(problem); !wrong.empty()) {
      roster.shortages.push_back({"roster_wrong", {{"problem", wrong}}, wrong});
      break;
    }
    staffing::RosterOptions search;
    const double began = options.elapsed_s();
    search.seconds = std::max(0.5, (options.seconds - (began - start)) / double(weeks - w));
    search.seed = options.seed + w;
    search.elapsed_s = [&] { return options.elapsed_s() - began; };
    bool go_on = true;
    search.progress = [&](double, double) {
      const double share = std::min(1.0, (options.elapsed_s() - began) / search.seconds);
      go_on = go_on && (!options.progress || options.progress(double(w) + share, double(weeks)));
      return go_on;
    };
    const staffing::Roster solved = staffing::solve_roster(problem, search);
    take_week(scenario, problem, solved, first_day, roster, carried);
    roster.weeks = w + 1;
    if (solved.under > 1e-6) {
      for (const staffing::Shortage& shortage : staffing::shortages_of(problem)) {
        Notice notice = shortage.notice;
        if (weeks > 1) {
          notice.params["week"] = std::to_string(w + 1);
          notice.text = "Week " + notice.params["week"] + ": " + notice.text;
        }
        if (roster.shortages.size() < 20 && told.insert(notice.text).second) roster.shortages.push_back(notice);
      }
    }
    if (!go_on) break;
  }
  return roster;
}

Scenario with_roster(Scenario scenario, const SeasonRoster& roster) {
  for (std::size_t t = 0; t < scenario.teams.size() && t < roster.on_duty.size(); ++t) {
    scenario.teams[t].on_duty = roster.on_duty[t];
  }
  return scenario;
}

}  // namespace peakdesk::planning
