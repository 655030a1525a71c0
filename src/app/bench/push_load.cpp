#include "app/bench/push_load.h"

#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <chrono>

#include "app/command_failed.h"

namespace peakdesk::app::bench {

PushLoad::PushLoad(std::uint16_t port, const std::vector<std::string>& session_tokens)
    : port_(port), epoll_(::epoll_create1(EPOLL_CLOEXEC)), sockets_(session_tokens.size()) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  char buffer[8192];
  for (std::size_t i = 0; i < sockets_.size(); ++i) {
    Socket& socket = sockets_[i];
    socket.descriptor = connect_loopback(port);
    send_all(socket.descriptor,
             "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                 "\r\nOrigin: http://127.0.0.1:" + std::to_string(port) +
                 "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n"
                 "Sec-WebSocket-Version: 13\r\nCookie: peakdesk_session=" +
                 session_tokens[i] + "\r\n\r\n");
    std::string greeting;
    while (greeting.find("\"hello\"") == std::string::npos) {
      const auto got = ::recv(socket.descriptor.get(), buffer, sizeof buffer, 0);
      if (got <= 0) throw CommandFailed("The server refused a WebSocket: " + greeting.substr(0, 400));
      greeting.append(buffer, static_cast<std::size_t>(got));
    }
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket.descriptor.get(), &event);
  }
}

void PushLoad::read(Socket& socket, const std::string& marker, std::size_t& missing) {
  char buffer[65536];
  const auto got = ::recv(socket.descriptor.get(), buffer, sizeof buffer, MSG_DONTWAIT);
  if (got == 0) throw CommandFailed("The server closed an agent's socket.");
  if (got < 0 || socket.has_it) return;
  socket.in.append(buffer, static_cast<std::size_t>(got));
  if (socket.in.find(marker) == std::string::npos) return;
  socket.has_it = true;
  --missing;
}

double PushLoad::milliseconds_until_all_have(const std::string& request, const std::string& marker) {
  using SteadyClock = std::chrono::steady_clock;
  for (Socket& socket : sockets_) {
    socket.in.clear();
    socket.has_it = false;
  }
  std::size_t missing = sockets_.size();
  const FileDescriptor line = connect_loopback(port_);
  const auto began = SteadyClock::now();
  send_all(line, request);
  epoll_event ready[256];
  while (missing > 0) {
    const int count = ::epoll_wait(epoll_.get(), ready, 256, 1'000);
    for (int i = 0; i < count; ++i) read(sockets_[ready[i].data.u64], marker, missing);
    if (SteadyClock::now() - began > std::chrono::seconds(10))
      throw CommandFailed(std::to_string(missing) + " of " + std::to_string(sockets_.size()) +
                          " sockets were not told within ten seconds.");
  }
  return std::chrono::duration<double, std::milli>(SteadyClock::now() - began).count();
}

}  // namespace peakdesk::app::bench
