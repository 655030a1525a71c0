#include "planning/actuals.h"

#include <cmath>
#include <map>
#include <set>

#include "planning/daily_counts.h"

namespace peakdesk::planning {
namespace {

constexpr std::size_t kMostChanges = 200;

void add_changes(const Json& before, const Json& after, const std::string& path, std::vector<InputChange>& out) {
  if (before == after || out.size() >= kMostChanges) return;
  if (before.is_object() && after.is_object()) {
    std::set<std::string> keys;
    for (const auto& item : before.get_object()) keys.emplace(item.key());
    for (const auto& item : after.get_object()) keys.emplace(item.key());
    for (const std::string& key : keys) {
      const Json* was = before.get_object().if_contains(key);
      const Json* is = after.get_object().if_contains(key);
      add_changes(was ? *was : Json(), is ? *is : Json(), path.empty() ? key : path + "." + key, out);
    }
    return;
  }
  if (before.is_array() && after.is_array() && before.get_array().size() == after.get_array().size() &&
      !before.get_array().empty() && before.get_array()[0].is_object()) {
    for (std::size_t i = 0; i < before.get_array().size(); ++i) {
      add_changes(before.get_array()[i], after.get_array()[i], path + "[" + std::to_string(i) + "]", out);
    }
    return;
  }
  out.push_back({path, before, after});
}

}  // namespace

Actuals actuals_of(const RunResult& r, std::string_view history_csv) {
  Actuals out;
  out.of = r.history_of_orders ? "orders" : "tickets";
  const std::map<int, double> counts = daily_counts(history_csv);
  Instant start;
  parse_iso8601(r.start_date, start);
  const int first_day = int(start.ms / days(1).ms);
  double misses = 0;
  for (std::size_t d = 0; d < r.by_day.size(); ++d) {
    const bool seasonal = d < r.season.mean.size();
    ActualDay day;
    day.date = r.by_day[d].date;
    day.forecast = r.history_of_orders ? r.by_day[d].orders : r.by_day[d].tickets;
    day.low80 = seasonal ? r.season.low80[d] * r.volume_factor : day.forecast;
    day.high80 = seasonal ? r.season.high80[d] * r.volume_factor : day.forecast;
    day.was_known = seasonal && d < r.season.known_days;
    if (const auto found = counts.find(first_day + int(d)); found != counts.end()) {
      day.actual = found->second;
      if (!day.was_known) {
        ++out.compared_days;
        out.inside80 += *day.actual >= day.low80 && *day.actual <= day.high80;
        out.forecast += day.forecast;
        out.actual += *day.actual;
        misses += std::abs(*day.actual - day.forecast);
      }
    }
    out.days.push_back(std::move(day));
  }
  if (out.forecast > 0) out.error_share = (out.actual - out.forecast) / out.forecast;
  if (out.actual > 0) out.mean_abs_share = misses / out.actual;
  return out;
}

std::vector<InputChange> changed_inputs(const Json& before, const Json& after) {
  std::vector<InputChange> out;
  add_changes(before, after, "", out);
  return out;
}

}  // namespace peakdesk::planning
