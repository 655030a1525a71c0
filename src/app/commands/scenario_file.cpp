#include "app/commands/scenario_file.h"

#include <cstdio>
#include <filesystem>

#include "app/command_failed.h"
#include "app/terminal.h"

namespace peakdesk::app {

planning::Scenario open_scenario(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::string wrong;
  auto scenario = planning::read_scenario(
      read_input(path), [&](const std::string& name) { return read_input((folder / name).string()); }, wrong);
  if (!scenario) throw CommandFailed(path + ": " + wrong);
  for (const std::string& note : scenario->notes) std::fprintf(stderr, "peakdesk: %s\n", note.c_str());
  return std::move(*scenario);
}

}  // namespace peakdesk::app
