#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <thread>

#include "app/command_failed.h"
#include "app/commands.h"
#include "app/commands/scenario_file.h"
#include "app/terminal.h"
#include "planning/rehearsal_text.h"

namespace peakdesk::app {
namespace {

struct RehearseArguments {
  std::string scenario, format = "table", output = "-";
  std::size_t runs = 100;
  unsigned threads = 0;
  std::uint64_t seed = 1;
  double scale = 1;
};

void run_rehearsal(const RehearseArguments& arguments) {
  const planning::Scenario scenario = open_scenario(arguments.scenario);
  const simulation::DeskModel model = planning::desk_of(scenario, arguments.scale);
  if (const std::string wrong = simulation::check_model(model); !wrong.empty()) {
    throw CommandFailed(arguments.scenario + ": " + wrong + ".");
  }
  Interruption interruption;
  ProgressLine progress("runs");
  simulation::RehearsalOptions options;
  options.runs = arguments.runs;
  options.seed = arguments.seed;
  options.threads = arguments.threads > 0 ? arguments.threads : std::max(1u, std::thread::hardware_concurrency());
  options.progress = [&](std::size_t done, std::size_t all) {
    progress.show(done, all);
    return !interruption.requested();
  };
  const simulation::Rehearsal rehearsal = simulation::rehearse(model, options);
  if (rehearsal.runs < arguments.runs) std::fprintf(stderr, "peakdesk: ended early, after %zu runs\n", rehearsal.runs);
  write_output(arguments.output, arguments.format == "json"  ? planning::rehearsal_as_json(scenario, rehearsal)
                                 : arguments.format == "csv" ? planning::rehearsal_as_csv(scenario, rehearsal)
                                                             : planning::rehearsal_as_table(scenario, rehearsal));
}

}  // namespace

void add_rehearse_command(CLI::App& root) {
  CLI::App* rehearse = root.add_subcommand(
      "rehearse", "Play a season through on this team, many times: waits, breaches, overtime, cost");
  auto arguments = std::make_shared<RehearseArguments>();
  rehearse->add_option("scenario", arguments->scenario, "TOML: volume, channels, teams, events, levers")->required();
  rehearse->add_option("--runs", arguments->runs, "Times to play it")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  rehearse->add_option("--scale", arguments->scale, "Multiply what comes, as in \"last year x 1.8\"")
      ->check(CLI::Range(0.0, 1000.0))
      ->capture_default_str();
  rehearse->add_option("--seed", arguments->seed, "Start of the randomness: the same seed gives the same result")
      ->capture_default_str();
  rehearse->add_option("--threads", arguments->threads,
                       "Threads; the result does not depend on them (default: all cores)");
  rehearse->add_option("--format", arguments->format, "table, csv or json")
      ->check(CLI::IsMember({"table", "csv", "json"}));
  rehearse->add_option("--output", arguments->output, "File to write, - for standard output");
  rehearse->callback([arguments] { run_rehearsal(*arguments); });
}

}  // namespace peakdesk::app
