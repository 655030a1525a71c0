// The SQL over sessions: who is signed in where. A token stands here only as its SHA-256.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/model.h"
#include "platform/db/tx.h"

namespace peakdesk::accounts {

struct SessionRow {
  SessionId id;
  AccountId account_id;
  UserId user_id;
  std::string csrf_token;
  std::string ip;
  std::string user_agent;
  Instant created_at;
  Instant last_seen_at;
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(SessionRow, (),
                      (id, account_id, user_id, csrf_token, ip, user_agent, created_at, last_seen_at, expires_at))

/// A session and the person it is of, in one look-up for every request.
struct SessionAndUser {
  SessionId id;
  AccountId account_id;
  UserId user_id;
  std::string csrf_token;
  Instant last_seen_at;
  Instant expires_at;
  std::string name;
  std::string locale;
  Role role = Role::Observer;
  bool active = false;
};
BOOST_DESCRIBE_STRUCT(SessionAndUser, (),
                      (id, account_id, user_id, csrf_token, last_seen_at, expires_at, name, locale, role, active))

std::optional<SessionAndUser> select_session_by_token(Tx& tx, const db::Blob& token_hash);
std::vector<SessionRow> select_sessions(Tx& tx, AccountId account, UserId user);
void insert_session(Tx& tx, const SessionRow& session, const db::Blob& token_hash);
bool delete_session(Tx& tx, AccountId account, UserId user, SessionId session);
void delete_session_by_token(Tx& tx, const db::Blob& token_hash);
/// All of them but `keep` (or none kept); returns how many.
std::int64_t delete_sessions_of_user(Tx& tx, AccountId account, UserId user, SessionId keep = {});
/// Those past `expired_before` or unseen since `unseen_since`, of one user.
void delete_stale_sessions_of_user(Tx& tx, AccountId account, UserId user, Instant now, Instant unseen_since);
/// The same over all accounts, for the schedule.
std::int64_t delete_stale_sessions(Tx& tx, Instant now, Instant unseen_since);
void touch_session(Tx& tx, AccountId account, UserId user, SessionId session, Instant seen_at);

}  // namespace peakdesk::accounts
