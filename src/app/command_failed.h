// How a subcommand says that it could not do its work.
#pragma once
#include <stdexcept>
#include <string>

namespace peakdesk::app {

/// The message is a whole sentence for the person at the terminal and says the way out. Exit code 1 unless stated.
class CommandFailed : public std::runtime_error {
 public:
  explicit CommandFailed(const std::string& message, int exit_code = 1)
      : std::runtime_error(message), exit_code(exit_code) {}
  int exit_code;
};

}  // namespace peakdesk::app
