#include "platform/testing/websocket_client.h"

namespace peakdesk::testing {

WebSocketClient::WebSocketClient(std::uint16_t port, const std::string& path, const std::string& headers)
    : client_(port) {
  client_.send("GET " + path + " HTTP/1.1\r\nHost: desk.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n");
  const Answer answer = client_.receive();
  status_ = answer.status;
}

void WebSocketClient::send_frame(int opcode, std::string_view payload, bool last) {
  std::string bytes;
  bytes += static_cast<char>(opcode | (last ? 0x80 : 0));
  if (payload.size() < 126) {
    bytes += static_cast<char>(0x80 | payload.size());
  } else {
    bytes += static_cast<char>(0x80 | 126);
    bytes += static_cast<char>(payload.size() >> 8);
    bytes += static_cast<char>(payload.size() & 255);
  }
  const char mask[4] = {'m', 'a', 's', 'k'};
  bytes.append(mask, 4);
  for (std::size_t i = 0; i < payload.size(); ++i) bytes += static_cast<char>(payload[i] ^ mask[i % 4]);
  client_.send(bytes);
}

Frame WebSocketClient::receive() {
  const std::string head = client_.receive_exactly(2);
  if (head.size() < 2) return {};
  Frame frame;
  frame.opcode = head[0] & 0x0f;
  std::size_t size = static_cast<unsigned char>(head[1]) & 0x7f;
  const int wide = size == 126 ? 2 : size == 127 ? 8 : 0;
  if (wide > 0) {
    size = 0;
    for (const char c : client_.receive_exactly(static_cast<std::size_t>(wide)))
      size = size << 8 | static_cast<unsigned char>(c);
  }
  frame.payload = client_.receive_exactly(size);
  return frame;
}

}  // namespace peakdesk::testing
