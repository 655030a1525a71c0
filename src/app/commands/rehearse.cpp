#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.h"
#include "app/commands/scenario_file.h"
#include "planning/rehearsal_text.h"

namespace peakdesk::app {
namespace {

struct RehearseArguments : ScenarioArguments {
  std::string format = "table", output = "-";
  double scale = 1;
};

void run_rehearsal(const RehearseArguments& arguments) {
  const planning::Scenario scenario = open_scenario(arguments.scenario);
  const simulation::DeskModel desk = sound_desk_of(scenario, arguments.scenario, arguments.scale);
  ScenarioRuns runs(arguments);
  const simulation::Rehearsal rehearsal = simulation::rehearse(desk, runs.options());
  runs.tell_if_early(rehearsal.runs);
  write_output(arguments.output, arguments.format == "json"  ? planning::rehearsal_as_json(scenario, rehearsal)
                                 : arguments.format == "csv" ? planning::rehearsal_as_csv(scenario, rehearsal)
                                                             : planning::rehearsal_as_table(scenario, rehearsal));
}

}  // namespace

void add_rehearse_command(CLI::App& root) {
  CLI::App* rehearse = root.add_subcommand(
      "rehearse", "Play a season through on this team, many times: waits, breaches, overtime, cost");
  auto arguments = std::make_shared<RehearseArguments>();
  add_scenario_options(*rehearse, *arguments);
  rehearse->add_option("--scale", arguments->scale, "Multiply what comes, as in \"last year x 1.8\"")
      ->check(CLI::Range(0.0, 1000.0))
      ->capture_default_str();
  rehearse->add_option("--format", arguments->format, "table, csv or json")
      ->check(CLI::IsMember({"table", "csv", "json"}));
  rehearse->add_option("--output", arguments->output, "File to write, - for standard output");
  rehearse->callback([arguments] { run_rehearsal(*arguments); });
}

}  // namespace peakdesk::app
