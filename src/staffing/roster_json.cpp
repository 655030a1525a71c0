#include "staffing/roster_json.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <limits>

namespace peakdesk::staffing {
namespace {

namespace json = boost::json;

// Thrown and caught in this file only: what a field must be.
struct BadField {
  std::string message;
};

[[noreturn]] void bad(const std::string& field, const std::string& must) {
  throw BadField{"\"" + field + "\" must be " + must + "."};
}

const json::value* find(const json::object& object, std::string_view name) {
  const auto found = object.find(name);
  return found == object.end() || found->value().is_null() ? nullptr : &found->value();
}

double number_of(const json::value& value, const std::string& field, double low, double high) {
  double result = 0;
  if (value.is_int64()) {
    result = double(value.get_int64());
  } else if (value.is_uint64()) {
    result = double(value.get_uint64());
  } else if (value.is_double()) {
    result = value.get_double();
  } else {
    bad(field, "a number");
  }
  if (!(result >= low && result <= high)) bad(field, "between " + std::to_string(low) + " and " + std::to_string(high));
  return result;
}
double number_in(const json::object& object, std::string_view name, const std::string& where, double if_absent,
                 double low, double high) {
  const json::value* value = find(object, name);
  return value ? number_of(*value, where + std::string(name), low, high) : if_absent;
}
std::size_t whole_of(const json::value& value, const std::string& field, double low, double high) {
  const double result = number_of(value, field, low, high);
  if (result != std::floor(result)) bad(field, "a whole number");
  return std::size_t(result);
}
std::string text_of(const json::value& value, const std::string& field) {
  if (!value.is_string()) bad(field, "a text");
  return std::string(value.get_string());
}
const json::array& list_of(const json::value& value, const std::string& field) {
  if (!value.is_array()) bad(field, "a list");
  return value.get_array();
}
const json::object& object_of(const json::value& value, const std::string& field) {
  if (!value.is_object()) bad(field, "an object");
  return value.get_object();
}
const json::value& need(const json::object& object, std::string_view name, const std::string& where = {}) {
  const json::value* value = find(object, name);
  if (!value) bad(where + std::string(name), "there");
  return *value;
}
std::string item(const std::string& list, std::size_t i) { return list + "[" + std::to_string(i) + "]"; }

template <class Named>
std::size_t index_of(const std::vector<Named>& among, const std::string& name, const std::string& field) {
  for (std::size_t i = 0; i < among.size(); ++i) {
    if (among[i].name == name) return i;
  }
  bad(field, "one of the names given, not \"" + name + "\"");
}

std::size_t minutes_of_day(const std::string& text, const std::string& field) {
  const bool shaped = text.size() == 5 && text[2] == ':' &&
                      std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == ':'; });
  const std::size_t minutes =
      shaped ? std::size_t((text[0] - '0') * 600 + (text[1] - '0') * 60 + (text[3] - '0') * 10 + (text[4] - '0'))
             : 1440;
  if (minutes >= 1440) bad(field, "a time of day such as \"07:30\"");
  return minutes;
}

class RosterReader {
 public:
  explicit RosterReader(const json::object& root) : root_(root) {}

  RosterProblem read() {
    minutes_ = whole_of_or(root_, "interval_minutes", 30, 5, 1440);
    if (1440 % minutes_ != 0) bad("interval_minutes", "a part of 1440");
    problem_.interval_hours = double(minutes_) / 60;
    problem_.intervals_per_day = 1440 / minutes_;
    problem_.days = whole_of_or(root_, "days", 7, 1, 62);
    problem_.under = number_in(root_, "under", "", 3, 0, 1e9);
    problem_.over = number_in(root_, "over", "", 0.2, 0, 1e9);
    read_demand(need(root_, "demand"));
    if (const json::value* patterns = find(root_, "patterns")) read_patterns(list_of(*patterns, "patterns"));
    if (const json::value* shifts = find(root_, "shifts")) read_shifts(list_of(*shifts, "shifts"));
    if (problem_.shifts.empty() && problem_.patterns.empty()) bad("shifts", "there, or \"patterns\"");
    if (const json::value* rules = find(root_, "rules")) {
      problem_.rules[0] = rules_of(object_of(*rules, "rules"), "rules.", problem_.rules[0]);
    }
    read_agents(need(root_, "agents"));
    return std::move(problem_);
  }

 private:
  static std::size_t whole_of_or(const json::object& object, std::string_view name, std::size_t if_absent, double low,
                                 double high) {
    const json::value* value = find(object, name);
    return value ? whole_of(*value, std::string(name), low, high) : if_absent;
  }

  void read_demand(const json::value& demand) {
    problem_.streams.clear();
    const auto add = [&](std::string name, const json::value& list, const std::string& field) {
      problem_.streams.push_back(std::move(name));
      problem_.demand.emplace_back();
      const json::array& numbers = list_of(list, field);
      for (std::size_t i = 0; i < numbers.size(); ++i)
        problem_.demand.back().push_back(number_of(numbers[i], item(field, i), 0, 1e6));
    };
    if (demand.is_array()) {
      add("all", demand, "demand");
    } else {
      for (const auto& [name, list] : object_of(demand, "demand"))
        add(std::string(name), list, "demand." + std::string(name));
    }
  }

  void read_patterns(const json::array& list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string where = item("patterns", i) + ".";
      const json::object& object = object_of(list[i], item("patterns", i));
      WeekPattern pattern;
      const json::value* name = find(object, "name");
      pattern.name = name ? text_of(*name, where + "name") : std::to_string(i + 1);
      pattern.cost = number_in(object, "cost", where, 0, -1e9, 1e9);
      if (const json::value* on = find(object, "on")) {
        const std::string bits = text_of(*on, where + "on");
        if (bits.size() != problem_.intervals() || bits.find_first_not_of("01") != std::string::npos) {
          bad(where + "on", "a 0 or 1 for each of the " + std::to_string(problem_.intervals()) + " intervals");
        }
        for (std::size_t t = 0; t < bits.size(); ++t) {
          if (bits[t] == '1') pattern.intervals.push_back(t);
        }
      } else {
        const json::array& intervals = list_of(need(object, "intervals", where), where + "intervals");
        for (std::size_t k = 0; k < intervals.size(); ++k) {
          pattern.intervals.push_back(
              whole_of(intervals[k], item(where + "intervals", k), 0, double(problem_.intervals() - 1)));
        }
        std::sort(pattern.intervals.begin(), pattern.intervals.end());
        pattern.intervals.erase(std::unique(pattern.intervals.begin(), pattern.intervals.end()),
                                pattern.intervals.end());
      }
      problem_.patterns.push_back(std::move(pattern));
    }
  }

  std::size_t intervals_of(double minutes, const std::string& field) const {
    const double count = minutes / double(minutes_);
    if (std::abs(count - std::round(count)) > 1e-9)
      bad(field, "a multiple of the interval (" + std::to_string(minutes_) + " minutes)");
    return std::size_t(std::lround(count));
  }

  void read_shifts(const json::array& list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string where = item("shifts", i) + ".";
      const json::object& object = object_of(list[i], item("shifts", i));
      ShiftTemplate shift;
      shift.name = text_of(need(object, "name", where), where + "name");
      shift.start =
          intervals_of(double(minutes_of_day(text_of(need(object, "start", where), where + "start"), where + "start")),
                       where + "start");
      const double hours = number_of(need(object, "hours", where), where + "hours", 0.05, 48);
      shift.length = intervals_of(hours * 60, where + "hours");
      shift.hours = number_in(object, "paid_hours", where, hours, 0, 48);
      if (const json::value* breaks = find(object, "breaks")) {
        const json::array& entries = list_of(*breaks, where + "breaks");
        for (std::size_t k = 0; k < entries.size(); ++k) {
          const std::string at = item(where + "breaks", k) + ".";
          const json::object& entry = object_of(entries[k], item(where + "breaks", k));
          const std::size_t from = intervals_of(
              number_of(need(entry, "after_minutes", at), at + "after_minutes", 0, 2880), at + "after_minutes");
          const std::size_t count =
              intervals_of(number_of(need(entry, "minutes", at), at + "minutes", 0, 2880), at + "minutes");
          for (std::size_t b = from; b < from + count; ++b) shift.breaks.push_back(b);
        }
      }
      problem_.shifts.push_back(std::move(shift));
    }
  }

  WorkRules rules_of(const json::object& object, const std::string& where, WorkRules rules) const {
    rules.min_hours = number_in(object, "min_hours", where, rules.min_hours, 0, 1e9);
    rules.max_hours = number_in(object, "max_hours", where, rules.max_hours, 0, 1e9);
    rules.min_days = std::size_t(number_in(object, "min_days", where, double(rules.min_days), 0, 1000));
    rules.max_days = std::size_t(number_in(object, "max_days", where, double(rules.max_days), 0, 1000));
    rules.min_rest_hours = number_in(object, "min_rest_hours", where, rules.min_rest_hours, 0, 48);
    if (const json::value* forbidden = find(object, "forbidden")) {
      for (const json::value& entry : list_of(*forbidden, where + "forbidden")) {
        const json::array& pair = list_of(entry, where + "forbidden");
        if (pair.size() != 2) bad(where + "forbidden", "a list of pairs of shifts");
        rules.forbidden_sequences.emplace_back(
            index_of(problem_.shifts, text_of(pair[0], where + "forbidden"), where + "forbidden"),
            index_of(problem_.shifts, text_of(pair[1], where + "forbidden"), where + "forbidden"));
      }
    }
    return rules;
  }

  void read_agents(const json::value& agents) {
    const std::uint32_t all = (1u << problem_.streams.size()) - 1;
    if (!agents.is_array()) {
      const std::size_t count = whole_of(agents, "agents", 0, 100'000);
      for (std::size_t i = 0; i < count; ++i)
        problem_.agents.push_back(RosterAgent{.name = std::to_string(i + 1), .skills = all});
      return;
    }
    const json::array& list = agents.get_array();
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string where = item("agents", i) + ".";
      const json::object& object = object_of(list[i], item("agents", i));
      RosterAgent agent{.name = std::to_string(i + 1), .skills = all};
      if (const json::value* name = find(object, "name")) agent.name = text_of(*name, where + "name");
      if (const json::value* skills = find(object, "skills")) {
        agent.skills = 0;
        for (const json::value& skill : list_of(*skills, where + "skills")) {
          const std::string name = text_of(skill, where + "skills");
          const auto found = std::find(problem_.streams.begin(), problem_.streams.end(), name);
          if (found == problem_.streams.end()) bad(where + "skills", "names of the demand, not \"" + name + "\"");
          agent.skills |= 1u << (found - problem_.streams.begin());
        }
      }
      agent.wage = number_in(object, "wage", where, 0, 0, 1e9);
      agent.line_cost = number_in(object, "line_cost", where, 0, 0, 1e9);
      if (const json::value* must = find(object, "must_work")) agent.must_work = must->is_bool() && must->get_bool();
      if (const json::value* patterns = find(object, "patterns")) {
        for (const json::value& name : list_of(*patterns, where + "patterns")) {
          agent.patterns.push_back(index_of(problem_.patterns, text_of(name, where + "patterns"), where + "patterns"));
        }
      }
      const bool own = std::any_of(object.begin(), object.end(), [](const auto& field) {
        return field.key().starts_with("min_") || field.key().starts_with("max_") || field.key() == "forbidden";
      });
      if (own) {
        agent.rules = problem_.rules.size();
        problem_.rules.push_back(rules_of(object, where, problem_.rules[0]));
      }
      read_shift_costs(object, where, agent);
      const std::size_t count =
          find(object, "count") ? whole_of(*find(object, "count"), where + "count", 0, 100'000) : 1;
      const std::string name = agent.name;
      for (std::size_t k = 0; k < count; ++k) {
        if (count > 1) agent.name = name + " " + std::to_string(k + 1);
        problem_.agents.push_back(agent);
      }
    }
  }

  void read_shift_costs(const json::object& object, const std::string& where, RosterAgent& agent) const {
    const std::size_t shifts = problem_.shifts.size();
    const auto each = [&](std::string_view list_name, auto&& change) {
      const json::value* list = find(object, list_name);
      if (!list) return;
      if (agent.shift_cost.empty()) agent.shift_cost.assign(problem_.days * shifts, 0.0);
      const std::string field = where + std::string(list_name);
      for (const json::value& value : list_of(*list, field)) {
        const json::object& entry = object_of(value, field);
        const json::value* day = find(entry, "day");
        const json::value* shift = find(entry, "shift");
        for (std::size_t d = 0; d < problem_.days; ++d) {
          if (day && whole_of(*day, field + ".day", 0, double(problem_.days - 1)) != d) continue;
          for (std::size_t s = 0; s < shifts; ++s) {
            if (shift && index_of(problem_.shifts, text_of(*shift, field + ".shift"), field + ".shift") != s) continue;
            change(agent.shift_cost[d * shifts + s], number_in(entry, "weight", field + ".", 1, -1e6, 1e6));
          }
        }
      }
    };
    each("wishes", [](double& cost, double weight) { cost -= weight; });
    each("unavailable", [](double& cost, double) { cost = std::numeric_limits<double>::infinity(); });
  }

  const json::object& root_;
  RosterProblem problem_;
  std::size_t minutes_ = 30;
};

// One "interval" for each shift of a day. Everybody works at least min_working_hours with at most max_resting days off;
// the demand must be met, and the fewest hours win.
RosterProblem read_pyworkforce(const json::object& root) {
  RosterProblem problem;
  problem.days = whole_of(need(root, "num_days"), "num_days", 1, 62);
  const json::array& shifts = list_of(need(root, "shifts"), "shifts");
  const json::array& hours = list_of(need(root, "shifts_hours"), "shifts_hours");
  if (shifts.empty() || hours.size() != shifts.size()) bad("shifts_hours", "as long as \"shifts\"");
  problem.intervals_per_day = shifts.size();
  problem.interval_hours = 1;
  problem.under = 1000;
  problem.over = 0;
  for (std::size_t s = 0; s < shifts.size(); ++s) {
    ShiftTemplate shift{.name = text_of(shifts[s], item("shifts", s)), .start = s, .length = 1, .breaks = {}};
    shift.hours = number_of(hours[s], item("shifts_hours", s), 0, 48);
    problem.shifts.push_back(shift);
  }
  problem.demand.assign(1, std::vector<double>(problem.intervals(), 0.0));
  for (const auto& [name, list] : object_of(need(root, "required_resources"), "required_resources")) {
    const std::string field = "required_resources." + std::string(name);
    const std::size_t s = index_of(problem.shifts, std::string(name), field);
    const json::array& numbers = list_of(list, field);
    if (numbers.size() != problem.days) bad(field, "one number for each day");
    for (std::size_t d = 0; d < problem.days; ++d) {
      problem.demand[0][d * problem.shifts.size() + s] = number_of(numbers[d], item(field, d), 0, 1e6);
    }
  }
  WorkRules& rules = problem.rules[0];
  rules.min_hours = number_in(root, "min_working_hours", "", 0, 0, 1e9);
  rules.min_days =
      problem.days - std::size_t(number_in(root, "max_resting", "", double(problem.days), 0, double(problem.days)));
  if (const json::value* sequences = find(root, "non_sequential_shifts")) {
    for (const json::value& value : list_of(*sequences, "non_sequential_shifts")) {
      const json::object& pair = object_of(value, "non_sequential_shifts");
      const auto shift = [&](std::string_view end) {
        const std::string field = "non_sequential_shifts." + std::string(end);
        return index_of(problem.shifts, text_of(need(pair, end, "non_sequential_shifts."), field), field);
      };
      rules.forbidden_sequences.emplace_back(shift("origin"), shift("destination"));
    }
  }
  for (const json::value& name : list_of(need(root, "resources"), "resources")) {
    problem.agents.push_back(RosterAgent{.name = text_of(name, "resources"), .wage = 1});
  }
  const auto shift_cost = [&](const json::object& entry, const std::string& field, bool one_day, auto&& change) {
    RosterAgent& agent = problem.agents[index_of(
        problem.agents, text_of(need(entry, "resource", field), field + "resource"), field + "resource")];
    const std::size_t s =
        index_of(problem.shifts, text_of(need(entry, "shift", field), field + "shift"), field + "shift");
    if (agent.shift_cost.empty()) agent.shift_cost.assign(problem.intervals(), 0.0);
    const std::size_t day =
        one_day ? whole_of(need(entry, "day", field), field + "day", 0, double(problem.days - 1)) : 0;
    for (std::size_t d = 0; d < problem.days; ++d) {
      if (!one_day || d == day) change(agent, agent.shift_cost[d * problem.shifts.size() + s]);
    }
  };
  if (const json::value* wishes = find(root, "resources_preferences")) {
    for (const json::value& wish : list_of(*wishes, "resources_preferences")) {
      double weight = 1;
      const json::object& entry = object_of(wish, "resources_preferences");
      if (const json::value* weights = find(root, "resources_prioritization")) {
        for (const json::value& value : list_of(*weights, "resources_prioritization")) {
          const json::object& of = object_of(value, "resources_prioritization");
          if (need(of, "resource") == need(entry, "resource"))
            weight = number_in(of, "weight", "resources_prioritization.", 1, -1e6, 1e6);
        }
      }
      shift_cost(entry, "resources_preferences.", false, [&](RosterAgent&, double& cost) { cost -= weight; });
    }
  }
  if (const json::value* banned = find(root, "banned_shifts")) {
    for (const json::value& ban : list_of(*banned, "banned_shifts")) {
      shift_cost(object_of(ban, "banned_shifts"), "banned_shifts.", true,
                 [](RosterAgent&, double& cost) { cost = std::numeric_limits<double>::infinity(); });
    }
  }
  return problem;
}

}  // namespace

std::optional<RosterProblem> read_roster(std::string_view text, std::string& problem) {
  boost::system::error_code code;
  json::parse_options options;
  options.max_depth = 16;
  const json::value root = json::parse({text.data(), text.size()}, code, {}, options);
  if (code) {
    problem = "The roster is not valid JSON: " + code.message() + ".";
    return std::nullopt;
  }
  try {
    const json::object& object = object_of(root, "the roster");
    RosterProblem result = find(object, "num_days") ? read_pyworkforce(object) : RosterReader(object).read();
    problem = check_roster(result);
    if (!problem.empty()) return std::nullopt;
    return result;
  } catch (const BadField& field) {
    problem = field.message;
    return std::nullopt;
  }
}

}  // namespace peakdesk::staffing
