// What came against what was forecast, and what a later run of a scenario changed.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planning/planning_store.h"
#include "planning/run_result.h"

namespace peakdesk::planning {

struct ActualDay {
  std::string date;
  double forecast = 0, low80 = 0, high80 = 0;
  std::optional<double> actual;
  bool was_known = false;  // had happened when the run was made, so it says nothing of the forecast
};
BOOST_DESCRIBE_STRUCT(ActualDay, (), (date, forecast, low80, high80, actual, was_known))

/// Totals over the days that were forecast and have happened since.
struct Actuals {
  std::vector<ActualDay> days;
  std::string of = "tickets";  // or orders
  std::size_t compared_days = 0, inside80 = 0;
  double forecast = 0, actual = 0;
  std::optional<double> error_share;     // (actual - forecast) / forecast
  std::optional<double> mean_abs_share;  // sum of daily misses / actual
};
BOOST_DESCRIBE_STRUCT(Actuals, (), (days, of, compared_days, inside80, forecast, actual, error_share, mean_abs_share))

/// `history_csv` as timestamp,value by day; empty: nothing happened yet.
Actuals actuals_of(const RunResult& result, std::string_view history_csv);

struct InputChange {
  std::string path;    // "team[0].agents"
  Json before, after;  // null: was not, is no longer there
};
BOOST_DESCRIBE_STRUCT(InputChange, (), (path, before, after))
struct RunChanges {
  std::optional<Run> before;  // none: this is the first
  std::vector<InputChange> inputs;
};
BOOST_DESCRIBE_STRUCT(RunChanges, (), (before, inputs))

/// Leaves that differ, at most 200.
std::vector<InputChange> changed_inputs(const Json& before, const Json& after);

}  // namespace peakdesk::planning
