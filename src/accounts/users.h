// The use cases of People: users as owners see and change them.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/model.h"
#include "platform/db/tx.h"
#include "platform/http/router.h"

namespace peakdesk::accounts {

struct ListUsersInput {
  std::string cursor;
  std::int64_t limit = 30;
  std::string order_by;  // id:asc (the order they joined) is all there is
  std::string search;    // part of a name or address
};
BOOST_DESCRIBE_STRUCT(ListUsersInput, (), (cursor, limit, order_by, search))

struct UserIdInput {
  UserId id;
};
BOOST_DESCRIBE_STRUCT(UserIdInput, (), (id))

struct CreateUserInput {
  std::string email;
  std::string name;
  Role role = Role::Agent;
  std::vector<TeamId> team_ids;
  std::optional<std::string> password;
};
BOOST_DESCRIBE_STRUCT(CreateUserInput, (), (email, name, role, team_ids, password))

struct UpdateUserInput {
  UserId id;
  std::optional<std::string> email;
  std::optional<std::string> name;
  std::optional<std::string> firstname;
  std::optional<std::string> lastname;
  std::optional<std::string> bio;
  std::optional<Role> role;
  std::optional<bool> active;
  std::optional<bool> totp_enabled;  // only false: for somebody who lost phone and recovery codes
  std::optional<std::vector<TeamId>> team_ids;
};
BOOST_DESCRIBE_STRUCT(UpdateUserInput, (),
                      (id, email, name, firstname, lastname, bio, role, active, totp_enabled, team_ids))

Page<User> list_users(Tx& tx, const Caller& caller, const ListUsersInput& input);
/// Throws NotFound.
User get_user(Tx& tx, const Caller& caller, const UserIdInput& input);
/// Throws Invalid, Conflict "email_taken".
User add_user(Tx& tx, const Caller& caller, const CreateUserInput& input, const std::string& password_hash);
/// Throws NotFound, Invalid, Conflict "last_owner", "email_taken", "yourself".
User update_user(Tx& tx, const Caller& caller, const UpdateUserInput& input);
/// Ends their sessions; what they did stays under their name. The same errors as update_user.
NoContent deactivate_user(Tx& tx, const Caller& caller, const UserIdInput& input);

/// An API key may touch owners, or make one, only with the scope "*": else users:write would be all scopes.
void require_may_manage(const Caller& caller, Role role);
/// "user:12", for the audit log.
std::string audit_target(UserId user);

}  // namespace peakdesk::accounts
