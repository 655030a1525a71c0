#include "planning/scenario.h"

#include <toml++/toml.h>
#include <algorithm>
#include <cmath>

#include "base/clock.h"
#include "forecasting/forecaster.h"
#include "planning/capacity.h"

namespace peakdesk::planning {
namespace {

struct BadKey {
  std::string message;
};

// One table of the text. Every key that is asked for counts as known; the others are errors, as a slip of the pen would
// otherwise pass as "left out".
class Section {
 public:
  Section(const toml::table& table, std::string where) : table_(table), where_(std::move(where)) {}

  [[noreturn]] void bad(std::string_view key, const std::string& must) const {
    const toml::node* node = table_.get(key);
    const auto line = node ? node->source().begin.line : table_.source().begin.line;
    throw BadKey{"Line " + std::to_string(line) + ", " + where_ + std::string(key) + ": must be " + must + "."};
  }
  bool has(std::string_view key) { return get(key) != nullptr; }
  double number(std::string_view key, double if_absent, double low, double high) {
    const toml::node* node = get(key);
    if (!node) return if_absent;
    const auto value = node->is_number() ? node->value<double>() : std::nullopt;
    if (!value || !(*value >= low && *value <= high)) bad(key, "a number from " + shown(low) + " to " + shown(high));
    return *value;
  }
  int whole(std::string_view key, int if_absent, int low, int high) {
    const double value = number(key, if_absent, low, high);
    if (value != std::floor(value)) bad(key, "a whole number");
    return int(value);
  }
  std::string text(std::string_view key, std::string if_absent) {
    const toml::node* node = get(key);
    if (!node) return if_absent;
    if (!node->is_string()) bad(key, "a text in quotation marks");
    return *node->value<std::string>();
  }
  std::vector<double> numbers(std::string_view key, double low, double high) {
    std::vector<double> result;
    for (const toml::node& node : list(key)) {
      const auto value = node.is_number() ? node.value<double>() : std::nullopt;
      if (!value || !(*value >= low && *value <= high))
        bad(key, "a list of numbers from " + shown(low) + " to " + shown(high));
      result.push_back(*value);
    }
    return result;
  }
  std::vector<std::string> texts(std::string_view key) {
    std::vector<std::string> result;
    for (const toml::node& node : list(key)) {
      if (!node.is_string()) bad(key, "a list of texts");
      result.push_back(*node.value<std::string>());
    }
    return result;
  }
  Section section(std::string_view key) {
    static const toml::table kNothing;
    const toml::node* node = get(key);
    if (node && !node->is_table()) bad(key, "a table");
    return {node ? *node->as_table() : kNothing, where_ + std::string(key) + "."};
  }
  std::vector<Section> sections(std::string_view key) {
    std::vector<Section> result;
    const toml::node* node = get(key);
    if (!node) return result;
    if (!node->is_array_of_tables()) bad(key, "written as [[" + std::string(key) + "]]");
    for (const toml::node& entry : *node->as_array()) {
      result.emplace_back(*entry.as_table(), where_ + std::string(key) + "[" + std::to_string(result.size()) + "].");
    }
    return result;
  }
  void finish() const {
    for (const auto& [key, node] : table_) {
      if (std::find(known_.begin(), known_.end(), key.str()) == known_.end()) {
        throw BadKey{"Line " + std::to_string(key.source().begin.line) + ": " + where_ + std::string(key.str()) +
                     " is not a known key. Known here are: " + known_list() + "."};
      }
    }
  }

 private:
  static std::string shown(double value) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%g", value);
    return buffer;
  }
  const toml::node* get(std::string_view key) {
    known_.emplace_back(key);
    return table_.get(key);
  }
  const toml::array& list(std::string_view key) {
    static const toml::array kNothing;
    const toml::node* node = get(key);
    if (node && !node->is_array()) bad(key, "a list");
    return node ? *node->as_array() : kNothing;
  }
  std::string known_list() const {
    std::string result;
    for (const std::string& key : known_) result += (result.empty() ? "" : ", ") + key;
    return result;
  }
  const toml::table& table_;
  std::string where_;
  std::vector<std::string> known_;
};

constexpr double kMany = 1e9;
constexpr std::int64_t kDayMs = 86'400'000;

class ScenarioReader {
 public:
  ScenarioReader(const toml::table& root, const std::function<std::string(const std::string&)>& read_file)
      : root_(root, ""), read_file_(read_file) {}

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

  // Past days from a file, carried forward to this horizon by the forecaster.
  void read_history(Section& volume) {
    const std::string file = volume.text("history", "");
    const std::string what = volume.text("history_of", "tickets");
    const std::string events = volume.text("history_events", "");
    const std::string country = volume.text("country", "");
    if (file.empty()) return;
    if (what != "tickets" && what != "orders") volume.bad("history_of", "\"tickets\" or \"orders\"");
    const forecasting::SeriesCsv csv = forecasting::read_series_csv(read_file_(file), {.freq = "day"});
    if (!csv.error.empty()) throw BadKey{file + ": " + csv.error};
    if (csv.series.size() != 1) volume.bad("history", "a file with one daily series");
    const forecasting::Series& series = csv.series[0].series;
    const std::int64_t last_day = series.times.back() / forecasting::kDay, first_day = start_ms_ / kDayMs;
    const std::int64_t gap = first_day - last_day - 1;
    if (gap < 0 || gap > 400) volume.bad("history", "a file that ends before the start, at most 400 days before");
    forecasting::ForecastOptions options;
    options.horizon = std::size_t(gap) + s_.days;
    options.country = country;
    if (!events.empty()) {
      forecasting::EventsCsv calendar = forecasting::read_events_csv(read_file_(events));
      if (!calendar.error.empty()) throw BadKey{events + ": " + calendar.error};
      options.events = std::move(calendar.events);
    }
    const forecasting::Forecast forecast = forecasting::forecast(series, options);
    if (forecast.mean.size() != options.horizon || series.grid.has_closed_times()) {
      volume.bad("history", "a file with every day of the week in it");
    }
    for (const std::string& note : forecast.notes) s_.notes.push_back(note);
    const bool orders = what == "orders";
    if (orders && s_.contact_rate <= 0) volume.bad("contact_rate", "there when the history is of orders");
    const double rate = orders ? s_.contact_rate * s_.peak_rate_factor : 1;
    const auto window = [&](const std::vector<double>& values, double times) {
      std::vector<double> result;
      for (std::size_t d = 0; d < s_.days; ++d) result.push_back(std::max(0.0, values[std::size_t(gap) + d]) * times);
      return result;
    };
    if (orders) s_.orders = window(forecast.mean, 1);
    s_.tickets = window(forecast.mean, rate);
    constexpr std::size_t kPaths = 50;
    for (const auto& path : forecast.spread.paths(forecast.mean, kPaths, 1))
      s_.ticket_paths.push_back(window(path, rate));
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
    for (Section& section : sections("channel")) {
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
    for (Section& section : sections("team")) {
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
    for (Section& section : sections("event")) {
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
    for (Section& section : sections("lever")) {
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
    help.finish();
  }

  std::vector<Section>& sections(std::string_view key) { return kept_.emplace_back(root_.sections(key)); }

  Section root_;
  const std::function<std::string(const std::string&)>& read_file_;
  std::vector<std::vector<Section>> kept_;
  Scenario s_;
  std::int64_t start_ms_ = 0;
};

}  // namespace

std::optional<Scenario> read_scenario(std::string_view text,
                                      const std::function<std::string(const std::string&)>& read_file,
                                      std::string& problem) {
  try {
    const toml::table root = toml::parse(text);
    return ScenarioReader(root, read_file).read();
  } catch (const toml::parse_error& error) {
    problem = "Line " + std::to_string(error.source().begin.line) + ": " + std::string(error.description()) + ".";
  } catch (const BadKey& key) {
    problem = key.message;
  }
  return std::nullopt;
}

}  // namespace peakdesk::planning
