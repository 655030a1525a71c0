// For tests: the client's side of a WebSocket, frame by frame.
#pragma once
#include <string>
#include <string_view>

#include "platform/testing/raw_client.h"

namespace peakdesk::testing {

struct Frame {
  int opcode = -1;  // -1: the connection ended
  std::string payload;
};

class WebSocketClient {
 public:
  /// Connects and asks for the upgrade; `headers` are whole lines.
  WebSocketClient(std::uint16_t port, const std::string& path, const std::string& headers);
  /// 101 when the upgrade was granted.
  int status() const { return status_; }
  void send_text(std::string_view text) { send_frame(0x1, text); }
  void send_frame(int opcode, std::string_view payload, bool last = true);
  Frame receive();
  RawClient& raw() { return client_; }

 private:
  RawClient client_;
  int status_ = 0;
};

}  // namespace peakdesk::testing
