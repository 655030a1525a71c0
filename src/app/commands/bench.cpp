// bench: what this machine can take, measured on this very program.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/bench/measures.h"
#include "app/command_failed.h"
#include "app/commands.h"

namespace peakdesk::app {
namespace {

struct BenchOptions {
  bench::MeasureOptions measure;
  std::string only;
  bool json = false;
  bool keep = false;
};

struct BenchReport {
  std::string version;
  std::vector<bench::Figure> figures;
};
BOOST_DESCRIBE_STRUCT(BenchReport, (), (version, figures))

void run_bench(const BenchOptions& options) {
  BenchReport report{PEAKDESK_VERSION, {}};
  const bool own_folder = !std::filesystem::exists(options.measure.folder);
  const auto take = [&](const char* part, auto measure) {
    if (!options.only.empty() && options.only != part) return;
    std::fprintf(stderr, "measuring %s …\n", part);
    for (auto& figure : measure(options.measure)) report.figures.push_back(std::move(figure));
  };
  take("intake", bench::measure_intake);
  take("season", bench::measure_season);
  if (own_folder && !options.keep) std::filesystem::remove_all(options.measure.folder);
  if (options.json)
    std::printf("%s\n", to_json(report).c_str());
  else
    std::fputs(bench::as_table(report.figures).c_str(), stdout);
}

}  // namespace

void add_bench_command(CLI::App& root) {
  CLI::App* command = root.add_subcommand("bench", "Measure this machine: intake, lists, search, push, memory");
  auto options = std::make_shared<BenchOptions>();
  options->measure.folder = "./bench-data";
  options->measure.season.tickets = 100'000;
  command->add_option("--folder", options->measure.folder, "Where the stores lie meanwhile; made and removed")
      ->capture_default_str();
  command->add_flag("--keep", options->keep, "Leave the folder, so that the next run need not fill it again");
  command
      ->add_option("--tickets", options->measure.season.tickets, "How many tickets the season has, five messages each")
      ->check(CLI::Range(1'000, 10'000'000))
      ->capture_default_str();
  command->add_option("--seconds", options->measure.seconds, "How long each round takes")
      ->check(CLI::Range(0.2, 600.0))
      ->capture_default_str();
  command->add_option("--rounds", options->measure.rounds, "Medians are taken of so many rounds")
      ->check(CLI::Range(1, 99))
      ->capture_default_str();
  command->add_option("--connections", options->measure.connections, "Of the intake")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--only", options->only, "Only this part")->check(CLI::IsMember({"intake", "season"}));
  command->add_option(
      "--beside", options->measure.beside,
      "A program that measures the raw limit of intake: PROGRAM STORE GROUP SECONDS prints tickets per second");
  command->add_flag("--json", options->json, "Print JSON instead of a table");
  command->callback([options] { run_bench(*options); });
}

}  // namespace peakdesk::app
