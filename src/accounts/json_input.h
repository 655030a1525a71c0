// The decoded body of a route that runs on the work pool. Such routes get any body, so this asks for JSON: a page of
// another site can post a form or plain text unasked, and must not be able to sign a visitor in as somebody else.
#pragma once
#include "base/error.h"
#include "base/text.h"
#include "platform/http/router.h"

namespace peakdesk::accounts {

/// Throws Invalid.
template <class In>
In json_input(const http::Request& request) {
  if (!istarts_with_ascii(trim(request.header("Content-Type")), "application/json"))
    throw_invalid("", "Send the body as Content-Type: application/json.");
  return http::decode_input<In>(request);
}

}  // namespace peakdesk::accounts
