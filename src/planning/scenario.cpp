#include "planning/scenario.h"

#include <algorithm>
#include <cmath>

#include "base/clock.h"
#include "planning/capacity.h"
#include "planning/scenario_section.h"
#include "planning/scenario_toml.h"

namespace peakdesk::planning {
namespace {

constexpr double kMany = 1e9;
constexpr std::int64_t kDayMs = 86'400'000;

class ScenarioReader {
 public:
  ScenarioReader(const JsonObject& root, const SeasonSource& season) : root_(root, ""), season_(season) {}

  Scenario read() {
    s_.name = root_.text("name", "Scenario");
    s_.language = root_.text("language", "en");
    const std::vector<std::string> languages = {"en", "fr", "pt-BR", "es", "de", "ru"};
    if (std::find(languages.begin(), languages.end(), s_.language) == languages.end()) {
      root_.bad("language", "one of en, fr, pt-BR, es, de, ru");
    }
    s_.currency = root_.text("currency", "EUR");
    s_.start_date = root_.text("start", "");
    Instant start;
    if (s_.start_date.size() != 10 || !parse_iso8601(s_.start_date, start))
      root_.bad("start", "a date such as \"2026-11-23\"");
    start_ms_ = start.ms;
    // 1970-01-01 was a Thursday.
    s_.start_weekday = int(((start.ms / kDayMs + 3) % 7 + 7) % 7);
    s_.days = std::size_t(root_.whole("days", 7, 1, 366));
    if (const std::string planned = root_.text("planned_on", ""); !planned.empty()) {
      Instant day;
      if (planned.size() != 10 || !parse_iso8601(planned, day))
        root_.bad("planned_on", "a date such as \"2026-11-23\"");
      s_.planned_on_day = int((day.ms - start_ms_) / kDayMs);
    }
    const int minutes = root_.whole("interval_minutes", 30, 5, 1440);
    if (1440 % minutes != 0) root_.bad("interval_minutes", "a part of 1440");
    s_.interval_s = minutes * 60;
    s_.hours_per_week = root_.number("hours_per_week", 40, 1, 80);
    s_.shrinkage = root_.number("shrinkage", 0.3, 0, 0.95);
    read_volume();
    read_channels();
    read_teams();
    read_events();
    read_levers();
    read_help();
    read_work();
    read_what_if();
    root_.finish();
    return std::move(s_);
  }

 private:
  void read_volume() {
    Section volume = root_.section("volume");
    s_.orders = daily(volume, "orders");
    s_.tickets = daily(volume, "tickets");
    const double factor = volume.number("factor", 1, 0, 1000);
    s_.contact_rate = volume.number("contact_rate", 0, 0, 100);
    s_.peak_rate_factor = volume.number("peak_rate_factor", 1, 0, 100);
    s_.sale_value = volume.number("sale_value", 0, 0, kMany);
    read_history(volume);
    s_.volume_factor = factor;
    for (auto* days : {&s_.orders, &s_.tickets}) {
      for (double& count : *days) count *= factor;
    }
    for (auto& path : s_.ticket_paths) {
      for (double& count : path) count *= factor;
    }
    if (s_.tickets.empty()) {
      if (s_.orders.empty() || s_.contact_rate <= 0) {
        volume.bad("tickets", "there, or orders with contact_rate, or history with a file of past days");
      }
      for (const double orders : s_.orders)
        s_.tickets.push_back(tickets_of(orders, s_.contact_rate, s_.peak_rate_factor));
    }
    s_.profile = volume.numbers("profile", 0, kMany);
    if (s_.profile.empty()) {
      s_.profile = {1, 1, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 9, 9, 9, 9, 9, 9, 9, 9, 9, 8, 5, 3};
    }
    double sum = 0;
    for (const double weight : s_.profile) sum += weight;
    if (s_.profile.size() != 24 || sum <= 0)
      volume.bad("profile", "24 weights, one for each hour of the day, not all 0");
    for (double& weight : s_.profile) weight /= sum;
    volume.finish();
  }

  std::vector<double> daily(Section& volume, std::string_view key) {
    std::vector<double> days = volume.numbers(key, 0, kMany);
    if (!days.empty() && days.size() != s_.days)
      volume.bad(key, "one number for each of the " + std::to_string(s_.days) + " days");
    return days;
  }

  // Past days, carried forward to this horizon by whoever knows them.
  void read_history(Section& volume) {
    SeasonRequest request;
    request.history = volume.text("history", "");
    const std::string what = volume.text("history_of", "tickets");
    request.events = volume.text("history_events", "");
    request.country = volume.text("country", "");
    if (request.history.empty()) return;
    if (what != "tickets" && what != "orders") volume.bad("history_of", "\"tickets\" or \"orders\"");
    const bool orders = request.of_orders = what == "orders";
    if (orders && s_.contact_rate <= 0) volume.bad("contact_rate", "there when the history is of orders");
    s_.history = request.history;
    s_.history_of_orders = orders;
    if (!season_) {
      s_.tickets.assign(s_.days, 0);
      return;
    }
    request.first_day = int(start_ms_ / kDayMs);
    request.days = s_.days;
    const SeasonAnswer answer = season_(request);
    if (!answer.problem.empty()) throw BadKey{"volume." + answer.wrong_key, answer.problem};
    s_.season = answer.forecast;
    for (const Notice& note : answer.forecast.notes) s_.notes.push_back(note);
    const double rate = orders ? s_.contact_rate * s_.peak_rate_factor : 1;
    const auto times = [](std::vector<double> values, double factor) {
      for (double& value : values) value *= factor;
      return values;
    };
    if (orders) s_.orders = answer.forecast.mean;
    s_.tickets = times(answer.forecast.mean, rate);
    for (const auto& path : answer.forecast.paths) s_.ticket_paths.push_back(times(path, rate));
  }

  std::vector<std::size_t> channels_of(Section& section, std::string_view key) {
    std::vector<std::size_t> result;
    for (const std::string& name : section.texts(key)) {
      const auto found =
          std::find_if(s_.channels.begin(), s_.channels.end(), [&](const auto& c) { return c.name == name; });
      if (found == s_.channels.end()) section.bad(key, "names of channels, not \"" + name + "\"");
      result.push_back(std::size_t(found - s_.channels.begin()));
    }
    return result;
  }

  void read_channels() {
    double shares = 0;
    for (Section& section : sections("channel", simulation::kMostClasses)) {
      ScenarioChannel c;
      c.name = section.text("name", "");
      if (c.name.empty()) section.bad("name", "there");
      const std::string kind = section.text("kind", "call");
      if (kind != "call" && kind != "chat" && kind != "mail") section.bad("kind", "\"call\", \"chat\" or \"mail\"");
      c.kind = kind == "call" ? ChannelKind::Call : kind == "chat" ? ChannelKind::Chat : ChannelKind::Mail;
      const bool mail = c.kind == ChannelKind::Mail;
      c.share = section.number("share", 1, 0, 1);
      shares += c.share;
      c.from_hour = section.number("from_hour", 0, 0, 24);
      c.to_hour = section.number("to_hour", 24, 0, 24);
      if (c.to_hour <= c.from_hour) section.bad("to_hour", "after from_hour");
      c.handle_s = section.number("handle_s", 300, 0.1, 1e6);
      c.handle_variation = section.number("handle_variation", 0.8, 0, 10);
      c.patience_s = section.number("patience_s", 0, 0, kMany);
      c.promise_s = section.number("promise_s", mail ? 8 * 3600 : c.kind == ChannelKind::Chat ? 60 : 20, 0, kMany);
      c.target = section.number("target", mail ? 0.95 : 0.8, 0, 0.9999);
      c.priority = section.whole("priority", mail ? 0 : c.kind == ChannelKind::Chat ? 1 : 2, -1000, 1000);
      c.automated_share = section.number("automated_share", 0, 0, 1);
      c.return_share = section.number("return_share", 0, 0, 0.99);
      c.return_after_s = section.number("return_after_s", 600, 1, kMany);
      c.reopen_share = section.number("reopen_share", 0, 0, 0.99);
      c.reopen_after_s = section.number("reopen_after_s", 86400, 1, kMany);
      c.lost_value = section.number("lost_value", 0, 0, kMany);
      section.finish();
      s_.channels.push_back(std::move(c));
    }
    if (s_.channels.empty() || s_.channels.size() > simulation::kMostClasses)
      root_.bad("channel", "there, 1 to 64 of them");
    if (std::abs(shares - 1) > 1e-6)
      root_.bad("channel", "so that the shares add up to 1 (now " + std::to_string(shares) + ")");
  }

  void read_teams() {
    for (Section& section : sections("team", simulation::kMostGroups)) {
      ScenarioTeam team;
      team.name = section.text("name", "team " + std::to_string(s_.teams.size() + 1));
      team.channels = channels_of(section, "channels");
      if (team.channels.empty()) {
        for (std::size_t c = 0; c < s_.channels.size(); ++c) team.channels.push_back(c);
      }
      team.agents = section.whole("agents", 0, 0, 100'000);
      team.from_hour = section.number("from_hour", 0, 0, 24);
      team.to_hour = section.number("to_hour", 24, 0, 24);
      for (const double day : section.numbers("weekdays", 0, 6)) team.weekdays.push_back(int(day));
      for (const double agents : section.numbers("on_duty", 0, 100'000)) team.on_duty.push_back(int(agents));
      if (!team.on_duty.empty() && team.on_duty.size() != s_.intervals()) {
        section.bad("on_duty", "one number for each of the " + std::to_string(s_.intervals()) + " intervals");
      }
      team.wage = section.number("wage", 0, 0, kMany);
      team.overtime_factor = section.number("overtime_factor", 1.5, 1, 10);
      team.absence_share = section.number("absence_share", 0, 0, 0.95);
      team.pace = section.number("pace", 1, 0.01, 10);
      team.chats_at_once = section.whole("chats_at_once", 1, 1, 50);
      team.chat_slowdown = section.number("chat_slowdown", 0, 0, 100);
      team.people = section.texts("people");
      section.finish();
      s_.teams.push_back(std::move(team));
    }
    if (s_.teams.empty() || s_.teams.size() > simulation::kMostGroups) root_.bad("team", "there, 1 to 64 of them");
  }

  double moment(Section& section, std::string_view key) {
    const std::string text = section.text(key, "");
    Instant at;
    // Wall-clock time of the shop; read as if it were UTC on both sides.
    const std::string full = text.size() == 16 ? text + ":00Z" : text.size() == 19 ? text + "Z" : text;
    if (!parse_iso8601(full, at)) section.bad(key, "a time such as \"2026-11-27T18:00\"");
    const double seconds = double(at.ms - start_ms_) / 1000;
    if (seconds < -86400.0 * 366 || seconds > 86400.0 * 732) section.bad(key, "near the horizon");
    return seconds;
  }

  void read_events() {
    for (Section& section : sections("event", 500)) {
      ScenarioEvent event;
      event.name = section.text("name", "event " + std::to_string(s_.events.size() + 1));
      event.from_s = moment(section, "from");
      event.to_s = moment(section, "to");
      if (event.to_s < event.from_s) section.bad("to", "after from");
      event.probability = section.number("probability", 1, 0, 1);
      event.capacity_factor = section.number("capacity_factor", 1, 0, 10);
      event.contact_factor = section.number("contact_factor", 1, 0, 1000);
      event.channels = channels_of(section, "channels");
      section.finish();
      s_.events.push_back(std::move(event));
    }
  }

  void read_levers() {
    for (Section& section : sections("lever", 100)) {
      ScenarioLever lever;
      lever.name = section.text("name", "lever " + std::to_string(s_.levers.size() + 1));
      lever.deflects = section.number("deflects", 0, 0, 1);
      lever.cost = section.number("cost", 0, 0, kMany);
      lever.channels = channels_of(section, "channels");
      section.finish();
      s_.levers.push_back(std::move(lever));
    }
  }

  void read_help() {
    Section help = root_.section("help");
    ScenarioHelp& h = s_.help;
    h.overtime_hours_per_agent_week = help.number("overtime_hours_per_agent_week", 0, 0, 60);
    h.overtime_factor = help.number("overtime_factor", 1.5, 1, 10);
    h.temp_wage = help.number("temp_wage", 0, 0, kMany);
    h.temp_hours_per_week = help.number("temp_hours_per_week", 40, 1, 80);
    h.temp_min_weeks = help.whole("temp_min_weeks", 4, 1, 53);
    h.temps_at_most = help.whole("temps_at_most", h.temp_wage > 0 ? 1000 : 0, 0, 100'000);
    if (help.has("temp_ramp")) h.temp_ramp = help.numbers("temp_ramp", 0, 1);
    if (h.temp_ramp.empty()) help.bad("temp_ramp", "a list of paces, one a week");
    h.outsourced_price = help.number("outsourced_price", 0, 0, kMany);
    h.outsourced_min_hours_week = help.number("outsourced_min_hours_week", 0, 0, kMany);
    h.outsourced_max_hours_week = help.number("outsourced_max_hours_week", h.outsourced_price > 0 ? 1e6 : 0, 0, kMany);
    h.overtime_notice_days = help.whole("overtime_notice_days", 0, 0, 60);
    help.finish();
  }

  // How people may be put on the roster.
  void read_work() {
    for (Section& section : sections("shift", 60)) {
      ScenarioShift shift;
      shift.name = section.text("name", "shift " + std::to_string(s_.shifts.size() + 1));
      shift.from_hour = section.number("from_hour", 8, 0, 23.99);
      shift.hours = section.number("hours", 8.5, 0.5, 16);
      shift.break_after_hours = section.number("break_after_hours", 4, 0, 16);
      shift.break_hours = section.number("break_hours", 0.5, 0, 4);
      if (shift.break_hours > 0 && shift.break_after_hours + shift.break_hours > shift.hours) {
        section.bad("break_after_hours", "so that the break lies within the shift");
      }
      const auto whole = [&](std::string_view key, double hours) {
        const double intervals = hours * 3600 / s_.interval_s;
        if (std::abs(intervals - std::round(intervals)) > 1e-6) section.bad(key, "whole intervals of the scenario");
      };
      whole("from_hour", shift.from_hour);
      whole("hours", shift.hours);
      whole("break_after_hours", shift.break_hours > 0 ? shift.break_after_hours : 0);
      whole("break_hours", shift.break_hours);
      section.finish();
      s_.shifts.push_back(std::move(shift));
    }
    Section work = root_.section("work");
    s_.work.max_hours_per_week = work.number("max_hours_per_week", s_.hours_per_week, 1, 80);
    s_.work.max_days_per_week = work.whole("max_days_per_week", 5, 1, 7);
    s_.work.min_rest_hours = work.number("min_rest_hours", 11, 0, 24);
    work.finish();
    for (Section& section : sections("off", 2000)) {
      ScenarioOff off;
      off.person = section.text("person", "");
      if (off.person.empty()) section.bad("person", "there");
      off.from_day = int(std::floor(moment(section, "from") / 86400));
      off.to_day = section.has("to") ? int(std::floor(moment(section, "to") / 86400)) : off.from_day;
      if (off.to_day < off.from_day) section.bad("to", "on the day of from or later");
      section.finish();
      s_.off.push_back(std::move(off));
    }
  }

  // Turns of a knob on what was written before: the question "what if" without touching the scenario itself.
  void read_what_if() {
    Section what_if = root_.section("what_if");
    const double volume = what_if.number("volume_factor", 1, 0, 100);
    const double handle = what_if.number("handle_factor", 1, 0.05, 20);
    const double deflects = what_if.number("deflects", 0, 0, 1);
    const double automated = what_if.number("automated", 0, 0, 1);
    what_if.finish();
    for (auto* days : {&s_.orders, &s_.tickets}) {
      for (double& count : *days) count *= volume;
    }
    for (auto& path : s_.ticket_paths) {
      for (double& count : path) count *= volume;
    }
    s_.volume_factor *= volume;
    for (ScenarioChannel& channel : s_.channels) {
      channel.handle_s *= handle;
      channel.automated_share = 1 - (1 - channel.automated_share) * (1 - automated);
    }
    if (deflects > 0) s_.levers.push_back({"what if", deflects, 0, {}});
  }

  std::vector<Section>& sections(std::string_view key, std::size_t at_most) {
    return kept_.emplace_back(root_.sections(key, at_most));
  }

  Section root_;
  const SeasonSource& season_;
  std::vector<std::vector<Section>> kept_;
  Scenario s_;
  std::int64_t start_ms_ = 0;
};

}  // namespace

std::optional<Scenario> scenario_of(const JsonObject& root, const SeasonSource& season, ScenarioProblem& problem) {
  try {
    return ScenarioReader(root, season).read();
  } catch (const BadKey& key) {
    problem = {key.path, key.message};
    return std::nullopt;
  }
}

std::optional<Scenario> read_scenario(std::string_view text,
                                      const std::function<std::string(const std::string&)>& read_file,
                                      std::string& problem) {
  const auto document = parse_toml(text, problem);
  if (!document) return std::nullopt;
  ScenarioProblem wrong;
  auto scenario = scenario_of(
      document->root,
      [&](const SeasonRequest& request) {
        return forecast_season_csv(read_file(request.history),
                                   request.events.empty() ? std::string() : read_file(request.events), request);
      },
      wrong);
  if (scenario) return scenario;
  const std::size_t line = document->line_of(wrong.path);
  problem = (line > 0 ? "Line " + std::to_string(line) + ", " : "") + wrong.path + ": " + wrong.message;
  return std::nullopt;
}

}  // namespace peakdesk::planning
