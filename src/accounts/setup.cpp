#include "accounts/setup.h"

#include "accounts/accounts.h"
#include "accounts/input_rules.h"
#include "accounts/json_input.h"
#include "accounts/password_rules.h"
#include "accounts/sessions.h"
#include "accounts/users_store.h"
#include "platform/crypto/password_hash.h"

namespace peakdesk::accounts {
namespace {

void require_nobody_yet(Tx& tx) {
  if (any_user(tx)) throw_conflict("already_set_up", "This desk has an owner already. Sign in.");
}

}  // namespace

SetupState get_setup(Tx& tx, const Caller&, const NoInput&) { return {!any_user(tx), PEAKDESK_VERSION}; }

UserId create_first_owner(Tx& tx, const SetupInput& input, const std::string& password_hash) {
  require_nobody_yet(tx);
  AccountId account = first_account(tx);
  if (!account) account = create_account(tx, {input.shop_name, {}, input.locale, input.timezone});
  return create_user(tx, system_caller(account),
                     {input.email, input.name, Role::Owner, password_hash, input.locale, input.timezone, {}});
}

http::Response run_setup(const Services& services, const http::Call& call) {
  const auto input = json_input<SetupInput>(call.request);
  services.database.read([](Tx& tx) { require_nobody_yet(tx); });
  checked_name("shop_name", input.shop_name);
  checked_name("name", input.name);
  check_new_password("password", input.password, checked_email("email", input.email), input.name);
  const std::string hash = crypto::hash_password(input.password);
  StartedSession started;
  services.database.write(
      [&](Tx& tx) {
        const UserId owner = create_first_owner(tx, input, hash);
        started = start_session(tx, services, first_account(tx), owner, call.request);
      },
      db::Lane::Screen);
  http::Response response = http::Response::json(to_json(started.session), 201);
  response.headers.emplace_back("Set-Cookie", session_cookie(started.token, call.request, services.sessions.absolute));
  return response;
}

}  // namespace peakdesk::accounts
