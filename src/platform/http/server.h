// The HTTP and WebSocket server. Beast and Asio live in beast_*.cpp only. One io_context per thread.
//
// A request passes: read -> route -> admission (429/503 with Retry-After when its lane is over capacity) -> decode ->
// authenticate and run in one transaction (reader pool, writer or work pool) -> answer. Clients that left before their
// turn cost nothing.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/caller.h"
#include "platform/db/database.h"
#include "platform/http/message.h"
#include "platform/http/router.h"

namespace peakdesk::metrics {
class Registry;
}
namespace peakdesk::log {
class Logger;
}

namespace peakdesk::http {

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one, see Server::port()
  int io_threads = 2;
  int reader_threads = 2;
  int pool_threads = 4;       // sign-ins, uploads, connection tests: they wait more than they work
  std::string trusted_proxy;  // address of a reverse proxy whose X-Forwarded-* count; empty: none
  std::size_t max_connections = 10'000;
  int idle_timeout_s = 75;
  std::size_t max_header_bytes = 16 * 1024;
  int max_queue_wait_ms = 1'000;        // a machine's call that would wait longer for its turn is refused at once (503)
  int header_timeout_ms = 10'000;       // from the first byte of a request to the end of its header
  int body_timeout_ms = 15'000;         // for a body, plus a second for each 16 KiB it has
  std::size_t body_memory = 192 << 20;  // bytes of request bodies held at once; more is refused (503)
  metrics::Registry* metrics = nullptr;                  // where requests are counted; none: nowhere
  log::Logger* logger = nullptr;                         // where failures are told; none: nowhere
  std::function<void(std::uint16_t port)> on_listening;  // told the port really taken, before the first request is read
};

/// Who is calling? Runs in the request's own transaction. Throws RequestError NotSignedIn. Public callers (no
/// credentials) get Role::Public and may only reach routes with everyone().
using Authenticate = std::function<Caller(Tx&, const Request&)>;

/// One open WebSocket, seen from the server side.
class WebSocket {
 public:
  virtual ~WebSocket() = default;
  /// Queues a text frame; shared so that a thousand sockets send one buffer. False (and the socket closes) when more
  /// than 4 MiB wait.
  virtual bool send(std::shared_ptr<const std::string> text) = 0;
  virtual void close() = 0;
};

/// Decides over an upgrade and receives its frames. Called on the socket's I/O thread.
struct WebSocketHandler {
  /// The caller was authenticated. Returns what receives text frames; called with an empty text and `closed` once at
  /// the end.
  std::function<std::function<void(std::string_view text, bool closed)>(const Request&, const Caller&,
                                                                        std::shared_ptr<WebSocket>)>
      open;
  Access access;
};

/// Looked up when no route matches and the method is GET or HEAD: the built screens (SPA). Empty: 404.
using StaticFiles = std::function<std::optional<Response>(const Request&)>;

class Server {
 public:
  static std::unique_ptr<Server> create(const ServerOptions& options, const Router& router, Database& database,
                                        Authenticate authenticate);
  virtual ~Server() = default;
  virtual void websocket(std::string path, WebSocketHandler handler) = 0;
  virtual void static_files(StaticFiles files) = 0;
  /// Lets the waiting requests (Router::read_waiting) of an account look again. Cheap; call it from a commit listener.
  virtual void something_changed(AccountId account) = 0;
  /// Listens and returns; throws std::runtime_error with a sentence for the operator (port taken, no permission).
  virtual void start() = 0;
  virtual std::uint16_t port() const = 0;
  virtual std::size_t connection_count() const = 0;
  /// Stops accepting, finishes what runs (at most `grace_s`), closes.
  virtual void stop(int grace_s = 10) = 0;
};

}  // namespace peakdesk::http
