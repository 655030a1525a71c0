// Being signed in: begins at sign-in with a token that only the browser knows, ends by idleness, age, sign-out,
// revocation or a new password. Owns the cookie.
#pragma once
#include <string>
#include <vector>

#include "accounts/model.h"
#include "accounts/services.h"
#include "platform/db/tx.h"
#include "platform/http/message.h"
#include "platform/http/router.h"

namespace peakdesk::accounts {

inline constexpr std::string_view kSessionCookie = "peakdesk_session";

struct SessionAccount {
  AccountId id;
  std::string name;
  std::string locale;
  std::string timezone;
};
BOOST_DESCRIBE_STRUCT(SessionAccount, (), (id, name, locale, timezone))

/// What a screen learns of who is signed in.
struct Session {
  Profile user;
  SessionAccount account;
  std::string csrf_token;
  std::vector<std::string> permissions;  // the scopes the role amounts to
};
BOOST_DESCRIBE_STRUCT(Session, (), (user, account, csrf_token, permissions))

struct DeviceSession {
  SessionId id;
  std::string ip;
  std::string user_agent;
  Instant created_datetime;
  Instant last_seen_datetime;
  bool current = false;
};
BOOST_DESCRIBE_STRUCT(DeviceSession, (), (id, ip, user_agent, created_datetime, last_seen_datetime, current))

struct SessionIdInput {
  SessionId id;
};
BOOST_DESCRIBE_STRUCT(SessionIdInput, (), (id))

struct StartedSession {
  Session session;
  std::string token;  // for the cookie, nowhere else
};
/// Begins a session for `user` and ends the one the request came with, if it was this person's: the token is new at
/// every sign-in.
StartedSession start_session(Tx& tx, const Services& services, AccountId account, UserId user,
                             const http::Request& request);

/// GET /api/session.
Session get_session(Tx& tx, const Caller& caller, const NoInput&);
/// DELETE /api/session; clears the cookie.
http::Response sign_out(Tx& tx, const Caller& caller, const NoInput&);
/// GET /api/sessions: the caller's own, newest first.
Page<DeviceSession> list_sessions(Tx& tx, const Caller& caller, const NoInput&);
/// Throws NotFound for sessions of others.
NoContent end_session(Tx& tx, const Caller& caller, const SessionIdInput& input);

/// Deletes sessions past their time, of all accounts; for the schedule. Returns how many.
std::int64_t forget_stale_sessions(Tx& tx, const SessionLimits& limits);

/// Throws NotAllowed for API keys: for what belongs to a person.
void require_person(const Caller& caller);
/// A Set-Cookie value: HttpOnly, SameSite=Lax, Secure when the request came by TLS. An empty token clears the cookie.
std::string session_cookie(std::string_view token, const http::Request& request, Duration max_age);
Profile profile_of(Tx& tx, AccountId account, UserId user);

}  // namespace peakdesk::accounts
