// A thousand agents' screens: WebSockets held open on loopback, and how long one change takes to reach all of them.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "app/bench/loopback.h"

namespace peakdesk::app::bench {

class PushLoad {
 public:
  /// One socket for each session token, each greeted by the server. Throws CommandFailed.
  PushLoad(std::uint16_t port, const std::vector<std::string>& session_tokens);

  /// Sends `request` (whole HTTP, on a connection of its own) and waits until every socket has received a frame that
  /// contains `marker`. Milliseconds from the first byte of the request to the last socket's frame. Throws
  /// CommandFailed after ten seconds.
  double milliseconds_until_all_have(const std::string& request, const std::string& marker);

 private:
  struct Socket {
    FileDescriptor descriptor;
    std::string in;
    bool has_it = false;
  };
  void read(Socket& socket, const std::string& marker, std::size_t& missing);

  std::uint16_t port_;
  FileDescriptor epoll_;
  std::vector<Socket> sockets_;
};

}  // namespace peakdesk::app::bench
