#include "accounts/routes.h"

#include "accounts/account_settings.h"
#include "accounts/api_keys.h"
#include "accounts/audit.h"
#include "accounts/passwords.h"
#include "accounts/profile.h"
#include "accounts/sessions.h"
#include "accounts/setup.h"
#include "accounts/shown_once.h"
#include "accounts/sign_in.h"
#include "accounts/teams.h"
#include "accounts/two_step.h"
#include "accounts/users.h"

namespace peakdesk::accounts {
namespace {

constexpr std::size_t kSmallBody = 64 * 1024;

void add_session_routes(Router& router, const Services& services) {
  router.read("GET", "/api/setup", everyone(), get_setup);
  router.work(
      "POST", "/api/setup", everyone(), [&](const http::Call& call) { return run_setup(services, call); }, kSmallBody);
  router.work(
      "POST", "/api/session", everyone(), [&](const http::Call& call) { return sign_in(services, call); }, kSmallBody);
  router.read("GET", "/api/session", people(), get_session);
  router.write("DELETE", "/api/session", people(), sign_out);
  router.read("GET", "/api/sessions", people(), list_sessions);
  router.write("DELETE", "/api/sessions/{id}", people(), end_session);
  router.work(
      "POST", "/api/password-reset/{token}", everyone(),
      [&](const http::Call& call) { return reset_password(services, call); }, kSmallBody);
}

void add_profile_routes(Router& router, const Services& services) {
  router.read("GET", "/api/profile", people(), get_profile);
  router.write("PATCH", "/api/profile", people(), update_profile);
  router.work(
      "POST", "/api/profile/password", people(),
      [&](const http::Call& call) { return change_password(services, call); }, kSmallBody);
  router.write_with<NoInput>("POST", "/api/profile/totp", people(), [&](Tx& tx, const Caller& caller, const NoInput&) {
    return begin_totp(tx, services, caller);
  });
  router.write_with<ConfirmTotpInput>("POST", "/api/profile/totp/confirm", people(),
                                      [&](Tx& tx, const Caller& caller, const ConfirmTotpInput& input) {
                                        return shown_once(confirm_totp(tx, services, caller, input));
                                      });
  router.work(
      "DELETE", "/api/profile/totp", people(), [&](const http::Call& call) { return remove_totp(services, call); },
      kSmallBody);
}

void add_people_routes(Router& router, const Services& services) {
  router.read("GET", "/api/users", observers("users:read"), list_users);
  router.work(
      "POST", "/api/users", owners("users:write"), [&](const http::Call& call) { return invite_user(services, call); },
      kSmallBody);
  router.read("GET", "/api/users/{id}", observers("users:read"), get_user);
  router.write("PATCH", "/api/users/{id}", owners("users:write"), update_user);
  router.write("DELETE", "/api/users/{id}", owners("users:write"), deactivate_user);
  router.write_with<UserIdInput>("POST", "/api/users/{id}/reset-link", owners("users:write"),
                                 [&](Tx& tx, const Caller& caller, const UserIdInput& input) {
                                   return shown_once(create_reset_link(tx, services, caller, input));
                                 });
  router.read("GET", "/api/teams", observers("users:read"), list_teams);
  router.write("POST", "/api/teams", leads("users:write"), add_team);
  router.read("GET", "/api/teams/{id}", observers("users:read"), get_team);
  router.write("PATCH", "/api/teams/{id}", leads("users:write"), update_team);
  router.write("DELETE", "/api/teams/{id}", leads("users:write"), delete_team);
}

void add_owner_routes(Router& router) {
  router.read("GET", "/api/api-keys", people(Role::Owner), list_api_keys);
  router.write_with<CreateApiKeyInput>("POST", "/api/api-keys", people(Role::Owner),
                                       [](Tx& tx, const Caller& caller, const CreateApiKeyInput& input) {
                                         return shown_once(create_api_key(tx, caller, input).value, 201);
                                       });
  router.write("DELETE", "/api/api-keys/{id}", people(Role::Owner), revoke_api_key);
  router.read("GET", "/api/audit-log", owners("settings:read"), list_audit_log);
  router.read("GET", "/api/account", observers("settings:read"), get_account);
  router.write("PATCH", "/api/account", owners("settings:write"), update_account);
}

}  // namespace

void add_account_routes(Router& router, const Services& services) {
  add_session_routes(router, services);
  add_profile_routes(router, services);
  add_people_routes(router, services);
  add_owner_routes(router);
}

}  // namespace peakdesk::accounts
