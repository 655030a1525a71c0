#include "app/commands/scenario_file.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "app/command_failed.h"
#include "app/terminal.h"

namespace peakdesk::app {

planning::Scenario open_scenario(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::string wrong;
  auto scenario = planning::read_scenario(
      read_input(path), [&](const std::string& name) { return read_input((folder / name).string()); }, wrong);
  if (!scenario) throw CommandFailed(path + ": " + wrong);
  for (const Notice& note : scenario->notes) std::fprintf(stderr, "peakdesk: %s\n", note.text.c_str());
  return std::move(*scenario);
}

simulation::DeskModel sound_desk_of(const planning::Scenario& scenario, const std::string& path, double scale) {
  simulation::DeskModel desk = planning::desk_of(scenario, scale);
  if (const std::string wrong = simulation::check_model(desk); !wrong.empty())
    throw CommandFailed(path + ": " + wrong + ".");
  return desk;
}

void add_scenario_options(CLI::App& command, ScenarioArguments& arguments) {
  command.add_option("scenario", arguments.scenario, "TOML: volume, channels, teams, events, levers, help")->required();
  command.add_option("--runs", arguments.runs, "Times to play the season")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command.add_option("--seed", arguments.seed, "Start of the randomness: the same seed gives the same result")
      ->capture_default_str();
  command.add_option("--threads", arguments.threads,
                     "Threads; the result does not depend on them (default: all cores)");
}

simulation::RehearsalOptions ScenarioRuns::options() {
  simulation::RehearsalOptions options;
  options.runs = arguments_.runs;
  options.seed = arguments_.seed;
  options.threads = arguments_.threads > 0 ? arguments_.threads : std::max(1u, std::thread::hardware_concurrency());
  options.progress = [this](std::size_t done, std::size_t all) {
    progress_.show(done, all);
    return !interruption_.requested();
  };
  return options;
}

void ScenarioRuns::tell_if_early(std::size_t runs) const {
  if (runs < arguments_.runs) std::fprintf(stderr, "peakdesk: ended early, after %zu runs\n", runs);
}

}  // namespace peakdesk::app
