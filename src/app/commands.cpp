#include "app/commands.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/command_failed.h"

namespace peakdesk::app {
namespace {

void add_commands(CLI::App& root) {
  add_serve_command(root);
  add_demo_command(root);
  add_store_commands(root);
  add_admin_command(root);
  add_routes_command(root);
  add_version_command(root);
  add_forecast_command(root);
  add_staff_command(root);
  add_roster_command(root);
  add_rehearse_command(root);
  add_plan_command(root);
  add_mail_command(root);
  add_import_command(root);
  add_understand_command(root);
  add_train_command(root);
  add_evaluate_command(root);
  add_bench_command(root);
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App root{"Peakdesk: customer service for online shops that holds on the busiest day of the year.", "peakdesk"};
  root.require_subcommand(1);
  root.set_version_flag("--version", "peakdesk " PEAKDESK_VERSION, "Print the version and exit");
  add_commands(root);
  try {
    root.parse(argc, argv);
    return 0;
  } catch (const CLI::CallForHelp& e) {
    return root.exit(e);
  } catch (const CLI::CallForAllHelp& e) {
    return root.exit(e);
  } catch (const CLI::CallForVersion& e) {
    return root.exit(e);
  } catch (const CLI::ParseError& e) {
    root.exit(e);
    return 2;
  } catch (const CommandFailed& e) {
    std::fprintf(stderr, "peakdesk: %s\n", e.what());
    return e.exit_code;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "peakdesk: %s\n", e.what());
    return 1;
  }
}

}  // namespace peakdesk::app
