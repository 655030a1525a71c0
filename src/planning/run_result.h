// What a computation of a scenario leaves behind: the numbers the screens draw and the exports are made from, small
// enough to keep. Owns the stored shape and the way from and back to a plan.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/described.h"
#include "base/notice.h"
#include "planning/plan.h"
#include "planning/season_roster.h"

namespace peakdesk::simulation {
BOOST_DESCRIBE_STRUCT(Spread, (), (mean, p10, p50, p90, error))
}
namespace peakdesk::staffing {
BOOST_DESCRIBE_STRUCT(MixWeek, (), (regular, overtime, temps, outsourced, missing, temps_on_board, temps_hired))
BOOST_DESCRIBE_STRUCT(Mix, (), (weeks, overtime_cost, temp_cost, outsourced_cost, regular_cost, missing_hours, proven))
}  // namespace peakdesk::staffing

namespace peakdesk::planning {

BOOST_DESCRIBE_ENUM(ChannelKind, Call, Chat, Mail)
BOOST_DESCRIBE_STRUCT(PlanDay, (),
                      (date, weekday, orders, tickets, contacts, needed_hours, team_hours, short_hours, idle_hours,
                       needed_at_peak))
BOOST_DESCRIBE_STRUCT(PlanPoint, (), (target, needed_hours, people, extra_cost, missing_hours))
BOOST_DESCRIBE_STRUCT(ScenarioShift, (), (name, from_hour, hours, break_after_hours, break_hours))

struct ChannelTotal {
  double arrived = 0, service_level = 0, service_level_p10 = 0, service_level_p90 = 0, abandoned_share = 0;
  double mean_wait_s = 0, wait_p90_s = 0, backlog = 0, breach_probability = 0;
};
BOOST_DESCRIBE_STRUCT(ChannelTotal, (),
                      (arrived, service_level, service_level_p10, service_level_p90, abandoned_share, mean_wait_s,
                       wait_p90_s, backlog, breach_probability))

/// Lists are by interval; those of the rehearsal are empty until there was one.
struct ChannelResult {
  std::string name;
  ChannelKind kind = ChannelKind::Call;
  double target = 0, promise_s = 0;
  std::vector<double> contacts;
  std::vector<int> needed;
  std::vector<double> arrived, breach, service_level, service_level_p10, mean_wait_s, wait_p90_s, abandoned, backlog,
      backlog_p90;
  ChannelTotal total;
};
BOOST_DESCRIBE_STRUCT(ChannelResult, (),
                      (name, kind, target, promise_s, contacts, needed, arrived, breach, service_level,
                       service_level_p10, mean_wait_s, wait_p90_s, abandoned, backlog, backlog_p90, total))

struct TeamResult {
  std::string name;
  double occupancy = 0, overtime_hours = 0, on_duty = 0;
};
BOOST_DESCRIBE_STRUCT(TeamResult, (), (name, occupancy, overtime_hours, on_duty))

struct RehearsalResult {
  std::size_t runs = 0;
  std::vector<TeamResult> teams;
  simulation::Spread wages, lost_sales;
};
BOOST_DESCRIBE_STRUCT(RehearsalResult, (), (runs, teams, wages, lost_sales))

struct ChannelSummary {
  std::string name;
  double target = 0, service_level = 0, abandoned_share = 0, mean_wait_s = 0;
};
BOOST_DESCRIBE_STRUCT(ChannelSummary, (), (name, target, service_level, abandoned_share, mean_wait_s))

/// What scenarios are compared by. Money in major units, hours at the desk.
struct RunSummary {
  double orders = 0, tickets = 0, contacts = 0;
  double needed_hours = 0, team_hours = 0, short_hours = 0, idle_hours = 0;
  int needed_at_peak = 0;
  std::string peak_date;
  double people = 0;  // full-time, shrinkage included, for the week that needs most
  double overtime_hours = 0, temp_hours = 0, outsourced_hours = 0, missing_hours = 0;
  double extra_cost = 0, lever_cost = 0;
  std::size_t runs = 0;  // of the rehearsal; 0: none, and what follows says nothing
  double wages = 0, lost_sales = 0, idle_cost = 0;
  std::size_t breached_intervals = 0;  // those that break a promise in more than half of the runs
  std::vector<ChannelSummary> channels;
};
BOOST_DESCRIBE_STRUCT(RunSummary, (),
                      (orders, tickets, contacts, needed_hours, team_hours, short_hours, idle_hours, needed_at_peak,
                       peak_date, people, overtime_hours, temp_hours, outsourced_hours, missing_hours, extra_cost,
                       lever_cost, runs, wages, lost_sales, idle_cost, breached_intervals, channels))

struct RunResult {
  std::string currency, start_date;
  std::size_t days = 0;
  double interval_s = 1800;
  std::string history;
  bool history_of_orders = false;
  double volume_factor = 1;
  SeasonForecast season;  // of the history, before factors; empty without one
  std::vector<PlanDay> by_day;
  std::vector<ChannelResult> channels;
  std::vector<int> needed;                                     // by interval, all channels
  std::vector<double> on_duty, one_more, downtime_per_minute;  // by interval
  staffing::Mix mix;
  std::vector<PlanPoint> curve;
  RehearsalResult rehearsal;
  double overstaffing_cost = 0, understaffing_cost = 0, lever_cost = 0;
  std::optional<SeasonRoster> roster;
  std::vector<ScenarioShift> shifts;
  std::vector<Notice> notes;
  RunSummary summary;
};
BOOST_DESCRIBE_STRUCT(RunResult, (),
                      (currency, start_date, days, interval_s, history, history_of_orders, volume_factor, season,
                       by_day, channels, needed, on_duty, one_more, downtime_per_minute, mix, curve, rehearsal,
                       overstaffing_cost, understaffing_cost, lever_cost, roster, shifts, notes, summary))

/// Numbers rounded to what they are worth (5 digits).
RunResult result_of(const Scenario& scenario, const Plan& plan, std::optional<SeasonRoster> roster);
/// The plan again, as far as pages and exports use it.
Plan plan_of(const RunResult& result);

}  // namespace peakdesk::planning
