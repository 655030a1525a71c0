#include "planning/rehearsal_text.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>

#include "base/clock.h"
#include "base/text.h"

namespace peakdesk::planning {
namespace {

using simulation::ChannelOutcome;
using simulation::Rehearsal;
using simulation::Spread;

std::string shown(const char* format, auto... values) {
  char buffer[320];
  std::snprintf(buffer, sizeof buffer, format, values...);
  return buffer;
}

std::string duration(double seconds) {
  if (seconds < 120) return shown("%.0f s", seconds);
  if (seconds < 7200) return shown("%.0f min", seconds / 60);
  return shown("%.1f h", seconds / 3600);
}

// Text that a spreadsheet takes as one cell and never as a formula.
std::string csv_text(const std::string& text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t").find(text[0]) != std::string_view::npos;
  const std::string safe = formula ? "'" + text : text;
  if (safe.find_first_of(",\"\n\r") == std::string::npos) return safe;
  return "\"" + replace_all(safe, "\"", "\"\"") + "\"";
}

boost::json::object json_of(const Spread& spread) {
  return {
      {"mean", spread.mean}, {"p10", spread.p10}, {"p50", spread.p50}, {"p90", spread.p90}, {"error", spread.error}};
}

boost::json::object json_of(const ChannelOutcome& outcome) {
  return {{"arrived", json_of(outcome.arrived)},
          {"answered", json_of(outcome.answered)},
          {"service_level", json_of(outcome.service_level)},
          {"abandoned_share", json_of(outcome.abandoned_share)},
          {"mean_wait_s", json_of(outcome.mean_wait_s)},
          {"first_response_s", json_of(outcome.first_response_s)},
          {"backlog", json_of(outcome.backlog)},
          {"breach_probability", outcome.breach_probability},
          {"wait_p50_s", outcome.wait_p50_s},
          {"wait_p90_s", outcome.wait_p90_s}};
}

}  // namespace

std::string interval_start(const Scenario& scenario, std::size_t interval) {
  Instant start;
  parse_iso8601(scenario.start_date, start);
  return to_iso8601(start + milliseconds(std::int64_t(double(interval) * scenario.interval_s * 1000))).substr(0, 16);
}

std::string rehearsal_as_table(const Scenario& scenario, const Rehearsal& rehearsal) {
  std::string text =
      shown("%s: %zu runs, %.1f M events\n\n", scenario.name.c_str(), rehearsal.runs, double(rehearsal.events) / 1e6);
  text += "channel          contacts   in promise (10-90 % of runs)   gave up   mean wait  9 of 10 wait  left at end\n";
  for (std::size_t k = 0; k < rehearsal.channels.size(); ++k) {
    const ChannelOutcome& o = rehearsal.total[k];
    text +=
        shown("%-14s %10.0f   %5.1f %% (%5.1f - %5.1f %%)%s   %5.1f %%  %10s  %12s  %11.0f\n",
              truncate(rehearsal.channels[k], 14).c_str(), o.arrived.mean, 100 * o.service_level.mean,
              100 * o.service_level.p10, 100 * o.service_level.p90,
              o.service_level.mean < scenario.channels[k].target ? " missed" : "       ", 100 * o.abandoned_share.mean,
              duration(o.mean_wait_s.mean).c_str(), duration(o.wait_p90_s).c_str(), o.backlog.mean);
  }
  text += "\nteam             occupancy   overtime\n";
  for (std::size_t g = 0; g < rehearsal.groups_total.size(); ++g) {
    const auto& o = rehearsal.groups_total[g];
    text += shown("%-14s    %6.1f %%  %7.1f h\n", truncate(scenario.teams[g].name, 14).c_str(), 100 * o.occupancy.mean,
                  o.overtime_hours.mean);
  }
  text += shown("\nwages %.0f %s (%.0f - %.0f)   lost sales %.0f %s (%.0f - %.0f)\n", rehearsal.cost.mean,
                scenario.currency.c_str(), rehearsal.cost.p10, rehearsal.cost.p90, rehearsal.lost_sales.mean,
                scenario.currency.c_str(), rehearsal.lost_sales.p10, rehearsal.lost_sales.p90);
  struct Worst {
    double probability, contacts;
    std::size_t interval, channel;
  };
  std::vector<Worst> worst;
  for (std::size_t i = 0; i < rehearsal.by_interval.size(); ++i) {
    for (std::size_t k = 0; k < rehearsal.channels.size(); ++k) {
      const ChannelOutcome& o = rehearsal.by_interval[i][k];
      if (o.breach_probability > 0.5)
        worst.push_back({o.breach_probability, o.arrived.mean * (1 - o.service_level.mean), i, k});
    }
  }
  std::sort(worst.begin(), worst.end(), [](const Worst& a, const Worst& b) {
    return a.contacts != b.contacts ? a.contacts > b.contacts : a.interval < b.interval;
  });
  if (worst.empty()) return text + "\nNo interval breaks its promise in more than half of the runs.\n";
  text += shown(
      "\n%zu intervals break their promise in more than half of the runs; those with the most people waiting too "
      "long:\n",
      worst.size());
  for (std::size_t n = 0; n < std::min<std::size_t>(worst.size(), 12); ++n) {
    const ChannelOutcome& o = rehearsal.by_interval[worst[n].interval][worst[n].channel];
    text += shown(
        "%s  %-14s  in promise %5.1f %%, %.0f of %.0f contacts not, gave up %.1f %%, waiting at its end %.0f\n",
        interval_start(scenario, worst[n].interval).c_str(), truncate(rehearsal.channels[worst[n].channel], 14).c_str(),
        100 * o.service_level.mean, worst[n].contacts, o.arrived.mean, 100 * o.abandoned_share.mean, o.backlog.mean);
  }
  return text;
}

std::string rehearsal_as_csv(const Scenario& scenario, const Rehearsal& rehearsal) {
  std::string text =
      "start,channel,arrived,service_level,service_level_p10,breach_probability,mean_wait_s,wait_p90_s,abandoned,"
      "backlog,backlog_p90\n";
  for (std::size_t i = 0; i < rehearsal.by_interval.size(); ++i) {
    for (std::size_t k = 0; k < rehearsal.channels.size(); ++k) {
      const ChannelOutcome& o = rehearsal.by_interval[i][k];
      text += interval_start(scenario, i) + "," + csv_text(rehearsal.channels[k]) +
              shown(",%.6g,%.6g,%.6g,%.6g,%.6g,%.6g,%.6g,%.6g,%.6g\n", o.arrived.mean, o.service_level.mean,
                    o.service_level.p10, o.breach_probability, o.mean_wait_s.mean, o.wait_p90_s, o.abandoned_share.mean,
                    o.backlog.mean, o.backlog.p90);
    }
  }
  return text;
}

std::string rehearsal_as_json(const Scenario& scenario, const Rehearsal& rehearsal) {
  namespace json = boost::json;
  json::array channels, intervals, teams;
  for (std::size_t k = 0; k < rehearsal.channels.size(); ++k) {
    json::object channel = json_of(rehearsal.total[k]);
    channel["name"] = rehearsal.channels[k];
    channel["target"] = scenario.channels[k].target;
    channels.push_back(std::move(channel));
  }
  for (std::size_t i = 0; i < rehearsal.by_interval.size(); ++i) {
    json::array outcomes;
    for (const ChannelOutcome& outcome : rehearsal.by_interval[i]) outcomes.push_back(json_of(outcome));
    json::array groups;
    for (const auto& group : rehearsal.groups_by_interval[i]) {
      groups.push_back(json::object{{"on_duty", group.on_duty.mean},
                                    {"occupancy", json_of(group.occupancy)},
                                    {"overtime_hours", json_of(group.overtime_hours)}});
    }
    intervals.push_back(json::object{
        {"start", interval_start(scenario, i)}, {"channels", std::move(outcomes)}, {"teams", std::move(groups)}});
  }
  for (std::size_t g = 0; g < rehearsal.groups_total.size(); ++g) {
    const auto& group = rehearsal.groups_total[g];
    teams.push_back(json::object{{"name", scenario.teams[g].name},
                                 {"occupancy", json_of(group.occupancy)},
                                 {"overtime_hours", json_of(group.overtime_hours)}});
  }
  return json::serialize(json::object{{"name", scenario.name},
                                      {"runs", rehearsal.runs},
                                      {"currency", scenario.currency},
                                      {"cost", json_of(rehearsal.cost)},
                                      {"lost_sales", json_of(rehearsal.lost_sales)},
                                      {"channels", std::move(channels)},
                                      {"teams", std::move(teams)},
                                      {"intervals", std::move(intervals)}}) +
         "\n";
}

}  // namespace peakdesk::planning
