// Answers that hold a secret in clear: a key, a link, recovery codes.
#pragma once
#include "base/json.h"
#include "platform/http/message.h"

namespace peakdesk::accounts {

/// Marked so that neither a browser nor the desk itself (Idempotency-Key) keeps it.
template <class T>
http::Response shown_once(const T& value, int status = 200) {
  http::Response response = http::Response::json(to_json(value), status);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

}  // namespace peakdesk::accounts
