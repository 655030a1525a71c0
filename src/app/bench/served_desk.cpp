#include "app/bench/served_desk.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "app/bench/http_load.h"
#include "app/command_failed.h"

namespace peakdesk::app::bench {
namespace {

/// "Peakdesk 0.1.0 serves on http://127.0.0.1:43210"
std::uint16_t port_in(const std::string& said) {
  const auto at = said.find("http://127.0.0.1:");
  const auto end = said.find('\n', at);
  if (at == std::string::npos || end == std::string::npos) return 0;
  return static_cast<std::uint16_t>(std::stoi(said.substr(at + 17, end - at - 17)));
}

}  // namespace

ServedDesk::ServedDesk(const std::string& folder) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw CommandFailed("No pipe can be made.");
  const std::string data = "--data=" + folder;
  const auto began = std::chrono::steady_clock::now();
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::execl("/proc/self/exe", "peakdesk", "serve", data.c_str(), "--listen=127.0.0.1:0", "--log-level=error", nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  output_ = FileDescriptor(ends[0]);
  std::string said;
  char buffer[512];
  while (port_ == 0) {
    const auto got = ::read(output_.get(), buffer, sizeof buffer);
    if (got <= 0) throw CommandFailed("The desk in " + folder + " does not start: " + said);
    said.append(buffer, static_cast<std::size_t>(got));
    port_ = port_in(said);
  }
  fetch(port_, http_request("GET", "/health", ""));
  start_ms_ = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
}

ServedDesk::~ServedDesk() {
  if (process_ <= 0) return;
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
}

double ServedDesk::catch_up_seconds() const {
  const auto began = std::chrono::steady_clock::now();
  for (;;) {
    const std::string figures = fetch(port_, http_request("GET", "/metrics", ""));
    if (figures.find("\npeakdesk_followers_waiting_events 0\n") != std::string::npos &&
        figures.find("\npeakdesk_search_waiting_events 0\n") != std::string::npos)
      return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

ServedDesk::Memory ServedDesk::memory() const {
  Memory memory;
  std::ifstream status("/proc/" + std::to_string(process_) + "/status");
  std::string name;
  while (status >> name) {
    double kib = 0;
    if (name == "VmRSS:" && status >> kib) memory.resident_mb = kib / 1024;
    if (name == "RssAnon:" && status >> kib) memory.own_mb = kib / 1024;
  }
  return memory;
}

}  // namespace peakdesk::app::bench
