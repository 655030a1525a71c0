#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.h"
#include "app/commands/scenario_file.h"

namespace peakdesk::app {
namespace {

struct PlanArguments : ScenarioArguments {
  std::string report, language;
};

void run_plan(const PlanArguments& arguments) {
  planning::Scenario scenario = open_scenario(arguments.scenario);
  if (!arguments.language.empty()) scenario.language = arguments.language;
  sound_desk_of(scenario, arguments.scenario);
  ScenarioRuns runs(arguments);
  const planning::Plan plan = planning::make_plan(scenario, runs.options());
  runs.tell_if_early(plan.rehearsal.runs);
  if (!arguments.report.empty()) write_output(arguments.report, planning::plan_as_html(scenario, plan));
  if (arguments.report != "-") write_output("-", planning::plan_as_text(scenario, plan));
}

}  // namespace

void add_plan_command(CLI::App& root) {
  CLI::App* plan = root.add_subcommand(
      "plan", "Who is needed when, where the hours come from, what it costs, and how the season then goes");
  auto arguments = std::make_shared<PlanArguments>();
  add_scenario_options(*plan, *arguments);
  plan->add_option("--report", arguments->report, "Write the plan as one HTML page to print");
  plan->add_option("--lang", arguments->language, "Language of the page (default: the scenario's, else English)")
      ->check(CLI::IsMember({"en", "fr", "pt-BR", "es", "de", "ru"}));
  plan->callback([arguments] { run_plan(*arguments); });
}

}  // namespace peakdesk::app
