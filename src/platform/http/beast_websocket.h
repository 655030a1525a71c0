// A WebSocket over a connection whose upgrade was allowed. Only beast_*.cpp include it.
#pragma once
#include <memory>

#include "platform/http/beast_connection.h"

namespace peakdesk::http {

/// Completes the handshake on the loop and serves frames until either side ends. `handler` must outlive the server.
void start_websocket(Socket socket, beast::flat_buffer buffer, beast::http::request<beast::http::string_body> upgrade,
                     std::shared_ptr<Request> request, const Caller& caller, const WebSocketHandler& handler,
                     std::shared_ptr<Loop> loop, std::shared_ptr<ServerShared> shared);

}  // namespace peakdesk::http
