// For tests: a real store and a real server on a free port of loopback. Callers: API keys "Authorization: Bearer
// owner|agent|observer" with every scope, "Bearer key" (an agent's, scope tickets:read), and the cookies
// peakdesk_session=owner|agent|observer, whose CSRF token is "token".
#pragma once
#include <memory>

#include "platform/http/server.h"
#include "platform/testing/raw_client.h"
#include "platform/testing/test_store.h"

namespace peakdesk::testing {

Caller test_caller(Tx& tx, const http::Request& request);

class HttpFixture {
 public:
  HttpFixture();
  ~HttpFixture();
  TestStore store;
  http::Router router;
  http::ServerOptions options;
  std::unique_ptr<http::Server> server;
  /// Routes are added before, WebSockets may be set in `prepare`.
  void start(const std::function<void(http::Server&)>& prepare = {});
  std::uint16_t port() const { return server->port(); }
};

}  // namespace peakdesk::testing
