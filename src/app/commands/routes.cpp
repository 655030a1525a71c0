// Prints every route with what it asks of its caller: held against docs/api/openapi.yaml by a test, and handy for
// operators.
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "app/app.h"
#include "app/commands.h"
#include "platform/http/access.h"

namespace peakdesk::app {

void add_routes_command(CLI::App& root) {
  CLI::App* command = root.add_subcommand("routes", "Print every route: method, path, lowest role, scope of API keys");
  command->callback([] {
    const auto folder = std::filesystem::temp_directory_path() / ("peakdesk-routes-" + std::to_string(::getpid()));
    {
      Config config;
      config.data = folder.string();
      config.log_level = "error";
      const SystemClock clock;
      const App app(config, clock);
      for (const auto& route : app.router.routes())
        std::printf("%s %s %s %s\n", route.method.c_str(), route.pattern.c_str(),
                    std::string(http::role_name(route.access.role)).c_str(),
                    route.access.scope.empty() ? "-" : std::string(route.access.scope).c_str());
    }
    std::filesystem::remove_all(folder);
  });
}

}  // namespace peakdesk::app
