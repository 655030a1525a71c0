#include "app/terminal.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>

#include "app/command_failed.h"

namespace peakdesk::app {
namespace {

volatile std::sig_atomic_t interrupted = 0;

extern "C" void note_interruption(int) {
  interrupted = 1;
  std::signal(SIGINT, SIG_DFL);
}

struct CloseFile {
  void operator()(std::FILE* file) const {
    if (file != stdin && file != stdout) std::fclose(file);
  }
};
using FileHandle = std::unique_ptr<std::FILE, CloseFile>;

CommandFailed file_failure(const std::string& what, const std::string& path) {
  return CommandFailed("Cannot " + what + " " + path + ": " + std::strerror(errno) + ".");
}

}  // namespace

std::string read_input(const std::string& path) {
  const FileHandle file(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (!file) throw file_failure("open", path);
  std::string text;
  char buffer[1 << 16];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, file.get())) text.append(buffer, got);
  if (std::ferror(file.get())) throw file_failure("read", path);
  return text;
}

void write_output(const std::string& path, const std::string& text) {
  const FileHandle file(path == "-" ? stdout : std::fopen(path.c_str(), "wb"));
  if (!file) throw file_failure("write", path);
  if (std::fwrite(text.data(), 1, text.size(), file.get()) != text.size() || std::fflush(file.get()) != 0) {
    throw file_failure("write", path);
  }
}

Interruption::Interruption() {
  interrupted = 0;
  std::signal(SIGINT, note_interruption);
}
Interruption::~Interruption() { std::signal(SIGINT, SIG_DFL); }
bool Interruption::requested() const { return interrupted != 0; }

ProgressLine::ProgressLine(std::string unit)
    : unit_(std::move(unit)),
      next_(std::chrono::steady_clock::now() + std::chrono::seconds(1)),
      terminal_(isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine() {
  if (shown_) std::fprintf(stderr, "\r\033[K");
}

void ProgressLine::show(std::size_t done, std::size_t all, const std::string& detail) {
  if (!terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(200);
  shown_ = true;
  std::fprintf(stderr, "\r\033[K%zu / %zu %s%s%s", done, all, unit_.c_str(), detail.empty() ? "" : ", ",
               detail.c_str());
  std::fflush(stderr);
}

}  // namespace peakdesk::app
