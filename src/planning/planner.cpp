#include "planning/planner.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/error.h"
#include "forecasting/civil.h"
#include "planning/daily_counts.h"
#include "planning/shop_clock.h"

namespace peakdesk::planning {
namespace {

// What one desk may ask of a machine that also has to answer its agents.
constexpr std::size_t kMostDays = 184;
constexpr std::size_t kMostCells = 80'000;  // intervals x channels
constexpr double kMostTickets = 5e6;
constexpr double kMostAgents = 20'000;
constexpr std::size_t kForecastsKept = 64;
constexpr Duration kHistoryBack = days(3 * 366);
constexpr int kProfileWeeks = 8;

std::string joined_path(const std::string& field, const std::string& path) {
  return field.empty() ? path : field + "." + path;
}

void check_size(const Scenario& s, const std::string& field) {
  if (s.days > kMostDays) {
    throw_invalid(joined_path(field, "days"), "A season here has at most " + std::to_string(kMostDays) + " days.");
  }
  if (s.intervals() * s.channels.size() > kMostCells) {
    throw_invalid(joined_path(field, "interval_minutes"),
                  "So many intervals and channels are too much at once: take longer intervals or fewer days.");
  }
  double tickets = 0, agents = 0;
  for (const double count : s.tickets) tickets += count;
  for (const ScenarioTeam& team : s.teams) agents += team.agents;
  if (tickets > kMostTickets) throw_invalid(joined_path(field, "volume"), "At most five million tickets fit here.");
  if (agents > kMostAgents) throw_invalid(joined_path(field, "team"), "At most 20,000 agents fit here.");
}

// Calendar days by name, for the forecaster; outages are no kind of day that volume follows.
std::string calendar_csv(const std::vector<CalendarEvent>& events) {
  std::string csv;
  for (const CalendarEvent& event : events) {
    if (event.kind == EventKind::Outage) continue;
    Instant first, last;
    if (!parse_iso8601(event.start_date, first) || !parse_iso8601(event.end_date, last)) continue;
    std::string name = event.name;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '"' || c == '\n' || c == '\r'; }, ' ');
    for (Instant day = first; day <= last && day < first + days(100); day = day + days(1)) {
      csv += to_iso8601(day).substr(0, 10) + ",\"" + name + "\"\n";
    }
  }
  return csv.empty() ? csv : "date,name\n" + csv;
}

// What the calendar says will go wrong or multiply contacts, as events of the rehearsal.
void add_calendar_events(const std::vector<CalendarEvent>& events, Scenario& scenario) {
  Instant start;
  parse_iso8601(scenario.start_date, start);
  for (const CalendarEvent& event : events) {
    Instant first, last;
    if (!parse_iso8601(event.start_date, first) || !parse_iso8601(event.end_date, last)) continue;
    const double from = double((first - start).ms) / 1000, to = double((last + days(1) - start).ms) / 1000;
    const bool matters = event.contact_factor != 1 || event.capacity_factor != 1;
    if (!matters || to <= 0 || from >= double(scenario.days) * 86400) continue;
    scenario.events.push_back(
        {event.name, from, to, event.probability, event.capacity_factor, event.contact_factor, {}});
  }
}

std::uint64_t fingerprint_of(std::string_view text) {
  std::uint64_t hash = 1469598103934665603ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

}  // namespace

Scenario Planner::check(const JsonObject& json, const std::string& field) {
  ScenarioProblem wrong;
  auto scenario = scenario_of(json, {}, wrong);
  if (!scenario) throw_invalid(joined_path(field, wrong.path), wrong.path + " " + wrong.message);
  check_size(*scenario, field);
  if (const std::string reason = why_no_roster(*scenario); !reason.empty()) {
    throw_invalid(joined_path(field, "shift"), reason);
  }
  return std::move(*scenario);
}

Scenario Planner::resolve(Tx& tx, AccountId account, const JsonObject& json, const std::string& field) const {
  check(json, field);
  ScenarioProblem wrong;
  auto scenario = scenario_of(
      json, [&](const SeasonRequest& request) { return season(tx, account, request); }, wrong);
  if (!scenario) throw_invalid(joined_path(field, wrong.path), wrong.path + " " + wrong.message);
  if (const Json* volume = json.if_contains("volume"); volume && volume->is_object()) {
    const Json* events = volume->get_object().if_contains("history_events");
    if (events && events->is_string() && events->get_string() == "calendar") {
      add_calendar_events(store::list_events(tx, account), *scenario);
    }
  }
  if (!json.contains("planned_on")) {
    const ShopClock clock(knowledge_.facts(tx, account).timezone);
    Instant start;
    parse_iso8601(scenario->start_date, start);
    scenario->planned_on_day = forecasting::days_of(clock.wall_of(tx.now())) - int(start.ms / days(1).ms);
  }
  check_size(*scenario, field);
  if (const std::string reason = simulation::check_model(desk_of(*scenario)); !reason.empty()) {
    throw_invalid(field, reason + ".");
  }
  return std::move(*scenario);
}

DeskHistory Planner::history(Tx& tx, AccountId account) const {
  DeskHistory out;
  out.timezone = knowledge_.facts(tx, account).timezone;
  const ShopClock clock(out.timezone);
  out.today = forecasting::days_of(clock.wall_of(tx.now()));
  const Instant midnight = clock.instant_of(std::int64_t(out.today) * 86400);
  std::map<int, double> counts;
  const std::int64_t profile_from = (std::int64_t(out.today) - 7 * kProfileWeeks) * 86400;
  for (ChannelCount& count : knowledge_.tickets(tx, account, midnight - kHistoryBack, midnight)) {
    const std::int64_t wall = clock.wall_of(count.from);
    counts[forecasting::days_of(wall)] += double(count.tickets);
    if (wall < profile_from) continue;
    count.from = {wall * 1000};
    out.half_hours.push_back(std::move(count));
  }
  if (counts.empty()) return out;
  out.first_day = counts.begin()->first;
  out.by_day.assign(std::size_t(out.today - out.first_day), 0);
  for (const auto& [day, tickets] : counts) {
    if (day < out.today) out.by_day[std::size_t(day - out.first_day)] = tickets;
  }
  return out;
}

std::string Planner::history_csv(Tx& tx, AccountId account, const std::string& name, const std::string& field) const {
  if (name == "desk") {
    const DeskHistory past = history(tx, account);
    if (past.by_day.empty()) {
      throw_invalid(field, "The desk has no past days yet. Upload counts, or write the volume down.");
    }
    std::map<int, double> counts;
    for (std::size_t d = 0; d < past.by_day.size(); ++d) counts[past.first_day + int(d)] = past.by_day[d];
    return daily_csv(counts);
  }
  std::optional<std::string> csv;
  if (name.starts_with("series/") && name.size() > 7 && name.size() < 24 &&
      name.find_first_not_of("0123456789", 7) == std::string::npos) {
    csv = store::series_csv(tx, account, PlanningSeriesId(std::stoll(name.substr(7))));
  }
  if (!csv) throw_invalid(field, "There is no such past. Take \"desk\" or an uploaded series (\"series/ID\").");
  return daily_csv(daily_counts(*csv));
}

SeasonAnswer Planner::season(Tx& tx, AccountId account, const SeasonRequest& request) const {
  SeasonAnswer wrong;
  if (!request.events.empty() && request.events != "calendar") {
    wrong.wrong_key = "history_events";
    wrong.problem = "must be \"calendar\", or left out.";
    return wrong;
  }
  std::string csv;
  try {
    csv = history_csv(tx, account, request.history, "volume.history");
  } catch (const RequestError& error) {
    wrong.wrong_key = "history";
    wrong.problem = error.what();
    return wrong;
  }
  const std::string events = request.events.empty() ? "" : calendar_csv(store::list_events(tx, account));
  const std::string key = std::to_string(account.value) + "|" + request.country + "|" +
                          std::to_string(request.first_day) + "|" + std::to_string(request.days) + "|" +
                          std::to_string(fingerprint_of(csv)) + "|" + std::to_string(fingerprint_of(events));
  {
    const std::lock_guard lock(mutex_);
    for (auto place = remembered_.begin(); place != remembered_.end(); ++place) {
      if (place->key != key) continue;
      remembered_.splice(remembered_.begin(), remembered_, place);
      return place->answer;
    }
  }
  SeasonAnswer answer = forecast_season_csv(csv, events, request);
  const std::lock_guard lock(mutex_);
  remembered_.push_front({key, answer});
  if (remembered_.size() > kForecastsKept) remembered_.pop_back();
  return answer;
}

}  // namespace peakdesk::planning
