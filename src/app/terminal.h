// What commands share at the terminal: reading a named file, a progress line, and a first Ctrl+C that asks for the best
// answer so far.
#pragma once
#include <chrono>
#include <cstddef>
#include <string>

namespace peakdesk::app {

/// The whole file, or standard input for "-". Throws CommandFailed naming the file.
std::string read_input(const std::string& path);
/// Writes the whole file, or to standard output for "-". Throws CommandFailed naming the file.
void write_output(const std::string& path, const std::string& text);

/// While one lives, the first Ctrl+C only sets a flag; a second one ends the process as usual.
class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  bool requested() const;
};

/// One line on standard error that is rewritten a few times a second, from the first second on; silent when it is no
/// terminal.
class ProgressLine {
 public:
  explicit ProgressLine(std::string unit);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  void show(std::size_t done, std::size_t all, const std::string& detail = {});

 private:
  std::string unit_;
  std::chrono::steady_clock::time_point next_;
  bool terminal_, shown_ = false;
};

}  // namespace peakdesk::app
