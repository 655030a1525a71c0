#include "accounts/two_step.h"

#include <algorithm>

#include "accounts/account_events.h"
#include "accounts/accounts.h"
#include "accounts/audit.h"
#include "accounts/sessions.h"
#include "accounts/users.h"
#include "base/text.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/qr_code.h"
#include "platform/crypto/random_bytes.h"
#include "platform/crypto/totp.h"

namespace peakdesk::accounts {
namespace {

constexpr int kRecoveryCodes = 10;
// Without i, l, o, 0 and 1, which hand-written codes confuse: 49 bits a code.
constexpr std::string_view kRecoveryAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";

std::string totp_place(UserId user) { return "totp:" + std::to_string(user.value); }

std::string recovery_hash(const Services& services, UserId user, std::string_view code) {
  std::string plain = std::to_string(user.value) + ":";
  for (const char c : to_lower_ascii(code))
    if (c != '-' && c != ' ') plain += c;
  return crypto::to_hex(crypto::hmac_sha256(services.secrets.derive_key("recovery-codes"), plain));
}

bool looks_like_totp(std::string_view code) {
  return std::count_if(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; }) == 6 &&
         code.find_first_not_of("0123456789 ") == std::string_view::npos;
}

}  // namespace

TotpSecret begin_totp(Tx& tx, const Services& services, const Caller& caller) {
  require_person(caller);
  const auto user = select_credentials(tx, caller.account, caller.user);
  if (!user) throw_not_found("user");
  if (user->totp_enabled)
    throw_conflict("totp_enabled", "Two-step sign-in is on already. Switch it off first to use another device.");
  const std::string secret = crypto::new_totp_secret();
  update_totp_secret(tx, caller.account, caller.user, {services.secrets.seal(secret, totp_place(caller.user))});
  const std::string uri = crypto::otpauth_uri(account_of(tx, caller.account).name, user->email, secret);
  return {crypto::to_base32(secret), uri, crypto::qr_svg(uri)};
}

RecoveryCodes confirm_totp(Tx& tx, const Services& services, const Caller& caller, const ConfirmTotpInput& input) {
  require_person(caller);
  const auto user = select_credentials(tx, caller.account, caller.user);
  if (!user) throw_not_found("user");
  if (user->totp_enabled) throw_conflict("totp_enabled", "Two-step sign-in is on already.");
  if (user->totp_secret.bytes.empty()) throw_conflict("totp_not_begun", "Begin two-step sign-in first: scan the code.");
  const std::string secret = services.secrets.open_sealed(user->totp_secret.bytes, totp_place(user->id));
  const auto step = crypto::matching_totp_step(secret, input.code, tx.now(), 0);
  if (!step)
    throw RequestError(ErrorKind::Invalid, "wrong_code",
                       "This code does not fit. Codes change every 30 seconds; check that your phone's clock is right.",
                       "code");
  RecoveryCodes codes;
  std::vector<std::string> hashes;
  for (int i = 0; i < kRecoveryCodes; ++i) {
    const std::string code = crypto::random_text(10, kRecoveryAlphabet);
    hashes.push_back(recovery_hash(services, user->id, code));
    codes.recovery_codes.push_back(code.substr(0, 5) + "-" + code.substr(5));
  }
  enable_totp(tx, caller.account, caller.user, *step, to_json(hashes));
  audit::record(tx, caller, "user.totp_enabled", audit_target(caller.user), {{"name", caller.name}});
  announce_user(tx, caller, kUserUpdated, caller.user);
  return codes;
}

bool use_second_step(Tx& tx, const Services& services, const Credentials& user, std::string_view code) {
  if (looks_like_totp(code)) {
    const std::string secret = services.secrets.open_sealed(user.totp_secret.bytes, totp_place(user.id));
    const auto step = crypto::matching_totp_step(secret, code, tx.now(), user.totp_last_step);
    return step && use_totp_step(tx, user.account_id, user.id, *step);
  }
  auto hashes = from_json<std::vector<std::string>>(user.recovery_hashes);
  const std::string given = recovery_hash(services, user.id, code);
  const auto found = std::find_if(hashes.begin(), hashes.end(),
                                  [&](const auto& hash) { return crypto::constant_time_equal(hash, given); });
  if (found == hashes.end()) return false;
  hashes.erase(found);
  update_recovery_hashes(tx, user.account_id, user.id, to_json(hashes));
  audit::record(tx, caller_of_user(tx, user.account_id, user.id), "user.recovery_code_used", audit_target(user.id),
                {{"name", user.name}, {"left", hashes.size()}});
  return true;
}

}  // namespace peakdesk::accounts
