#include "accounts/administration.h"

#include "accounts/accounts.h"
#include "accounts/api_keys.h"
#include "accounts/audit.h"
#include "accounts/password_rules.h"
#include "accounts/passwords.h"
#include "accounts/setup.h"
#include "accounts/users_store.h"
#include "base/text.h"
#include "platform/crypto/password_hash.h"

namespace peakdesk::accounts {
namespace {

std::string hash_if_given(const std::optional<std::string>& password, std::string_view email, std::string_view name) {
  if (!password) return {};
  check_new_password("password", *password, email, name);
  return crypto::hash_password(*password);
}

AccountId account_or_throw(Tx& tx) {
  const AccountId account = first_account(tx);
  if (!account) throw_conflict("no_account", "This desk has no owner yet. Run `peakdesk admin create-owner` first.");
  return account;
}

}  // namespace

std::string add_owner_from_terminal(const Services& services, const AddOwnerInput& input) {
  const std::string hash = hash_if_given(input.password, input.email, input.name);
  std::string link;
  services.database.write([&](Tx& tx) {
    AccountId account = first_account(tx);
    if (!account) account = create_account(tx, {input.shop_name, {}, input.locale, input.timezone});
    const UserId owner =
        create_user(tx, system_caller(account), {input.email, input.name, Role::Owner, hash, {}, {}, {}});
    if (hash.empty())
      link = password_link(services, *select_credentials(tx, account, owner), tx.now() + kInvitationHolds);
  });
  return link;
}

std::string add_api_key_from_terminal(const Services& services, const std::string& name,
                                      const std::vector<std::string>& scopes) {
  std::string key;
  services.database.write([&](Tx& tx) {
    Caller caller = system_caller(account_or_throw(tx));
    caller.user = select_oldest_owner(tx, caller.account);
    key = create_api_key(tx, caller, {name, scopes, {}}).value.key;
  });
  return key;
}

std::string reset_password_from_terminal(const Services& services, const std::string& email,
                                         const std::optional<std::string>& password) {
  std::optional<Credentials> user;
  const auto find_user = [&](Tx& tx) {
    user = select_credentials_by_email(tx, fold(trim(email)));
    if (!user) throw RequestError(ErrorKind::NotFound, "not_found", "Nobody signs in with the address " + email + ".");
  };
  services.database.read(find_user);
  const std::string hash = hash_if_given(password, user->email, user->name);
  std::string link;
  services.database.write([&](Tx& tx) {
    find_user(tx);
    const Caller caller = system_caller(user->account_id);
    if (!user->active) throw_conflict("user_inactive", "This user is deactivated. Another owner can activate them.");
    if (!hash.empty()) {
      set_password(tx, caller, *user, hash, "user.password_reset");
    } else {
      audit::record(tx, caller, "user.reset_link_made", audit_target(user->id), {{"name", user->name}});
      link = password_link(services, *user, tx.now() + kResetHolds);
    }
  });
  return link;
}

}  // namespace peakdesk::accounts
