// For tests: a TCP server on a free loopback port that says what a script tells it, one connection after the other.
// Stands in for servers that misbehave in ways real ones can hardly be brought to.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace peakdesk::testing {

class ScriptedServer {
 public:
  class Conversation {
   public:
    explicit Conversation(int socket) : socket_(socket) {}
    /// Without the line end; empty when the other side has left.
    std::string read_line();
    void say(std::string_view bytes);

   private:
    int socket_;
    std::string unread_;
  };

  /// `script` runs on the server's thread for every connection, which is closed when it returns.
  explicit ScriptedServer(std::function<void(Conversation&)> script);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  std::uint16_t port() const { return port_; }

 private:
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

}  // namespace peakdesk::testing
