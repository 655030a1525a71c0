// What can end a request. Thrown by handlers and front doors, caught once by the platform, rolled back and answered as
// RFC 9457 problem+json. Parsers and pure engines return values instead of throwing these.
#pragma once
#include <stdexcept>
#include <string>

namespace peakdesk {

enum class ErrorKind {
  Invalid,      // 422: the input is wrong; `field` names where
  NotSignedIn,  // 401
  NotAllowed,   // 403
  NotFound,     // 404
  Conflict,     // 409: the state does not allow it (any more)
  TooLarge,     // 413
  TooMany,      // 429: come back after `retry_after_s`
  Unavailable,  // 503: come back after `retry_after_s`
  StorageFull,  // 507: nothing can be written, reading goes on
};

/// `what()` is a whole sentence, safe to show to a person and says the way out. `field` is the JSON path of the input
/// that is wrong ("to[1].address"), or empty. `code` is a stable id for programs ("ticket_not_found").
class RequestError : public std::runtime_error {
 public:
  RequestError(ErrorKind kind, std::string code, const std::string& message, std::string field = {},
               int retry_after_s = 0)
      : std::runtime_error(message),
        kind(kind),
        code(std::move(code)),
        field(std::move(field)),
        retry_after_s(retry_after_s) {}
  ErrorKind kind;
  std::string code;
  std::string field;
  int retry_after_s;
};

[[noreturn]] inline void throw_invalid(std::string field, const std::string& message) {
  throw RequestError(ErrorKind::Invalid, "invalid_input", message, std::move(field));
}
[[noreturn]] inline void throw_not_found(const std::string& what) {
  throw RequestError(ErrorKind::NotFound, "not_found", "There is no such " + what + ", or it is not yours to see.");
}
[[noreturn]] inline void throw_not_allowed(const std::string& message) {
  throw RequestError(ErrorKind::NotAllowed, "not_allowed", message);
}
[[noreturn]] inline void throw_conflict(std::string code, const std::string& message) {
  throw RequestError(ErrorKind::Conflict, std::move(code), message);
}

}  // namespace peakdesk
