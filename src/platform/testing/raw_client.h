// For tests: a TCP client over loopback that sends exactly the bytes it is told to, and a server on a free port. Every
// wait is for the server to act; nothing sleeps.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace peakdesk::testing {

struct Answer {
  int status = 0;
  std::string head;
  std::string body;
  std::string header(const std::string& name) const;  // case-insensitive; empty when absent
};

class RawClient {
 public:
  /// Connects to 127.0.0.1; throws std::runtime_error when nothing listens. A read that takes over 20 s throws.
  explicit RawClient(std::uint16_t port, int receive_buffer = 0);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(std::string_view bytes);
  /// False once the server has closed or reset the connection.
  bool try_send(std::string_view bytes);
  /// One answer; status 0 when the connection ended instead. `head_only`: the answer to HEAD.
  Answer receive(bool head_only = false);
  /// True when the server closes without another byte.
  bool is_closed_by_server();
  /// At least one byte more; empty at the end.
  std::string receive_some();
  std::string receive_exactly(std::size_t count);
  /// Leaves at once, with a reset.
  void abort();
  Answer get(const std::string& path, const std::string& headers = {});
  Answer post(const std::string& path, const std::string& body, const std::string& headers = {});

 private:
  int socket_ = -1;
  std::string unread_;
};

}  // namespace peakdesk::testing
