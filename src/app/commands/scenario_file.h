// What the commands that play or plan a scenario share: reading it from a file, their options, and the run they ask
// for.
#pragma once
#include <cstdint>
#include <string>

#include "app/terminal.h"
#include "planning/plan.h"
#include "planning/scenario.h"

namespace CLI {
class App;
}

namespace peakdesk::app {

/// Files the scenario names are looked for beside it. Notes go to standard error. Throws CommandFailed naming file,
/// line and key.
planning::Scenario open_scenario(const std::string& path);

/// The scenario at `path` as a desk to play. Throws CommandFailed when it cannot be played.
simulation::DeskModel sound_desk_of(const planning::Scenario& scenario, const std::string& path, double scale = 1);

struct ScenarioArguments {
  std::string scenario;
  std::size_t runs = 100;
  unsigned threads = 0;
  std::uint64_t seed = 1;
};
/// The scenario's path, --runs, --seed and --threads.
void add_scenario_options(CLI::App& command, ScenarioArguments& arguments);

/// While it lives, Ctrl+C ends the runs after those under way, and a line shows how far they are.
class ScenarioRuns {
 public:
  explicit ScenarioRuns(const ScenarioArguments& arguments) : arguments_(arguments) {}
  simulation::RehearsalOptions options();
  /// Says on standard error when fewer runs were made than asked for.
  void tell_if_early(std::size_t runs) const;

 private:
  const ScenarioArguments& arguments_;
  Interruption interruption_;
  ProgressLine progress_{"runs"};
};

}  // namespace peakdesk::app
