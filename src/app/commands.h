// The command line: every subcommand of `peakdesk` is one file in app/commands/ and one line in commands.cpp.
#pragma once

namespace CLI {
class App;
}

namespace peakdesk::app {

/// Parses the arguments, runs the chosen subcommand and returns the process's exit code: 0 done, 1 failed (the reason
/// is on standard error), 2 the arguments are wrong.
int run_command_line(int argc, char** argv);

/// Each registers itself on `root` with its options and a callback; a callback reports failure by throwing
/// CommandFailed.
void add_version_command(CLI::App& root);
void add_routes_command(CLI::App& root);
void add_serve_command(CLI::App& root);  // and settings
void add_demo_command(CLI::App& root);
void add_store_commands(CLI::App& root);  // backup, restore, check
void add_admin_command(CLI::App& root);   // create-owner, create-key, reset-password
void add_forecast_command(CLI::App& root);
void add_staff_command(CLI::App& root);
void add_roster_command(CLI::App& root);
void add_rehearse_command(CLI::App& root);
void add_plan_command(CLI::App& root);
void add_mail_command(CLI::App& root);
void add_import_command(CLI::App& root);  // mail, customers, macros, tickets
void add_understand_command(CLI::App& root);
void add_train_command(CLI::App& root);
void add_evaluate_command(CLI::App& root);
void add_bench_command(CLI::App& root);

}  // namespace peakdesk::app
