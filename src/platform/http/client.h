// Outgoing HTTP(S): webhooks, shops, whatever a person may name by URL. Guards against being used to reach the inside
// of a network: every address is judged at the moment of connecting, so neither a redirect nor a name that changes its
// mind gets through.
#pragma once
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace peakdesk::http {

struct OutgoingRequest {
  std::string method = "GET";
  std::string url;  // http:// or https://, without user and password
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  int timeout_ms = 10'000;  // for the whole exchange
  std::size_t max_response_bytes = 5 << 20;
  int max_redirects = 3;  // of GET and HEAD; other methods are never redirected
};

struct OutgoingResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // of the last answer, names as sent
  std::string body;
  std::string_view header(std::string_view name) const;  // case-insensitive; empty when absent
};

/// Why there is no answer; what() is a sentence for a person. Retrying may help with Unreachable and TimedOut only.
class ClientError : public std::runtime_error {
 public:
  enum class Kind { BadUrl, Forbidden, Unreachable, TimedOut, TooLarge, Tls };
  ClientError(Kind kind, const std::string& message) : std::runtime_error(message), kind(kind) {}
  Kind kind;
};

struct ClientOptions {
  std::vector<std::string> allowed_ranges;  // private addresses the operator allows: "10.1.2.0/24", "127.0.0.1"
  std::string user_agent = "Peakdesk";
  std::vector<std::string> resolve;  // "host:port:address" instead of DNS; for tests and split networks
};

/// Thread-safe. Passed in wherever something goes out, so that tests can stand in for the world.
class Client {
 public:
  virtual ~Client() = default;
  /// Blocks until answered: call it from jobs and the work pool. An answer of any status is an answer. Throws
  /// ClientError.
  virtual OutgoingResponse send(const OutgoingRequest& request) const = 0;
};

/// Throws std::invalid_argument when an allowed range is none.
std::unique_ptr<Client> make_client(const ClientOptions& options);

}  // namespace peakdesk::http
