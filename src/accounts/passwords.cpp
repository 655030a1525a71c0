#include "accounts/passwords.h"

#include "accounts/account_events.h"
#include "accounts/accounts.h"
#include "accounts/audit.h"
#include "accounts/json_input.h"
#include "accounts/password_rules.h"
#include "accounts/sessions.h"
#include "accounts/sessions_store.h"
#include "accounts/shown_once.h"
#include "accounts/sign_in.h"
#include "base/text.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/password_hash.h"
#include "platform/crypto/random_bytes.h"

namespace peakdesk::accounts {
namespace {

constexpr std::size_t kLinkSignatureBytes = 24;
constexpr std::size_t kLinkBytes = 3 * 8 + kLinkSignatureBytes;

std::string eight_bytes(std::int64_t number) {
  std::string out(8, '\0');
  for (int i = 7; i >= 0; --i, number >>= 8) out[i] = static_cast<char>(number & 0xff);
  return out;
}

std::int64_t number_of(std::string_view bytes) {
  std::int64_t number = 0;
  for (const char c : bytes.substr(0, 8)) number = (number << 8) | static_cast<unsigned char>(c);
  return number;
}

std::string sign_link(const Services& services, const std::string& statement, const Credentials& user) {
  const std::string bound = statement + "\n" + fold(user.email) + "\n" + user.password_hash;
  return crypto::hmac_sha256(services.secrets.derive_key("password-links"), bound).substr(0, kLinkSignatureBytes);
}

[[noreturn]] void throw_link_invalid() {
  throw RequestError(ErrorKind::NotFound, "link_invalid",
                     "This link has expired or was used already. Ask an owner of the desk for a new one.");
}

}  // namespace

std::string password_link(const Services& services, const Credentials& user, Instant until) {
  const std::string statement = eight_bytes(user.account_id.value) + eight_bytes(user.id.value) + eight_bytes(until.ms);
  return services.public_url + "/password-reset/" +
         crypto::to_base64url(statement + sign_link(services, statement, user));
}

std::optional<Credentials> user_of_link(Tx& tx, const Services& services, std::string_view token) {
  if (token.size() > 2 * kLinkBytes) return std::nullopt;
  const auto bytes = crypto::from_base64url(token);
  if (!bytes || bytes->size() != kLinkBytes) return std::nullopt;
  const std::string statement = bytes->substr(0, kLinkBytes - kLinkSignatureBytes);
  const std::string_view parts = statement;
  auto user = select_credentials(tx, AccountId(number_of(parts)), UserId(number_of(parts.substr(8))));
  if (!user || !user->active) return std::nullopt;
  if (!crypto::constant_time_equal(bytes->substr(kLinkBytes - kLinkSignatureBytes),
                                   sign_link(services, statement, *user)))
    return std::nullopt;
  if (tx.now() >= Instant{number_of(parts.substr(16))}) return std::nullopt;
  return user;
}

void set_password(Tx& tx, const Caller& caller, const Credentials& user, const std::string& password_hash,
                  std::string_view action, SessionId keep) {
  update_password(tx, user.account_id, user.id, password_hash);
  const auto ended = delete_sessions_of_user(tx, user.account_id, user.id, keep);
  audit::record(tx, caller, action, audit_target(user.id), {{"name", user.name}, {"sessions_ended", ended}});
}

http::Response change_password(const Services& services, const http::Call& call) {
  const auto input = json_input<ChangePasswordInput>(call.request);
  const Caller& caller = call.caller;
  require_own_password(services, caller, "current_password", input.current_password);
  std::optional<Credentials> user;
  services.database.read([&](Tx& tx) { user = select_credentials(tx, caller.account, caller.user); });
  if (!user) throw_not_found("user");
  check_new_password("new_password", input.new_password, user->email, user->name);
  const std::string hash = crypto::hash_password(input.new_password);
  services.database.write(
      [&](Tx& tx) { set_password(tx, caller, *user, hash, "user.password_changed", caller.session); },
      db::Lane::Screen);
  return http::Response::no_content();
}

http::Response reset_password(const Services& services, const http::Call& call) {
  const auto input = json_input<ResetPasswordInput>(call.request);
  std::optional<Credentials> user;
  services.database.read([&](Tx& tx) { user = user_of_link(tx, services, input.token); });
  if (!user) throw_link_invalid();
  check_new_password("password", input.password, user->email, user->name);
  const std::string hash = crypto::hash_password(input.password);
  services.database.write(
      [&](Tx& tx) {
        const auto still = user_of_link(tx, services, input.token);
        if (!still) throw_link_invalid();
        Caller person = caller_of_user(tx, still->account_id, still->id);
        person.ip = call.request.peer_ip;
        set_password(tx, person, *still, hash, "user.password_reset");
        announce_user(tx, person, kUserUpdated, still->id);
      },
      db::Lane::Screen);
  return http::Response::no_content();
}

http::Response remove_totp(const Services& services, const http::Call& call) {
  const auto input = json_input<ConfirmByPasswordInput>(call.request);
  const Caller& caller = call.caller;
  require_own_password(services, caller, "password", input.password);
  services.database.write(
      [&](Tx& tx) {
        disable_totp(tx, caller.account, caller.user);
        audit::record(tx, caller, "user.totp_removed", audit_target(caller.user), {{"name", caller.name}});
        announce_user(tx, caller, kUserUpdated, caller.user);
      },
      db::Lane::Screen);
  return http::Response::no_content();
}

namespace {
struct InvitedUser : User {
  std::optional<std::string> invite_url;
};
BOOST_DESCRIBE_STRUCT(InvitedUser, (User), (invite_url))
}  // namespace

http::Response invite_user(const Services& services, const http::Call& call) {
  const auto input = json_input<CreateUserInput>(call.request);
  std::string hash;
  if (input.password) {
    check_new_password("password", *input.password, input.email, input.name);
    hash = crypto::hash_password(*input.password);
  }
  InvitedUser invited;
  services.database.write(
      [&](Tx& tx) {
        static_cast<User&>(invited) = add_user(tx, call.caller, input, hash);
        if (!hash.empty()) return;
        const auto credentials = select_credentials(tx, call.caller.account, invited.id);
        invited.invite_url = password_link(services, *credentials, tx.now() + kInvitationHolds);
      },
      call.caller.is_api_key() ? db::Lane::Machine : db::Lane::Screen);
  return shown_once(invited, 201);
}

PasswordLink create_reset_link(Tx& tx, const Services& services, const Caller& caller, const UserIdInput& input) {
  const auto user = select_credentials(tx, caller.account, input.id);
  if (!user) throw_not_found("user");
  require_may_manage(caller, user->role);
  if (!user->active) throw_conflict("user_inactive", "This user is deactivated. Activate them first.");
  audit::record(tx, caller, "user.reset_link_made", audit_target(user->id), {{"name", user->name}});
  return {password_link(services, *user, tx.now() + kResetHolds)};
}

}  // namespace peakdesk::accounts
