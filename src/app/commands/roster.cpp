#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <memory>

#include "app/command_failed.h"
#include "app/commands.h"
#include "app/terminal.h"
#include "base/clock.h"
#include "staffing/roster_ical.h"
#include "staffing/roster_json.h"

namespace peakdesk::app {
namespace {

struct RosterArguments {
  std::string input, output = "-", format = "table", start;
  double seconds = 30;
  std::uint64_t seed = 1;
};

std::int64_t first_day_of(const std::string& start) {
  Instant day;
  if (start.size() != 10 || !parse_iso8601(start, day)) {
    throw CommandFailed("--format ical needs the first day of the roster: --start 2026-11-23.", 2);
  }
  return day.ms / days(1).ms;
}

void run_roster(const RosterArguments& arguments) {
  std::string wrong;
  const auto problem = staffing::read_roster(read_input(arguments.input), wrong);
  if (!problem) throw CommandFailed(arguments.input + ": " + wrong);
  const std::int64_t first_day = arguments.format == "ical" ? first_day_of(arguments.start) : 0;
  Interruption interruption;
  ProgressLine progress("s");
  const auto start = std::chrono::steady_clock::now();
  staffing::RosterOptions options;
  options.seconds = arguments.seconds;
  options.seed = arguments.seed;
  options.elapsed_s = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
  options.progress = [&](double cost, double bound) {
    char detail[96];
    std::snprintf(detail, sizeof detail, "cost %.6g, not below %.6g", cost, bound);
    progress.show(std::size_t(options.elapsed_s()), std::size_t(arguments.seconds), detail);
    return !interruption.requested();
  };
  const staffing::Roster roster = staffing::solve_roster(*problem, options);
  const std::string text = arguments.format == "json"  ? staffing::roster_as_json(*problem, roster)
                           : arguments.format == "csv" ? staffing::roster_as_csv(*problem, roster)
                           : arguments.format == "ical"
                               ? staffing::roster_as_ical(*problem, roster, first_day, SystemClock().now().ms / 1000)
                               : staffing::roster_as_table(*problem, roster);
  write_output(arguments.output, text);
  if (roster.under < 1e-6) return;
  for (const staffing::Shortage& shortage : staffing::shortages_of(*problem)) {
    std::fprintf(stderr, "peakdesk: not possible: %s\n", shortage.notice.text.c_str());
  }
}

}  // namespace

void add_roster_command(CLI::App& root) {
  CLI::App* roster = root.add_subcommand(
      "roster", "Who works when: shifts or weekly patterns for a requirement, with a bound on the cost");
  auto arguments = std::make_shared<RosterArguments>();
  roster
      ->add_option("input", arguments->input,
                   "JSON problem, - for standard input: demand per interval (agents), shifts with breaks or patterns, "
                   "rules, agents")
      ->required();
  roster->add_option("--seconds", arguments->seconds, "Time for the search (Ctrl+C ends it with the best so far)")
      ->check(CLI::Range(0.1, 86400.0))
      ->capture_default_str();
  roster->add_option("--seed", arguments->seed, "Start of the search's randomness")->capture_default_str();
  roster->add_option("--format", arguments->format, "table, json, csv or ical (a calendar of the shifts)")
      ->check(CLI::IsMember({"table", "json", "csv", "ical"}));
  roster->add_option("--start", arguments->start, "First day, for ical: 2026-11-23");
  roster->add_option("--output", arguments->output, "File to write, - for standard output");
  roster->callback([arguments] { run_roster(*arguments); });
}

}  // namespace peakdesk::app
