#include <algorithm>
#include <cmath>

#include "planning/capacity.h"
#include "planning/scenario.h"

namespace peakdesk::planning {
namespace {

double left_in_channel(const Scenario& scenario, std::size_t channel) {
  std::vector<double> shares;
  for (const ScenarioLever& lever : scenario.levers) {
    const bool applies = lever.channels.empty() ||
                         std::find(lever.channels.begin(), lever.channels.end(), channel) != lever.channels.end();
    if (applies) shares.push_back(lever.deflects);
  }
  return left_after(shares);
}

// Shares of a day's contacts by interval of the day, within the hours in which the channel is open.
std::vector<double> day_shape(const Scenario& scenario, const ScenarioChannel& channel) {
  const std::size_t per_day = scenario.intervals_per_day();
  const double hours_each = 24.0 / double(per_day);
  std::vector<double> shape(per_day);
  double sum = 0;
  for (std::size_t i = 0; i < per_day; ++i) {
    const double from = std::max(channel.from_hour, double(i) * hours_each);
    const double to = std::min(channel.to_hour, double(i + 1) * hours_each);
    // An interval longer than an hour takes the hours it covers.
    for (double h = std::floor(from); h < to - 1e-9; ++h) {
      shape[i] += scenario.profile[std::size_t(h) % 24] * (std::min(to, h + 1) - std::max(from, h));
    }
    sum += shape[i];
  }
  for (double& share : shape) share = sum > 0 ? share / sum : 1 / double(per_day);
  return shape;
}

// A day's tickets over its intervals and channels.
std::vector<std::vector<double>> contacts_of_days(const Scenario& scenario, const std::vector<double>& tickets) {
  const std::size_t per_day = scenario.intervals_per_day();
  std::vector<std::vector<double>> contacts;
  for (std::size_t c = 0; c < scenario.channels.size(); ++c) {
    const double share = scenario.channels[c].share * left_in_channel(scenario, c);
    const std::vector<double> shape = day_shape(scenario, scenario.channels[c]);
    contacts.emplace_back(scenario.intervals());
    for (std::size_t i = 0; i < scenario.intervals(); ++i) {
      contacts.back()[i] = tickets[i / per_day] * share * shape[i % per_day];
    }
  }
  return contacts;
}

simulation::ContactClass class_of(const ScenarioChannel& channel) {
  using simulation::Distribution;
  simulation::ContactClass result;
  result.name = result.channel = channel.name;
  result.handle = channel.handle_variation > 0 ? Distribution::lognormal(channel.handle_s, channel.handle_variation)
                                               : Distribution::constant(channel.handle_s);
  if (channel.patience_s > 0) result.patience = Distribution::exponential(channel.patience_s);
  result.priority = channel.priority;
  result.chat = channel.kind == ChannelKind::Chat;
  result.response_at_end = channel.kind == ChannelKind::Mail;
  result.promise_s = channel.promise_s;
  result.target = channel.target;
  result.automated_share = channel.automated_share;
  result.return_share = channel.return_share;
  result.return_after = Distribution::exponential(channel.return_after_s);
  result.reopen_share = channel.reopen_share;
  result.reopen_after = Distribution::exponential(channel.reopen_after_s);
  result.lost_value = channel.lost_value;
  return result;
}

simulation::AgentGroup group_of(const Scenario& scenario, const ScenarioTeam& team) {
  simulation::AgentGroup group;
  group.name = team.name;
  group.classes = team.channels;
  group.pace = team.pace;
  group.chats_at_once = team.chats_at_once;
  group.chat_slowdown = team.chat_slowdown;
  group.absence_share = team.absence_share;
  group.cost_per_hour = team.wage;
  group.overtime_factor = team.overtime_factor;
  group.on_duty = team.on_duty;
  if (!group.on_duty.empty()) return group;
  const std::size_t per_day = scenario.intervals_per_day();
  for (std::size_t i = 0; i < scenario.intervals(); ++i) {
    const int weekday = int((std::size_t(scenario.start_weekday) + i / per_day) % 7);
    const double hour = double(i % per_day) * scenario.interval_s / 3600;
    const bool day =
        team.weekdays.empty() || std::find(team.weekdays.begin(), team.weekdays.end(), weekday) != team.weekdays.end();
    group.on_duty.push_back(day && hour >= team.from_hour - 1e-9 && hour < team.to_hour - 1e-9 ? team.agents : 0);
  }
  return group;
}

}  // namespace

std::vector<std::vector<double>> expected_contacts(const Scenario& scenario) {
  return contacts_of_days(scenario, scenario.tickets);
}

simulation::DeskModel desk_of(const Scenario& scenario, double scale) {
  simulation::DeskModel model;
  model.interval_s = scenario.interval_s;
  model.intervals = scenario.intervals();
  model.intervals_per_day = scenario.intervals_per_day();
  for (const ScenarioChannel& channel : scenario.channels) model.classes.push_back(class_of(channel));
  for (const ScenarioTeam& team : scenario.teams) model.groups.push_back(group_of(scenario, team));
  for (const ScenarioEvent& event : scenario.events) {
    model.disruptions.push_back(
        {event.from_s, event.to_s, event.probability, event.capacity_factor, event.contact_factor, event.channels});
  }
  const auto add_path = [&](const std::vector<double>& tickets) {
    model.paths.push_back({contacts_of_days(scenario, tickets)});
    for (auto& counts : model.paths.back().counts) {
      for (double& count : counts) count *= scale;
    }
  };
  for (const auto& path : scenario.ticket_paths) add_path(path);
  if (scenario.ticket_paths.empty()) add_path(scenario.tickets);
  return model;
}

}  // namespace peakdesk::planning
