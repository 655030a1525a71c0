#include "accounts/sign_in.h"

#include "accounts/accounts.h"
#include "accounts/audit.h"
#include "accounts/json_input.h"
#include "accounts/sessions.h"
#include "accounts/two_step.h"
#include "accounts/users.h"
#include "accounts/users_store.h"
#include "base/text.h"
#include "platform/crypto/password_hash.h"

namespace peakdesk::accounts {
namespace {

[[noreturn]] void throw_not_signed_in(const char* code, const char* message) {
  throw RequestError(ErrorKind::NotSignedIn, code, message);
}

void note_refusal(const Services& services, const Credentials& user, const http::Request& request, std::string why) {
  services.database.post_write(
      {[account = user.account_id, id = user.id, name = user.name, ip = request.peer_ip, why](Tx& tx) {
         Caller nobody = system_caller(account);
         nobody.ip = ip;
         audit::record(tx, nobody, "session.refused", audit_target(id), {{"name", name}, {"reason", why}});
       },
       {},
       db::Lane::Background,
       {}});
}

struct Checked {
  std::optional<Credentials> user;
  bool password_fits = false;
};

Checked check_password(const Services& services, const std::string& email, const SignInInput& input) {
  Checked checked;
  services.database.read([&](Tx& tx) { checked.user = select_credentials_by_email(tx, email); });
  const bool may_sign_in = checked.user && checked.user->active;
  // Hashes even when there is nobody, so that the time says nothing.
  checked.password_fits =
      crypto::verify_password(may_sign_in ? checked.user->password_hash : std::string(), input.password);
  return checked;
}

StartedSession begin(const Services& services, const Credentials& checked, const SignInInput& input,
                     const http::Request& request) {
  // Hashes made with yesterday's costs are made anew while the password is at hand; here, not on the writer.
  const std::string fresh_hash =
      crypto::needs_rehash(checked.password_hash) ? crypto::hash_password(input.password) : std::string();
  StartedSession started;
  services.database.write(
      [&](Tx& tx) {
        // Between the check and this transaction the person may have been deactivated or have used the same code.
        const auto user = select_credentials(tx, checked.account_id, checked.id);
        if (!user || !user->active || user->password_hash != checked.password_hash)
          throw_not_signed_in("wrong_credentials", "Address or password is wrong.");
        if (user->totp_enabled && !use_second_step(tx, services, *user, trim(input.code.value_or(""))))
          throw_not_signed_in(
              "wrong_code",
              "This code does not fit or was used already. Wait for the next one, or use a recovery code.");
        if (!fresh_hash.empty()) update_password(tx, user->account_id, user->id, fresh_hash);
        started = start_session(tx, services, user->account_id, user->id, request);
      },
      db::Lane::Screen);
  return started;
}

}  // namespace

http::Response sign_in(const Services& services, const http::Call& call) {
  const auto input = json_input<SignInInput>(call.request);
  if (trim(input.email).empty()) throw_invalid("email", "Please fill this in.");
  if (input.password.empty()) throw_invalid("password", "Please fill this in.");
  if (input.email.size() > 254 || !is_valid_utf8(input.email))
    throw_not_signed_in("wrong_credentials", "Address or password is wrong.");
  const std::string email = fold(trim(input.email));
  services.throttle.begin(call.request.peer_ip, email);
  const Checked checked = check_password(services, email, input);
  if (!checked.password_fits) {
    if (checked.user)
      note_refusal(services, *checked.user, call.request, checked.user->active ? "password" : "deactivated");
    throw_not_signed_in("wrong_credentials", "Address or password is wrong.");
  }
  if (checked.user->totp_enabled && trim(input.code.value_or("")).empty()) {
    services.throttle.take_back(call.request.peer_ip, email);
    throw_not_signed_in("totp_required", "Enter the code of your authenticator app, or a recovery code.");
  }
  StartedSession started;
  try {
    started = begin(services, *checked.user, input, call.request);
  } catch (const RequestError& error) {
    if (error.code == "wrong_code") note_refusal(services, *checked.user, call.request, "code");
    throw;
  }
  services.throttle.succeeded(call.request.peer_ip, email);
  http::Response response = http::Response::json(to_json(started.session));
  response.headers.emplace_back("Set-Cookie", session_cookie(started.token, call.request, services.sessions.absolute));
  return response;
}

void require_own_password(const Services& services, const Caller& caller, const std::string& field,
                          std::string_view password) {
  require_person(caller);
  std::optional<Credentials> user;
  services.database.read([&](Tx& tx) { user = select_credentials(tx, caller.account, caller.user); });
  if (!user) throw_not_found("user");
  const std::string email = fold(user->email);
  services.throttle.begin(caller.ip, email);
  if (!crypto::verify_password(user->password_hash, password))
    throw RequestError(ErrorKind::Invalid, "wrong_password", "This is not your present password.", field);
  services.throttle.succeeded(caller.ip, email);
}

}  // namespace peakdesk::accounts
