// A request and a response as plain values; nothing here knows Beast.
#pragma once
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace peakdesk::db {
class Tx;
}

namespace peakdesk::http {

struct Request {
  std::string method;                                        // "GET"
  std::string path;                                          // decoded, without the query
  std::vector<std::pair<std::string, std::string>> query;    // decoded, in order
  std::vector<std::pair<std::string, std::string>> headers;  // names as sent
  std::vector<std::pair<std::string, std::string>> params;   // "{id}" of the route -> value; filled by the router
  std::string body;
  std::string peer_ip;                 // of the client; behind a trusted proxy, what it says in X-Forwarded-For
  bool secure = false;                 // came by TLS (directly or through the trusted proxy)
  std::function<bool()> is_abandoned;  // true once the client has gone; asked from any thread
  std::string id;                      // of this request, for logs and the X-Request-Id header

  /// Case-insensitive; empty when absent.
  std::string_view header(std::string_view name) const;
  /// Empty when absent.
  std::string_view query_value(std::string_view name) const;
  std::string_view param(std::string_view name) const;
  std::string_view cookie(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string file;           // when set: the body is this file of the file system, streamed, byte ranges allowed
  std::string_view embedded;  // when set: the body, in memory that outlives the server
  int wait_s = 0;             // nothing to say yet: run the route again when something changed, for at most so long
  std::function<Response(db::Tx&)> after_commit;  // when set: the whole answer, read on a reader once the write is safe

  static Response json(std::string body, int status = 200) {
    return {status, "application/json", std::move(body), {}, {}, {}, 0};
  }
  static Response no_content() { return {204, "", "", {}, {}, {}, 0}; }
  static Response text(std::string body, int status = 200) {
    return {status, "text/plain; charset=utf-8", std::move(body), {}, {}, {}, 0};
  }
  static Response html(std::string body, int status = 200) {
    return {status, "text/html; charset=utf-8", std::move(body), {}, {}, {}, 0};
  }
};

/// RFC 9457 problem+json for an exception; anything that is no RequestError becomes a 500 whose text gives nothing
/// away.
Response problem(std::exception_ptr error);

}  // namespace peakdesk::http
