// RFC 9457 problem+json bodies of the server itself. What handlers throw becomes one by problem(exception_ptr) in
// message.h.
#pragma once
#include <string>
#include <string_view>

#include "platform/http/message.h"

namespace peakdesk::http {

/// What the caller reads. `detail` is a whole sentence that says the way out.
struct Problem {
  int status = 500;
  std::string_view code;
  std::string detail;
  std::string field;      // JSON path of the input that is wrong, or empty
  int retry_after_s = 0;  // also the Retry-After header
};

Response to_response(const Problem& problem);
/// "Not Found" for 404; "Status 499" for one without a name.
std::string_view reason_phrase(int status);

}  // namespace peakdesk::http
