// From an address and a password (and a code) to a session. Runs on the work pool: a password takes some 50 ms of
// hashing, which may hold up neither the writer nor a reader.
#pragma once
#include <optional>
#include <string>

#include "accounts/services.h"
#include "platform/http/router.h"

namespace peakdesk::accounts {

struct SignInInput {
  std::string email;
  std::string password;
  std::optional<std::string> code;  // six digits, or a recovery code
};
BOOST_DESCRIBE_STRUCT(SignInInput, (), (email, password, code))

/// POST /api/session. Throws NotSignedIn "wrong_credentials" (the same, after the same time, for an unknown address, a
/// wrong password, a deactivated user and an unused invitation), "totp_required", "wrong_code"; TooMany.
http::Response sign_in(const Services& services, const http::Call& call);

/// Checks the caller's own password once more before something grave. Counts towards the throttle. Throws Invalid
/// naming `field`.
void require_own_password(const Services& services, const Caller& caller, const std::string& field,
                          std::string_view password);

}  // namespace peakdesk::accounts
