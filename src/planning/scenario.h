// A season written down: what will come, through which channels, who is there, what may go wrong and which levers are
// pulled. Owns its text (TOML) and its meaning as a simulated desk; what follows from it is plan's.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/notice.h"
#include "planning/season_forecast.h"
#include "simulation/desk_model.h"

namespace peakdesk::planning {

enum class ChannelKind { Call, Chat, Mail };

struct ScenarioChannel {
  std::string name;
  ChannelKind kind = ChannelKind::Call;
  double share = 1;                    // of all tickets
  double from_hour = 0, to_hour = 24;  // open; the day's contacts come within these hours
  double handle_s = 300, handle_variation = 0.8;
  double patience_s = 0;  // mean; 0 = endless
  double promise_s = 20;  // first response
  double target = 0.8;    // share answered within the promise
  int priority = 0;
  double automated_share = 0, return_share = 0, return_after_s = 600, reopen_share = 0, reopen_after_s = 86400;
  double lost_value = 0;  // money per contact that gives up for good, major units
};

struct ScenarioTeam {
  std::string name;
  std::vector<std::size_t> channels;
  int agents = 0;
  double from_hour = 0, to_hour = 24;  // at work, every day of days_of_week
  std::vector<int> weekdays;           // 0 Monday ... 6 Sunday; empty = all
  std::vector<int> on_duty;            // per interval instead of agents and hours, e.g. from a roster
  double wage = 0, overtime_factor = 1.5;
  double absence_share = 0, pace = 1;
  int chats_at_once = 1;
  double chat_slowdown = 0;
  std::vector<std::string> people;  // for the roster; may name fewer than `agents`
};

/// A shift people can be given, and the break in it.
struct ScenarioShift {
  std::string name;
  double from_hour = 8, hours = 8.5, break_after_hours = 4, break_hours = 0.5;
};

struct ScenarioWork {
  double max_hours_per_week = 40, min_rest_hours = 11;
  int max_days_per_week = 5;
};

/// Somebody who is not there, days of the horizon, both included.
struct ScenarioOff {
  std::string person;
  int from_day = 0, to_day = 0;
};

struct ScenarioEvent {
  std::string name;
  double from_s = 0, to_s = 0;  // since the start of the horizon
  double probability = 1, capacity_factor = 1, contact_factor = 1;
  std::vector<std::size_t> channels;
};

/// Takes a share of the tickets away before anybody is hired.
struct ScenarioLever {
  std::string name;
  double deflects = 0;                // share of what is left after the levers before it
  double cost = 0;                    // for the whole horizon, major units
  std::vector<std::size_t> channels;  // empty = all
};

/// Help beyond the team, in hours of trained work.
struct ScenarioHelp {
  double overtime_hours_per_agent_week = 0;  // cap
  double overtime_factor = 1.5;
  int overtime_notice_days = 0;                    // people must be told so long before
  double temp_wage = 0, temp_hours_per_week = 40;  // wage 0 = none to be had
  int temp_min_weeks = 4, temps_at_most = 0;
  std::vector<double> temp_ramp = {0.4, 0.7, 0.9, 1.0};  // pace in the first, second ... week
  double outsourced_price = 0;                           // per hour; 0 = none
  double outsourced_min_hours_week = 0;                  // when any is bought
  double outsourced_max_hours_week = 0;
};

struct Scenario {
  std::string name, language = "en", currency = "EUR";
  std::string start_date;  // "2026-11-23"
  std::size_t days = 7;
  int planned_on_day = -100'000;  // of the horizon, when the plan is made: no notice can be given before; long ago
  int start_weekday = 0;          // 0 Monday
  double interval_s = 1800;
  std::vector<double> orders, tickets;  // per day; orders may be empty
  double contact_rate = 0, peak_rate_factor = 1;
  std::vector<std::vector<double>> ticket_paths;  // per day; sample paths of a forecast, may be empty
  std::vector<double> profile;                    // 24, adds up to 1
  double sale_value = 0;                          // of an order, major units
  double hours_per_week = 40, shrinkage = 0.3;
  std::vector<ScenarioChannel> channels;
  std::vector<ScenarioTeam> teams;
  std::vector<ScenarioEvent> events;
  std::vector<ScenarioLever> levers;
  ScenarioHelp help;
  std::vector<ScenarioShift> shifts;  // empty: no roster is made
  ScenarioWork work;
  std::vector<ScenarioOff> off;
  std::string history;             // where the volume came from; empty: written down
  bool history_of_orders = false;  // and what it counts
  SeasonForecast season;           // of the history, before factors; empty without one
  double volume_factor = 1;        // what the counts of the season were multiplied by
  std::vector<Notice> notes;       // what was derived or repaired
  std::size_t intervals() const { return days * intervals_per_day(); }
  std::size_t intervals_per_day() const { return std::size_t(86400 / interval_s); }
};

/// Who knows the past. Empty: only the shape of the scenario is checked, its volume is then 0.
using SeasonSource = std::function<SeasonAnswer(const SeasonRequest&)>;
struct ScenarioProblem {
  std::string path, message;  // "channel[0].share", "must be a number from 0 to 1."
};
/// Nothing, and what is wrong with which key, when the scenario cannot be meant.
std::optional<Scenario> scenario_of(const JsonObject& root, const SeasonSource& season, ScenarioProblem& problem);

/// The same from TOML. `read_file` opens the files that a scenario names (history of orders or tickets); it may throw,
/// which passes through. `problem` is a sentence with line and key.
std::optional<Scenario> read_scenario(std::string_view toml,
                                      const std::function<std::string(const std::string&)>& read_file,
                                      std::string& problem);

/// Expected contacts, after levers: [channel][interval].
std::vector<std::vector<double>> expected_contacts(const Scenario& scenario);

/// The scenario as a desk to simulate, its contacts multiplied by `scale`.
simulation::DeskModel desk_of(const Scenario& scenario, double scale = 1);

}  // namespace peakdesk::planning
