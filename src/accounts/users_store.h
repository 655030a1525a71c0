// The SQL over users. Only the use cases of this room include it.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "accounts/model.h"
#include "platform/db/tx.h"

namespace peakdesk::accounts {

/// What signing in needs to know of a user; never leaves the room.
struct Credentials {
  UserId id;
  AccountId account_id;
  std::string email;
  std::string name;
  Role role = Role::Observer;
  std::string password_hash;
  db::Blob totp_secret;  // sealed for totp_place(id)
  bool totp_enabled = false;
  std::int64_t totp_last_step = 0;
  std::string recovery_hashes;  // JSON list of text
  bool active = false;
};
BOOST_DESCRIBE_STRUCT(Credentials, (),
                      (id, account_id, email, name, role, password_hash, totp_secret, totp_enabled, totp_last_step,
                       recovery_hashes, active))

struct ProfileFields {
  std::string signature_html;
  RawJson preferences;
};
BOOST_DESCRIBE_STRUCT(ProfileFields, (), (signature_html, preferences))

bool any_user(Tx& tx);
/// By folded address over all accounts: at sign-in nobody has said yet which account is meant.
std::optional<Credentials> select_credentials_by_email(Tx& tx, std::string_view email_folded);
std::optional<Credentials> select_credentials(Tx& tx, AccountId account, UserId user);

std::optional<UserFields> select_user(Tx& tx, AccountId account, UserId user);
std::optional<UserId> select_user_id_by_email(Tx& tx, AccountId account, std::string_view email_folded);
/// In order of id from beyond `from`, backwards too; `each` returns false to stop.
void walk_users(Tx& tx, AccountId account, std::int64_t from, bool backwards,
                const std::function<bool(UserFields)>& each);
std::map<UserId, std::vector<TeamRef>> select_teams_of_users(Tx& tx, AccountId account);
std::vector<TeamRef> select_teams_of_user(Tx& tx, AccountId account, UserId user);
ProfileFields select_profile_fields(Tx& tx, AccountId account, UserId user);
std::int64_t count_active_owners(Tx& tx, AccountId account);
UserId select_oldest_owner(Tx& tx, AccountId account);

void insert_user(Tx& tx, AccountId account, const UserFields& user, std::string_view password_hash);
void update_user_fields(Tx& tx, AccountId account, const UserFields& user);
void update_profile_fields(Tx& tx, AccountId account, UserId user, const ProfileFields& fields);
void update_password(Tx& tx, AccountId account, UserId user, std::string_view password_hash);
/// Not yet in force: totp_enabled stays as it is.
void update_totp_secret(Tx& tx, AccountId account, UserId user, const db::Blob& sealed);
void enable_totp(Tx& tx, AccountId account, UserId user, std::int64_t used_step, std::string_view recovery_hashes);
void disable_totp(Tx& tx, AccountId account, UserId user);
/// False when that step, or a later one, was used already.
bool use_totp_step(Tx& tx, AccountId account, UserId user, std::int64_t step);
void update_recovery_hashes(Tx& tx, AccountId account, UserId user, std::string_view recovery_hashes);
void set_teams_of_user(Tx& tx, AccountId account, UserId user, const std::vector<TeamId>& teams);

}  // namespace peakdesk::accounts
