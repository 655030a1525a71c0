#include "accounts/users_store.h"

#include "base/text.h"

// A macro keeps the texts constant, so that each statement is prepared once.
#define PEAKDESK_USER_COLUMNS                                                                 \
  "id, email, name, firstname, lastname, bio, role, active, locale, timezone, totp_enabled, " \
  "last_seen_at AS last_seen_datetime, created_at AS created_datetime"
#define PEAKDESK_CREDENTIAL_COLUMNS                                                                                \
  "id, account_id, email, name, role, password_hash, totp_secret, totp_enabled, totp_last_step, recovery_hashes, " \
  "active"

namespace peakdesk::accounts {

bool any_user(Tx& tx) { return tx.scalar<std::int64_t>(0, "SELECT 1 FROM users LIMIT 1 /* every account */") != 0; }

std::optional<Credentials> select_credentials_by_email(Tx& tx, std::string_view email_folded) {
  return tx.find<Credentials>("SELECT " PEAKDESK_CREDENTIAL_COLUMNS " FROM users WHERE email_folded = $1",
                              email_folded);
}

std::optional<Credentials> select_credentials(Tx& tx, AccountId account, UserId user) {
  return tx.find<Credentials>("SELECT " PEAKDESK_CREDENTIAL_COLUMNS " FROM users WHERE account_id = $1 AND id = $2",
                              account, user);
}

std::optional<UserFields> select_user(Tx& tx, AccountId account, UserId user) {
  return tx.find<UserFields>("SELECT " PEAKDESK_USER_COLUMNS " FROM users WHERE account_id = $1 AND id = $2", account,
                             user);
}

std::optional<UserId> select_user_id_by_email(Tx& tx, AccountId account, std::string_view email_folded) {
  return tx.find<UserId>("SELECT id FROM users WHERE account_id = $1 AND email_folded = $2", account, email_folded);
}

void walk_users(Tx& tx, AccountId account, std::int64_t from, bool backwards,
                const std::function<bool(UserFields)>& each) {
  constexpr std::string_view kForwards =
      "SELECT " PEAKDESK_USER_COLUMNS " FROM users WHERE account_id = $1 AND id > $2 ORDER BY id";
  constexpr std::string_view kBackwards =
      "SELECT " PEAKDESK_USER_COLUMNS " FROM users WHERE account_id = $1 AND id < $2 ORDER BY id DESC";
  std::optional<db::RowReader<UserFields>> reader;
  tx.rows(
      backwards ? kBackwards : kForwards,
      [&](const db::Cursor& row) -> bool {
        if (!reader) reader.emplace(row);
        return each(reader->read(row));
      },
      account, from);
}

std::map<UserId, std::vector<TeamRef>> select_teams_of_users(Tx& tx, AccountId account) {
  std::map<UserId, std::vector<TeamRef>> teams;
  tx.rows(
      "SELECT m.user_id, t.id, t.name FROM team_members m JOIN teams t ON t.account_id = m.account_id AND t.id = "
      "m.team_id "
      "WHERE m.account_id = $1 ORDER BY m.user_id, t.name",
      [&](const db::Cursor& row) {
        teams[UserId(row.integer(0))].push_back({TeamId(row.integer(1)), std::string(row.text(2))});
      },
      account);
  return teams;
}

std::vector<TeamRef> select_teams_of_user(Tx& tx, AccountId account, UserId user) {
  return tx.list<TeamRef>(
      "SELECT t.id, t.name FROM teams t JOIN team_members m ON m.account_id = t.account_id AND m.team_id = t.id "
      "WHERE t.account_id = $1 AND m.user_id = $2 ORDER BY t.name",
      account, user);
}

ProfileFields select_profile_fields(Tx& tx, AccountId account, UserId user) {
  return tx
      .find<ProfileFields>("SELECT signature_html, preferences FROM users WHERE account_id = $1 AND id = $2", account,
                           user)
      .value_or(ProfileFields{});
}

std::int64_t count_active_owners(Tx& tx, AccountId account) {
  return tx.scalar<std::int64_t>(
      0, "SELECT COUNT(*) FROM users WHERE account_id = $1 AND role = 'owner' AND active = TRUE", account);
}

UserId select_oldest_owner(Tx& tx, AccountId account) {
  return tx.scalar<UserId>(
      UserId{}, "SELECT id FROM users WHERE account_id = $1 AND role = 'owner' AND active = TRUE ORDER BY id LIMIT 1",
      account);
}

void insert_user(Tx& tx, AccountId account, const UserFields& user, std::string_view password_hash) {
  tx.exec(
      "INSERT INTO users (id, account_id, email, email_folded, name, role, password_hash, locale, timezone, "
      "created_at, updated_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
      user.id, account, user.email, fold(user.email), user.name, enum_name(user.role), password_hash, user.locale,
      user.timezone, tx.now());
}

void update_user_fields(Tx& tx, AccountId account, const UserFields& user) {
  tx.exec(
      "UPDATE users SET email = $3, email_folded = $4, name = $5, firstname = $6, lastname = $7, bio = $8, role = $9, "
      "active = $10, "
      "locale = $11, timezone = $12, updated_at = $13 WHERE account_id = $1 AND id = $2",
      account, user.id, user.email, fold(user.email), user.name, user.firstname, user.lastname, user.bio,
      enum_name(user.role), user.active, user.locale, user.timezone, tx.now());
}

void update_profile_fields(Tx& tx, AccountId account, UserId user, const ProfileFields& fields) {
  tx.exec("UPDATE users SET signature_html = $3, preferences = $4, updated_at = $5 WHERE account_id = $1 AND id = $2",
          account, user, fields.signature_html, fields.preferences, tx.now());
}

void update_password(Tx& tx, AccountId account, UserId user, std::string_view password_hash) {
  tx.exec("UPDATE users SET password_hash = $3, updated_at = $4 WHERE account_id = $1 AND id = $2", account, user,
          password_hash, tx.now());
}

void update_totp_secret(Tx& tx, AccountId account, UserId user, const db::Blob& sealed) {
  tx.exec("UPDATE users SET totp_secret = $3, updated_at = $4 WHERE account_id = $1 AND id = $2", account, user, sealed,
          tx.now());
}

void enable_totp(Tx& tx, AccountId account, UserId user, std::int64_t used_step, std::string_view recovery_hashes) {
  tx.exec(
      "UPDATE users SET totp_enabled = TRUE, totp_last_step = $3, recovery_hashes = $4, updated_at = $5 WHERE "
      "account_id = $1 AND id = $2",
      account, user, used_step, recovery_hashes, tx.now());
}

void disable_totp(Tx& tx, AccountId account, UserId user) {
  tx.exec(
      "UPDATE users SET totp_enabled = FALSE, totp_secret = NULL, totp_last_step = 0, recovery_hashes = '[]', "
      "updated_at = $3 "
      "WHERE account_id = $1 AND id = $2",
      account, user, tx.now());
}

bool use_totp_step(Tx& tx, AccountId account, UserId user, std::int64_t step) {
  return tx.exec("UPDATE users SET totp_last_step = $3 WHERE account_id = $1 AND id = $2 AND totp_last_step < $3",
                 account, user, step) == 1;
}

void update_recovery_hashes(Tx& tx, AccountId account, UserId user, std::string_view recovery_hashes) {
  tx.exec("UPDATE users SET recovery_hashes = $3, updated_at = $4 WHERE account_id = $1 AND id = $2", account, user,
          recovery_hashes, tx.now());
}

void set_teams_of_user(Tx& tx, AccountId account, UserId user, const std::vector<TeamId>& teams) {
  tx.exec("DELETE FROM team_members WHERE account_id = $1 AND user_id = $2", account, user);
  for (const TeamId team : teams)
    tx.exec("INSERT INTO team_members (account_id, team_id, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            account, team, user);
}

}  // namespace peakdesk::accounts
