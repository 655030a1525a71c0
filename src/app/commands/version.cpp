#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/commands.h"

namespace peakdesk::app {

void add_version_command(CLI::App& root) {
  CLI::App* command = root.add_subcommand("version", "Print the version");
  command->callback([] { std::printf("peakdesk %s\n", PEAKDESK_VERSION); });
}

}  // namespace peakdesk::app
