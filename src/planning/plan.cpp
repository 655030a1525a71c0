#include "planning/plan.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/clock.h"
#include "planning/capacity.h"
#include "staffing/backlog.h"
#include "staffing/erlang.h"

namespace peakdesk::planning {
namespace {

// Nobody is planned to be busy every minute: above this people burn out and nothing absorbs a bad quarter of an hour.
constexpr double kMostOccupancy = 0.9;

const ScenarioTeam* team_for(const Scenario& scenario, std::size_t channel) {
  for (const ScenarioTeam& team : scenario.teams) {
    if (std::find(team.channels.begin(), team.channels.end(), channel) != team.channels.end()) return &team;
  }
  return nullptr;
}

// The same load asks for the same agents: days repeat themselves, and a season has thousands of intervals.
std::int64_t calls_or_chats(const ScenarioChannel& channel, const staffing::ChatPace& pace, double contacts_per_hour,
                            double target, std::map<double, std::int64_t>& known) {
  const auto [place, is_new] = known.try_emplace(contacts_per_hour, 0);
  if (!is_new) return place->second;
  staffing::Load load;
  load.contacts_per_hour = contacts_per_hour;
  load.handle_s = channel.handle_s;
  if (channel.patience_s > 0) load.patience_s = channel.patience_s;
  const staffing::Target goal{target, channel.promise_s, kMostOccupancy};
  return place->second = channel.kind == ChannelKind::Chat ? staffing::fewest_chat_agents(load, pace, goal)
                                                           : staffing::fewest_agents(load, goal);
}

// Agents at the desk per interval for one channel; `target` replaces the channel's own for calls and chats when above
// 0.
std::vector<int> needed_for(const Scenario& scenario, std::size_t c, const std::vector<double>& contacts,
                            const std::vector<double>& on_duty, double target) {
  const ScenarioChannel& channel = scenario.channels[c];
  std::vector<int> needed(contacts.size());
  if (channel.kind == ChannelKind::Mail) {
    staffing::BacklogWork work;
    work.arrivals = contacts;
    for (double& count : work.arrivals) count *= 1 - channel.automated_share;
    for (const double agents : on_duty) work.open.push_back(agents > 0 ? 1 : 0);
    work.interval_s = scenario.interval_s;
    work.handle_s = channel.handle_s;
    work.promise_s = channel.promise_s;
    work.occupancy = kMostOccupancy;
    const std::int64_t agents = staffing::fewest_backlog_agents(work, channel.target);
    for (std::size_t i = 0; i < needed.size(); ++i) needed[i] = agents > 0 && work.open[i] > 0 ? int(agents) : 0;
    return needed;
  }
  const ScenarioTeam* team = team_for(scenario, c);
  const auto pace = staffing::ChatPace::slowing(team ? team->chats_at_once : 1, team ? team->chat_slowdown : 0);
  std::map<double, std::int64_t> known;
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    const double per_hour = contacts[i] * (1 - channel.automated_share) * 3600 / scenario.interval_s;
    needed[i] = int(calls_or_chats(channel, pace, per_hour, target > 0 ? target : channel.target, known));
  }
  return needed;
}

std::vector<std::vector<int>> all_needed(const Scenario& scenario, const Plan& plan, double target) {
  std::vector<std::vector<int>> needed;
  for (std::size_t c = 0; c < scenario.channels.size(); ++c) {
    // Another target changes nothing for e-mail, whose promise is kept by the day.
    const bool as_planned = target > 0 && scenario.channels[c].kind == ChannelKind::Mail;
    needed.push_back(as_planned ? plan.needed[c] : needed_for(scenario, c, plan.contacts[c], plan.on_duty, target));
  }
  return needed;
}

std::vector<int> summed(const std::vector<std::vector<int>>& needed, std::size_t intervals) {
  std::vector<int> sum(intervals);
  for (const auto& channel : needed) {
    for (std::size_t i = 0; i < intervals; ++i) sum[i] += channel[i];
  }
  return sum;
}

// The weeks' hours for which help is sought: those short at their very half hour, as an idle hour elsewhere helps
// nobody.
staffing::Mix mix_for(const Scenario& scenario, const Plan& plan, const std::vector<int>& needed, double seconds) {
  const std::size_t per_week = 7 * scenario.intervals_per_day();
  const double hours = scenario.interval_s / 3600;
  staffing::MixProblem problem;
  double people = 0, wage = 0;
  for (const ScenarioTeam& team : scenario.teams) {
    int agents = team.agents;
    for (const int on_duty : team.on_duty) agents = std::max(agents, on_duty);
    people += agents;
    wage += team.wage * agents;
  }
  problem.wage = people > 0 ? wage / people : 0;
  for (std::size_t i = 0; i < needed.size(); ++i) {
    if (i % per_week == 0) {
      problem.required_hours.push_back(0);
      problem.regular_hours.push_back(0);
      // Overtime asks for notice: none on days before it has run out.
      const auto first_day = double(i / scenario.intervals_per_day());
      const double allowed_from = double(scenario.planned_on_day) + scenario.help.overtime_notice_days;
      const double told = std::clamp((first_day + 7 - allowed_from) / 7, 0.0, 1.0);
      problem.overtime_cap.push_back(scenario.help.overtime_hours_per_agent_week * people * told);
    }
    problem.regular_hours.back() += plan.on_duty[i] * hours;
    problem.required_hours.back() += (plan.on_duty[i] + std::max(0.0, needed[i] - plan.on_duty[i])) * hours;
  }
  const ScenarioHelp& help = scenario.help;
  problem.overtime_factor = help.overtime_factor;
  problem.temp_wage = help.temp_wage;
  problem.temp_paid_hours_per_week = help.temp_hours_per_week;
  problem.temp_hours_per_week = help.temp_hours_per_week * (1 - scenario.shrinkage);
  problem.temp_min_weeks = help.temp_min_weeks;
  problem.temps_at_most = help.temps_at_most;
  problem.temp_ramp = help.temp_ramp;
  problem.outsourced_price = help.outsourced_price;
  problem.outsourced_min_hours = help.outsourced_min_hours_week;
  problem.outsourced_max_hours = help.outsourced_max_hours_week;
  return staffing::cheapest_mix(problem, seconds);
}

std::vector<PlanDay> days_of(const Scenario& scenario, const Plan& plan) {
  std::vector<PlanDay> days(scenario.days);
  const std::size_t per_day = scenario.intervals_per_day();
  const double hours = scenario.interval_s / 3600;
  Instant start;
  parse_iso8601(scenario.start_date, start);
  for (std::size_t d = 0; d < scenario.days; ++d) {
    PlanDay& day = days[d];
    day.date = to_iso8601(start + peakdesk::days(std::int64_t(d))).substr(0, 10);
    day.weekday = int((std::size_t(scenario.start_weekday) + d) % 7);
    day.orders = scenario.orders.empty() ? 0 : scenario.orders[d];
    day.tickets = scenario.tickets[d];
    for (std::size_t i = d * per_day; i < (d + 1) * per_day; ++i) {
      for (const auto& channel : plan.contacts) day.contacts += channel[i];
      day.needed_hours += plan.needed_in_all[i] * hours;
      day.team_hours += plan.on_duty[i] * hours;
      day.short_hours += std::max(0.0, plan.needed_in_all[i] - plan.on_duty[i]) * hours;
      day.idle_hours += std::max(0.0, plan.on_duty[i] - plan.needed_in_all[i]) * hours;
      day.needed_at_peak = std::max(day.needed_at_peak, plan.needed_in_all[i]);
    }
  }
  return days;
}

PlanPoint point_of(const Scenario& scenario, const Plan& plan, double target, double seconds) {
  PlanPoint point{.target = target};
  const std::vector<int> needed = summed(all_needed(scenario, plan, target), plan.on_duty.size());
  const std::size_t per_week = 7 * scenario.intervals_per_day();
  double week = 0, worst = 0;
  for (std::size_t i = 0; i < needed.size(); ++i) {
    const double hours = needed[i] * scenario.interval_s / 3600;
    if (i % per_week == 0) week = 0;
    week += hours;
    worst = std::max(worst, week);
    point.needed_hours += hours;
  }
  const double weeks_share = std::min(1.0, double(scenario.days) / 7);
  point.people = worst / (scenario.hours_per_week * weeks_share) / (1 - scenario.shrinkage);
  const staffing::Mix mix = mix_for(scenario, plan, needed, seconds);
  point.extra_cost = mix.extra_cost();
  point.missing_hours = mix.missing_hours;
  return point;
}

}  // namespace

Plan plan_needs(const Scenario& scenario, double seconds) {
  Plan plan;
  const simulation::DeskModel desk = desk_of(scenario);
  plan.contacts = expected_contacts(scenario);
  // Events are planned for as far as they are likely.
  for (std::size_t i = 0; i < scenario.intervals(); ++i) {
    const double from = double(i) * scenario.interval_s, to = from + scenario.interval_s;
    for (const ScenarioEvent& event : scenario.events) {
      const double covered =
          std::max(0.0, std::min(to, event.to_s) - std::max(from, event.from_s)) / scenario.interval_s;
      const double factor = 1 + (event.contact_factor - 1) * event.probability * covered;
      for (std::size_t c = 0; c < plan.contacts.size(); ++c) {
        const bool hit = event.channels.empty() ||
                         std::find(event.channels.begin(), event.channels.end(), c) != event.channels.end();
        if (hit) plan.contacts[c][i] *= factor;
      }
    }
    double there = 0;
    for (const auto& group : desk.groups) there += group.on_duty[i] * (1 - group.absence_share) * group.pace;
    plan.on_duty.push_back(there);
  }
  plan.needed = all_needed(scenario, plan, 0);
  plan.needed_in_all = summed(plan.needed, scenario.intervals());
  plan.one_more.assign(scenario.intervals(), 0);
  for (std::size_t c = 0; c < scenario.channels.size(); ++c) {
    const ScenarioChannel& channel = scenario.channels[c];
    if (channel.kind != ChannelKind::Call) continue;
    for (std::size_t i = 0; i < scenario.intervals(); ++i) {
      if (plan.contacts[c][i] <= 0) continue;
      staffing::Load load{plan.contacts[c][i] * (1 - channel.automated_share) * 3600 / scenario.interval_s,
                          channel.handle_s};
      if (channel.patience_s > 0) load.patience_s = channel.patience_s;
      // Of those on duty the calls get their share of the need.
      const double share = plan.needed_in_all[i] > 0 ? double(plan.needed[c][i]) / plan.needed_in_all[i] : 0;
      const auto now = std::int64_t(plan.on_duty[i] * share);
      plan.one_more[i] += plan.contacts[c][i] * staffing::one_more_agent(load, now, channel.promise_s).service_level;
    }
  }
  plan.days = days_of(scenario, plan);
  plan.mix = mix_for(scenario, plan, plan.needed_in_all, seconds);
  for (const double target : {0.5, 0.6, 0.7, 0.8, 0.9, 0.95}) {
    plan.curve.push_back(point_of(scenario, plan, target, seconds / 6));
  }
  for (const ScenarioLever& lever : scenario.levers) plan.lever_cost += lever.cost;
  if (scenario.sale_value > 0 && !scenario.orders.empty()) {
    const std::size_t per_day = scenario.intervals_per_day();
    for (std::size_t i = 0; i < scenario.intervals(); ++i) {
      const double hour_share = scenario.profile[std::size_t(double(i % per_day) * scenario.interval_s / 3600) % 24];
      plan.downtime_per_minute.push_back(
          downtime_cost_per_minute(scenario.orders[i / per_day] * hour_share * scenario.sale_value, 1));
    }
  }
  return plan;
}

void add_rehearsal(const Scenario& scenario, const simulation::RehearsalOptions& options, Plan& plan) {
  plan.rehearsal = simulation::rehearse(desk_of(scenario), options);
  plan.understaffing_cost = plan.rehearsal.lost_sales.mean;
  const double horizon_hours = double(scenario.days) * 24;
  for (std::size_t g = 0; g < plan.rehearsal.groups_total.size(); ++g) {
    const auto& group = plan.rehearsal.groups_total[g];
    const double idle = group.on_duty.mean * horizon_hours * std::max(0.0, kMostOccupancy - group.occupancy.mean);
    plan.overstaffing_cost += overstaffing_cost(idle, scenario.teams[g].wage);
  }
}

Plan make_plan(const Scenario& scenario, const simulation::RehearsalOptions& options) {
  Plan plan = plan_needs(scenario, 20);
  add_rehearsal(scenario, options, plan);
  return plan;
}

}  // namespace peakdesk::planning
