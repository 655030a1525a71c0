#include "planning/run_result.h"

#include <algorithm>
#include <cmath>

namespace peakdesk::planning {
namespace {

// Five digits say all that a simulation knows, in a third of the room.
double tidy(double value) {
  if (!std::isfinite(value) || value == 0) return 0;
  const double scale = std::pow(10.0, 4 - std::floor(std::log10(std::abs(value))));
  const double rounded = std::round(value * scale) / scale;
  return std::isfinite(rounded) ? rounded : value;
}

std::vector<double> tidied(std::vector<double> values) {
  for (double& value : values) value = tidy(value);
  return values;
}

ChannelTotal total_of(const simulation::ChannelOutcome& outcome) {
  ChannelTotal total;
  total.arrived = tidy(outcome.arrived.mean);
  total.service_level = tidy(outcome.service_level.mean);
  total.service_level_p10 = tidy(outcome.service_level.p10);
  total.service_level_p90 = tidy(outcome.service_level.p90);
  total.abandoned_share = tidy(outcome.abandoned_share.mean);
  total.mean_wait_s = tidy(outcome.mean_wait_s.mean);
  total.wait_p90_s = tidy(outcome.wait_p90_s);
  total.backlog = tidy(outcome.backlog.mean);
  total.breach_probability = tidy(outcome.breach_probability);
  return total;
}

void add_outcomes(const simulation::Rehearsal& rehearsal, std::size_t c, ChannelResult& channel) {
  if (rehearsal.runs == 0) return;
  channel.total = total_of(rehearsal.total[c]);
  for (const auto& interval : rehearsal.by_interval) {
    const simulation::ChannelOutcome& o = interval[c];
    channel.arrived.push_back(tidy(o.arrived.mean));
    channel.breach.push_back(tidy(o.breach_probability));
    channel.service_level.push_back(tidy(o.service_level.mean));
    channel.service_level_p10.push_back(tidy(o.service_level.p10));
    channel.mean_wait_s.push_back(tidy(o.mean_wait_s.mean));
    channel.wait_p90_s.push_back(tidy(o.wait_p90_s));
    channel.abandoned.push_back(tidy(o.abandoned_share.mean));
    channel.backlog.push_back(tidy(o.backlog.mean));
    channel.backlog_p90.push_back(tidy(o.backlog.p90));
  }
}

double people_for(const Scenario& scenario, const Plan& plan) {
  const std::size_t per_week = 7 * scenario.intervals_per_day();
  double week = 0, worst = 0;
  for (std::size_t i = 0; i < plan.needed_in_all.size(); ++i) {
    if (i % per_week == 0) week = 0;
    week += plan.needed_in_all[i] * scenario.interval_s / 3600;
    worst = std::max(worst, week);
  }
  return worst / (scenario.hours_per_week * std::min(1.0, double(scenario.days) / 7)) / (1 - scenario.shrinkage);
}

RunSummary summary_of(const Scenario& scenario, const Plan& plan) {
  RunSummary s;
  for (const PlanDay& day : plan.days) {
    s.orders += day.orders;
    s.tickets += day.tickets;
    s.contacts += day.contacts;
    s.needed_hours += day.needed_hours;
    s.team_hours += day.team_hours;
    s.short_hours += day.short_hours;
    s.idle_hours += day.idle_hours;
    if (day.needed_at_peak > s.needed_at_peak || s.peak_date.empty()) {
      s.needed_at_peak = day.needed_at_peak;
      s.peak_date = day.date;
    }
  }
  s.people = people_for(scenario, plan);
  for (const staffing::MixWeek& week : plan.mix.weeks) {
    s.overtime_hours += week.overtime;
    s.temp_hours += week.temps;
    s.outsourced_hours += week.outsourced;
    s.missing_hours += week.missing;
  }
  s.extra_cost = plan.mix.extra_cost();
  s.lever_cost = plan.lever_cost;
  s.runs = plan.rehearsal.runs;
  if (s.runs == 0) return s;
  s.wages = plan.rehearsal.cost.mean;
  s.lost_sales = plan.rehearsal.lost_sales.mean;
  s.idle_cost = plan.overstaffing_cost;
  for (const auto& interval : plan.rehearsal.by_interval) {
    s.breached_intervals +=
        std::any_of(interval.begin(), interval.end(), [](const auto& o) { return o.breach_probability > 0.5; });
  }
  for (std::size_t c = 0; c < scenario.channels.size(); ++c) {
    const simulation::ChannelOutcome& o = plan.rehearsal.total[c];
    s.channels.push_back({scenario.channels[c].name, scenario.channels[c].target, tidy(o.service_level.mean),
                          tidy(o.abandoned_share.mean), tidy(o.mean_wait_s.mean)});
  }
  return s;
}

// Every number that is not a list, so that JSON holds no infinity.
template <class T>
void tidy_numbers(T& described) {
  for_each_member<T>([&](std::string_view, auto member) {
    if constexpr (std::is_same_v<std::remove_reference_t<decltype(described.*member)>, double>) {
      described.*member = tidy(described.*member);
    }
  });
}

}  // namespace

RunResult result_of(const Scenario& scenario, const Plan& plan, std::optional<SeasonRoster> roster) {
  RunResult r;
  r.currency = scenario.currency;
  r.start_date = scenario.start_date;
  r.days = scenario.days;
  r.interval_s = scenario.interval_s;
  r.history = scenario.history;
  r.history_of_orders = scenario.history_of_orders;
  r.volume_factor = scenario.volume_factor;
  r.season = scenario.season;
  for (auto* values : {&r.season.mean, &r.season.low80, &r.season.high80, &r.season.low95, &r.season.high95}) {
    *values = tidied(std::move(*values));
  }
  r.season.paths.clear();
  tidy_numbers(r.season);
  r.by_day = plan.days;
  for (PlanDay& day : r.by_day) tidy_numbers(day);
  for (std::size_t c = 0; c < scenario.channels.size(); ++c) {
    const ScenarioChannel& given = scenario.channels[c];
    ChannelResult channel;
    channel.name = given.name;
    channel.kind = given.kind;
    channel.target = given.target;
    channel.promise_s = given.promise_s;
    channel.contacts = tidied(plan.contacts[c]);
    channel.needed = plan.needed[c];
    add_outcomes(plan.rehearsal, c, channel);
    r.channels.push_back(std::move(channel));
  }
  r.needed = plan.needed_in_all;
  r.on_duty = tidied(plan.on_duty);
  r.one_more = tidied(plan.one_more);
  r.downtime_per_minute = tidied(plan.downtime_per_minute);
  r.mix = plan.mix;
  tidy_numbers(r.mix);
  for (staffing::MixWeek& week : r.mix.weeks) tidy_numbers(week);
  r.curve = plan.curve;
  for (PlanPoint& point : r.curve) tidy_numbers(point);
  r.rehearsal.runs = plan.rehearsal.runs;
  r.rehearsal.wages = plan.rehearsal.cost;
  r.rehearsal.lost_sales = plan.rehearsal.lost_sales;
  tidy_numbers(r.rehearsal.wages);
  tidy_numbers(r.rehearsal.lost_sales);
  for (std::size_t t = 0; t < plan.rehearsal.groups_total.size(); ++t) {
    const auto& group = plan.rehearsal.groups_total[t];
    r.rehearsal.teams.push_back({scenario.teams[t].name, tidy(group.occupancy.mean), tidy(group.overtime_hours.mean),
                                 tidy(group.on_duty.mean)});
  }
  r.overstaffing_cost = tidy(plan.overstaffing_cost);
  r.understaffing_cost = tidy(plan.understaffing_cost);
  r.lever_cost = plan.lever_cost;
  if (roster && !roster->people.empty()) {
    tidy_numbers(*roster);
    r.roster = std::move(roster);
  }
  r.shifts = scenario.shifts;
  r.notes = scenario.notes;
  r.summary = summary_of(scenario, plan);
  tidy_numbers(r.summary);
  return r;
}

Plan plan_of(const RunResult& r) {
  Plan plan;
  plan.days = r.by_day;
  plan.mix = r.mix;
  plan.curve = r.curve;
  plan.needed_in_all = r.needed;
  plan.on_duty = r.on_duty;
  plan.one_more = r.one_more;
  plan.downtime_per_minute = r.downtime_per_minute;
  plan.overstaffing_cost = r.overstaffing_cost;
  plan.understaffing_cost = r.understaffing_cost;
  plan.lever_cost = r.lever_cost;
  simulation::Rehearsal& rehearsal = plan.rehearsal;
  rehearsal.runs = r.rehearsal.runs;
  rehearsal.cost = r.rehearsal.wages;
  rehearsal.lost_sales = r.rehearsal.lost_sales;
  rehearsal.by_interval.assign(r.needed.size(), std::vector<simulation::ChannelOutcome>(r.channels.size()));
  for (std::size_t c = 0; c < r.channels.size(); ++c) {
    const ChannelResult& channel = r.channels[c];
    plan.contacts.push_back(channel.contacts);
    plan.needed.push_back(channel.needed);
    rehearsal.channels.push_back(channel.name);
    simulation::ChannelOutcome total;
    total.arrived.mean = channel.total.arrived;
    total.service_level = {channel.total.service_level, channel.total.service_level_p10, channel.total.service_level,
                           channel.total.service_level_p90, 0};
    total.abandoned_share.mean = channel.total.abandoned_share;
    total.mean_wait_s.mean = channel.total.mean_wait_s;
    total.wait_p90_s = channel.total.wait_p90_s;
    total.backlog.mean = channel.total.backlog;
    total.breach_probability = channel.total.breach_probability;
    rehearsal.total.push_back(total);
    for (std::size_t i = 0; i < std::min(channel.breach.size(), rehearsal.by_interval.size()); ++i) {
      simulation::ChannelOutcome& o = rehearsal.by_interval[i][c];
      o.arrived.mean = channel.arrived[i];
      o.breach_probability = channel.breach[i];
      o.service_level.mean = channel.service_level[i];
      o.service_level.p10 = channel.service_level_p10[i];
      o.mean_wait_s.mean = channel.mean_wait_s[i];
      o.wait_p90_s = channel.wait_p90_s[i];
      o.abandoned_share.mean = channel.abandoned[i];
      o.backlog.mean = channel.backlog[i];
      o.backlog.p90 = channel.backlog_p90[i];
    }
  }
  for (const TeamResult& team : r.rehearsal.teams) {
    simulation::GroupOutcome group;
    group.occupancy.mean = team.occupancy;
    group.overtime_hours.mean = team.overtime_hours;
    group.on_duty.mean = team.on_duty;
    rehearsal.groups_total.push_back(group);
  }
  return plan;
}

}  // namespace peakdesk::planning
