// The front door of the room for other rooms: shops, their people and teams, looked up and made. How people sign in and
// what they may change through the API stays inside (routes.h). Emits user.created, user.updated, team.*,
// account.created, settings.changed.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "accounts/model.h"
#include "base/caller.h"
#include "platform/db/tx.h"

namespace peakdesk::accounts {

/// Throws NotFound.
Account account_of(Tx& tx, AccountId account);
/// The oldest account: the desk of an installation that serves one shop. None before the first start is done.
AccountId first_account(Tx& tx);

std::optional<User> find_user(Tx& tx, AccountId account, UserId user);
std::optional<User> find_user_by_email(Tx& tx, AccountId account, std::string_view email);
std::optional<TeamRef> find_team(Tx& tx, AccountId account, TeamId team);
/// By id, inactive people too: for lists that show who did what.
std::map<UserId, std::string> user_names(Tx& tx, AccountId account);
std::map<TeamId, std::string> team_names(Tx& tx, AccountId account);

/// The desk itself, for what happens without a person.
Caller system_caller(AccountId account);
/// As if this person had signed in: for work done in somebody's name. Throws NotFound.
Caller caller_of_user(Tx& tx, AccountId account, UserId user);

struct NewAccount {
  std::string name;
  std::string domain;
  std::string locale = "en";
  std::string timezone = "UTC";
};
/// Emits account.created, on which other rooms lay out what a new desk needs. Throws Invalid.
AccountId create_account(Tx& tx, const NewAccount& input);

struct NewUser {
  std::string email;
  std::string name;
  Role role = Role::Agent;
  std::string password_hash;  // by crypto::hash_password, outside the transaction; empty: invited, cannot sign in yet
  std::string locale;         // empty: the account's
  std::string timezone;
  std::vector<TeamId> team_ids;
};
/// Throws Invalid, Conflict "email_taken".
UserId create_user(Tx& tx, const Caller& caller, const NewUser& input);

struct NewTeam {
  std::string name;
  std::string description;
  std::vector<UserId> member_ids;
};
/// Throws Invalid, Conflict "team_exists".
TeamId create_team(Tx& tx, const Caller& caller, const NewTeam& input);

}  // namespace peakdesk::accounts
