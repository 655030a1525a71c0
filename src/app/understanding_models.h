// Loading understanding models for the commands: the one inside the program or a file of the user's.
#pragma once
#include <string>

#include "understanding/analyser.h"

namespace peakdesk::app {

/// The model of `path`, or the shipped one for "". Throws CommandFailed naming the file.
understanding::Model load_model(const std::string& path);

}  // namespace peakdesk::app
