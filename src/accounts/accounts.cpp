#include "accounts/accounts.h"

#include "accounts/account_events.h"
#include "accounts/account_settings.h"
#include "accounts/input_rules.h"
#include "accounts/teams_store.h"
#include "accounts/users_store.h"
#include "base/text.h"

namespace peakdesk::accounts {

Account account_of(Tx& tx, AccountId account) {
  auto found = select_account(tx, account);
  if (!found) throw_not_found("account");
  return *found;
}

AccountId first_account(Tx& tx) {
  return tx.scalar<AccountId>(AccountId{}, "SELECT id FROM accounts ORDER BY id LIMIT 1");
}

std::optional<User> find_user(Tx& tx, AccountId account, UserId user) {
  auto fields = select_user(tx, account, user);
  if (!fields) return std::nullopt;
  return User{std::move(*fields), select_teams_of_user(tx, account, user)};
}

std::optional<User> find_user_by_email(Tx& tx, AccountId account, std::string_view email) {
  const auto id = select_user_id_by_email(tx, account, fold(trim(email)));
  return id ? find_user(tx, account, *id) : std::nullopt;
}

std::optional<TeamRef> find_team(Tx& tx, AccountId account, TeamId team) {
  const auto row = select_team(tx, account, team);
  if (!row) return std::nullopt;
  return TeamRef{row->id, row->name};
}

std::map<UserId, std::string> user_names(Tx& tx, AccountId account) {
  std::map<UserId, std::string> names;
  walk_users(tx, account, 0, false, [&](UserFields user) {
    names[user.id] = std::move(user.name);
    return true;
  });
  return names;
}

std::map<TeamId, std::string> team_names(Tx& tx, AccountId account) {
  std::map<TeamId, std::string> names;
  for (TeamRow& team : select_all_teams(tx, account)) names[team.id] = std::move(team.name);
  return names;
}

Caller system_caller(AccountId account) {
  Caller caller;
  caller.account = account;
  caller.actor = {"system", 0};
  caller.role = Role::Owner;
  caller.name = "Peakdesk";
  return caller;
}

Caller caller_of_user(Tx& tx, AccountId account, UserId user) {
  const auto fields = select_user(tx, account, user);
  if (!fields) throw_not_found("user");
  Caller caller;
  caller.account = account;
  caller.actor = {"user", user.value};
  caller.role = fields->role;
  caller.user = user;
  caller.name = fields->name;
  caller.locale = fields->locale;
  return caller;
}

AccountId create_account(Tx& tx, const NewAccount& input) {
  Account account;
  account.name = checked_name("shop_name", input.name);
  account.domain = checked_domain("domain", input.domain);
  account.locale = checked_locale("locale", input.locale);
  account.timezone = checked_timezone("timezone", input.timezone);
  account.id = tx.new_id<AccountId>();
  insert_account(tx, account);
  tx.emit({account.id, std::string(kAccountCreated), {}, Actor{}, "{}", {}});
  return account.id;
}

}  // namespace peakdesk::accounts
