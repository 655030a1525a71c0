#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <thread>

#include "app/command_failed.h"
#include "app/commands.h"
#include "app/commands/scenario_file.h"
#include "app/terminal.h"
#include "planning/plan.h"

namespace peakdesk::app {
namespace {

struct PlanArguments {
  std::string scenario, report;
  std::size_t runs = 100;
  unsigned threads = 0;
  std::uint64_t seed = 1;
};

void run_plan(const PlanArguments& arguments) {
  const planning::Scenario scenario = open_scenario(arguments.scenario);
  if (const std::string wrong = simulation::check_model(planning::desk_of(scenario)); !wrong.empty()) {
    throw CommandFailed(arguments.scenario + ": " + wrong + ".");
  }
  Interruption interruption;
  ProgressLine progress("runs");
  planning::PlanOptions options;
  options.runs = arguments.runs;
  options.seed = arguments.seed;
  options.threads = arguments.threads > 0 ? arguments.threads : std::max(1u, std::thread::hardware_concurrency());
  options.progress = [&](std::size_t done, std::size_t all) {
    progress.show(done, all);
    return !interruption.requested();
  };
  const planning::Plan plan = planning::make_plan(scenario, options);
  if (plan.rehearsal.runs < arguments.runs)
    std::fprintf(stderr, "peakdesk: ended early, after %zu runs\n", plan.rehearsal.runs);
  if (!arguments.report.empty()) write_output(arguments.report, planning::plan_as_html(scenario, plan));
  if (arguments.report != "-") write_output("-", planning::plan_as_text(scenario, plan));
}

}  // namespace

void add_plan_command(CLI::App& root) {
  CLI::App* plan = root.add_subcommand(
      "plan", "Who is needed when, where the hours come from, what it costs, and how the season then goes");
  auto arguments = std::make_shared<PlanArguments>();
  plan->add_option("scenario", arguments->scenario, "TOML: volume, channels, teams, events, levers, help")->required();
  plan->add_option("--report", arguments->report, "Write the plan as one HTML page to print");
  plan->add_option("--runs", arguments->runs, "Times to rehearse it")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  plan->add_option("--seed", arguments->seed, "Start of the randomness: the same seed gives the same plan")
      ->capture_default_str();
  plan->add_option("--threads", arguments->threads, "Threads; the result does not depend on them (default: all cores)");
  plan->callback([arguments] { run_plan(*arguments); });
}

}  // namespace peakdesk::app
