#include "accounts/sessions.h"

#include "accounts/accounts.h"
#include "accounts/api_keys.h"
#include "accounts/audit.h"
#include "accounts/sessions_store.h"
#include "accounts/users.h"
#include "accounts/users_store.h"
#include "base/text.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/random_bytes.h"

namespace peakdesk::accounts {
namespace {

constexpr std::size_t kMostSessionsOfAUser = 50;

Session session_of(Tx& tx, AccountId account, UserId user, const std::string& csrf_token) {
  const Account shop = account_of(tx, account);
  Session session{profile_of(tx, account, user), {shop.id, shop.name, shop.locale, shop.timezone}, csrf_token, {}};
  session.permissions = scopes_of(session.user.role);
  return session;
}

void make_room_for_a_session(Tx& tx, const Services& services, AccountId account, UserId user) {
  delete_stale_sessions_of_user(tx, account, user, tx.now(), tx.now() - services.sessions.idle);
  const auto kept = select_sessions(tx, account, user);  // newest first
  for (std::size_t i = kMostSessionsOfAUser - 1; i < kept.size(); ++i) delete_session(tx, account, user, kept[i].id);
}

}  // namespace

Profile profile_of(Tx& tx, AccountId account, UserId user) {
  auto found = find_user(tx, account, user);
  if (!found) throw_not_found("user");
  ProfileFields fields = select_profile_fields(tx, account, user);
  return {std::move(*found), std::move(fields.signature_html), std::move(fields.preferences)};
}

StartedSession start_session(Tx& tx, const Services& services, AccountId account, UserId user,
                             const http::Request& request) {
  if (const auto old = request.cookie(kSessionCookie); !old.empty()) delete_session_by_token(tx, {crypto::sha256(old)});
  make_room_for_a_session(tx, services, account, user);
  const std::string token = crypto::random_token();
  SessionRow row;
  row.id = tx.new_id<SessionId>();
  row.account_id = account;
  row.user_id = user;
  row.csrf_token = crypto::random_token();
  row.ip = request.peer_ip;
  row.user_agent = truncate(to_valid_utf8(request.header("User-Agent")), 300);
  row.created_at = row.last_seen_at = tx.now();
  row.expires_at = tx.now() + services.sessions.absolute;
  insert_session(tx, row, {crypto::sha256(token)});
  touch_session(tx, account, user, row.id, tx.now());
  Caller caller = caller_of_user(tx, account, user);
  caller.ip = request.peer_ip;
  audit::record(tx, caller, "session.started", audit_target(user),
                {{"name", caller.name}, {"user_agent", row.user_agent}});
  return {session_of(tx, account, user, row.csrf_token), token};
}

Session get_session(Tx& tx, const Caller& caller, const NoInput&) {
  require_person(caller);
  return session_of(tx, caller.account, caller.user, caller.session_csrf_token);
}

http::Response sign_out(Tx& tx, const Caller& caller, const NoInput&) {
  require_person(caller);
  delete_session(tx, caller.account, caller.user, caller.session);
  audit::record(tx, caller, "session.ended", audit_target(caller.user), {{"name", caller.name}});
  http::Response response = http::Response::no_content();
  response.headers.emplace_back("Set-Cookie", session_cookie("", {}, {}));
  return response;
}

Page<DeviceSession> list_sessions(Tx& tx, const Caller& caller, const NoInput&) {
  require_person(caller);
  Page<DeviceSession> page;
  for (const SessionRow& row : select_sessions(tx, caller.account, caller.user))
    page.data.push_back({row.id, row.ip, row.user_agent, row.created_at, row.last_seen_at, row.id == caller.session});
  return page;
}

NoContent end_session(Tx& tx, const Caller& caller, const SessionIdInput& input) {
  require_person(caller);
  if (!delete_session(tx, caller.account, caller.user, input.id)) throw_not_found("session");
  audit::record(tx, caller, "session.revoked", "session:" + std::to_string(input.id.value), {{"name", caller.name}});
  return {};
}

std::int64_t forget_stale_sessions(Tx& tx, const SessionLimits& limits) {
  return delete_stale_sessions(tx, tx.now(), tx.now() - limits.idle);
}

void require_person(const Caller& caller) {
  if (caller.is_api_key() || !caller.user)
    throw_not_allowed("This belongs to a person: sign in instead of using an API key.");
}

std::string session_cookie(std::string_view token, const http::Request& request, Duration max_age) {
  std::string cookie = std::string(kSessionCookie) + "=" + std::string(token) + "; Path=/; HttpOnly; SameSite=Lax";
  cookie += "; Max-Age=" + std::to_string(token.empty() ? 0 : max_age.ms / 1000);
  if (request.secure) cookie += "; Secure";
  return cookie;
}

}  // namespace peakdesk::accounts
