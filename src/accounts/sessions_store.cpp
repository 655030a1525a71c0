#include "accounts/sessions_store.h"

namespace peakdesk::accounts {

std::optional<SessionAndUser> select_session_by_token(Tx& tx, const db::Blob& token_hash) {
  return tx.find<SessionAndUser>(
      "SELECT s.id, s.account_id, s.user_id, s.csrf_token, s.last_seen_at, s.expires_at, u.name, u.locale, u.role, "
      "u.active "
      "FROM sessions s JOIN users u ON u.account_id = s.account_id AND u.id = s.user_id WHERE s.token_hash = $1",
      token_hash);
}

std::vector<SessionRow> select_sessions(Tx& tx, AccountId account, UserId user) {
  return tx.list<SessionRow>(
      "SELECT id, account_id, user_id, csrf_token, ip, user_agent, created_at, last_seen_at, expires_at FROM sessions "
      "WHERE account_id = $1 AND user_id = $2 ORDER BY id DESC",
      account, user);
}

void insert_session(Tx& tx, const SessionRow& session, const db::Blob& token_hash) {
  tx.exec(
      "INSERT INTO sessions (id, account_id, user_id, token_hash, csrf_token, ip, user_agent, created_at, "
      "last_seen_at, expires_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      session.id, session.account_id, session.user_id, token_hash, session.csrf_token, session.ip, session.user_agent,
      session.created_at, session.last_seen_at, session.expires_at);
}

bool delete_session(Tx& tx, AccountId account, UserId user, SessionId session) {
  return tx.exec("DELETE FROM sessions WHERE account_id = $1 AND user_id = $2 AND id = $3", account, user, session) ==
         1;
}

void delete_session_by_token(Tx& tx, const db::Blob& token_hash) {
  tx.exec("DELETE FROM sessions WHERE token_hash = $1", token_hash);
}

std::int64_t delete_sessions_of_user(Tx& tx, AccountId account, UserId user, SessionId keep) {
  return tx.exec("DELETE FROM sessions WHERE account_id = $1 AND user_id = $2 AND id <> $3", account, user, keep);
}

void delete_stale_sessions_of_user(Tx& tx, AccountId account, UserId user, Instant now, Instant unseen_since) {
  tx.exec("DELETE FROM sessions WHERE account_id = $1 AND user_id = $2 AND (expires_at <= $3 OR last_seen_at <= $4)",
          account, user, now, unseen_since);
}

std::int64_t delete_stale_sessions(Tx& tx, Instant now, Instant unseen_since) {
  return tx.exec("DELETE FROM sessions WHERE expires_at <= $1 OR last_seen_at <= $2 /* every account */", now,
                 unseen_since);
}

void touch_session(Tx& tx, AccountId account, UserId user, SessionId session, Instant seen_at) {
  tx.exec("UPDATE sessions SET last_seen_at = $3 WHERE account_id = $1 AND id = $2 AND last_seen_at < $3", account,
          session, seen_at);
  tx.exec("UPDATE users SET last_seen_at = $3 WHERE account_id = $1 AND id = $2 AND last_seen_at < $3", account, user,
          seen_at);
}

}  // namespace peakdesk::accounts
