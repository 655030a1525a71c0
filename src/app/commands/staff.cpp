#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/command_failed.h"
#include "app/commands.h"
#include "app/terminal.h"
#include "staffing/erlang_table.h"

namespace peakdesk::app {
namespace {

void run_staff_erlang(const std::string& path) {
  const std::string text = read_input(path);
  Interruption interruption;
  ProgressLine progress("rows");
  staffing::Problem problem;
  const staffing::ErlangTable answer =
      staffing::add_erlang_columns(text, problem, [&](std::size_t done, std::size_t all) {
        progress.show(done, all);
        return !interruption.requested();
      });
  if (problem) throw CommandFailed(path + ": " + problem.message);
  if (!answer.note.empty()) std::fprintf(stderr, "%s\n", answer.note.c_str());
  std::fwrite(answer.text.data(), 1, answer.text.size(), stdout);
}

}  // namespace

void add_staff_command(CLI::App& root) {
  CLI::App* staff = root.add_subcommand("staff", "How many people an hour of contacts takes");
  staff->require_subcommand(1);
  CLI::App* erlang =
      staff->add_subcommand("erlang", "Waiting, service level and fewest agents (Erlang B, C, A), row by row");
  auto path = std::make_shared<std::string>();
  erlang
      ->add_option("--input", *path,
                   "Table with tabs, - for standard input: calls_per_hour, aht_s, threshold_s; agents, or "
                   "target[, max_occupancy]; optional patience_s, shrinkage, chats_at_once, chat_slowdown")
      ->required();
  erlang->callback([path] { run_staff_erlang(*path); });
}

}  // namespace peakdesk::app
