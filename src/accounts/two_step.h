// Two-step sign-in: codes of an authenticator app (TOTP), and ten recovery codes for the day the phone is gone. The
// secret is sealed with the instance key; recovery codes are kept as keyed hashes and work once.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/services.h"
#include "accounts/users_store.h"
#include "platform/db/tx.h"
#include "platform/http/router.h"

namespace peakdesk::accounts {

struct TotpSecret {
  std::string secret;  // base32
  std::string otpauth_uri;
  std::string qr_svg;
};
BOOST_DESCRIBE_STRUCT(TotpSecret, (), (secret, otpauth_uri, qr_svg))

struct ConfirmTotpInput {
  std::string code;
};
BOOST_DESCRIBE_STRUCT(ConfirmTotpInput, (), (code))

struct RecoveryCodes {
  std::vector<std::string> recovery_codes;  // shown once
};
BOOST_DESCRIBE_STRUCT(RecoveryCodes, (), (recovery_codes))

/// POST /api/profile/totp: a new secret, not in force before it is confirmed. Throws Conflict "totp_enabled".
TotpSecret begin_totp(Tx& tx, const Services& services, const Caller& caller);
/// Throws Conflict "totp_not_begun", Invalid (field "code").
RecoveryCodes confirm_totp(Tx& tx, const Services& services, const Caller& caller, const ConfirmTotpInput& input);

/// At sign-in, in the write transaction that starts the session: uses the code up. False when it is wrong or was used
/// before.
bool use_second_step(Tx& tx, const Services& services, const Credentials& user, std::string_view code);

}  // namespace peakdesk::accounts
