// Reading a scenario from a file for the commands that play or plan one.
#pragma once
#include <string>

#include "planning/scenario.h"

namespace peakdesk::app {

/// Files the scenario names are looked for beside it. Notes go to standard error. Throws CommandFailed naming file,
/// line and key.
planning::Scenario open_scenario(const std::string& path);

}  // namespace peakdesk::app
