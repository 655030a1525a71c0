#include "accounts/users.h"

#include "accounts/account_events.h"
#include "accounts/accounts.h"
#include "accounts/audit.h"
#include "accounts/input_rules.h"
#include "accounts/sessions_store.h"
#include "accounts/users_store.h"
#include "base/text.h"
#include "platform/http/page_cursor.h"

namespace peakdesk::accounts {
namespace {

UserFields user_or_throw(Tx& tx, const Caller& caller, UserId id) {
  auto user = select_user(tx, caller.account, id);
  if (!user) throw_not_found("user");
  return *user;
}

User with_teams(Tx& tx, const Caller& caller, UserFields fields) {
  User user{std::move(fields), {}};
  user.teams = select_teams_of_user(tx, caller.account, user.id);
  return user;
}

void require_free_email(Tx& tx, const std::string& email, UserId except) {
  const auto taken = select_credentials_by_email(tx, fold(email));
  if (taken && taken->id != except)
    throw RequestError(ErrorKind::Conflict, "email_taken", "Somebody signs in with this address already.", "email");
}

void require_teams(Tx& tx, const Caller& caller, const std::vector<TeamId>& teams) {
  for (std::size_t i = 0; i < teams.size(); ++i)
    if (!find_team(tx, caller.account, teams[i]))
      throw_invalid("team_ids[" + std::to_string(i) + "]", "There is no such team.");
}

bool is_acting_owner(const UserFields& user) { return user.role == Role::Owner && user.active; }

void require_an_owner_stays(Tx& tx, const Caller& caller, const UserFields& before, const UserFields& after) {
  if (!is_acting_owner(before) || is_acting_owner(after)) return;
  if (count_active_owners(tx, caller.account) <= 1)
    throw_conflict("last_owner", "This is the last owner. Make somebody else an owner first.");
}

void apply_fields(Tx& tx, const UpdateUserInput& input, UserFields& user) {
  if (input.email) {
    user.email = checked_email("email", *input.email);
    require_free_email(tx, user.email, user.id);
  }
  if (input.name) user.name = checked_name("name", *input.name);
  if (input.firstname) user.firstname = checked_text("firstname", *input.firstname, 100);
  if (input.lastname) user.lastname = checked_text("lastname", *input.lastname, 100);
  if (input.bio) user.bio = checked_text("bio", *input.bio, 2000);
  if (input.role) user.role = checked_role("role", *input.role);
  if (input.active) user.active = *input.active;
}

/// What changed, as the audit log keeps it.
JsonObject changes_between(const UserFields& before, const UserFields& after) {
  JsonObject detail{{"name", after.name}};
  for_each_member<UserFields>([&](std::string_view name, auto member) {
    using Member = std::remove_cvref_t<decltype(before.*member)>;
    if constexpr (std::is_same_v<Member, std::string>) {
      if (before.*member != after.*member && name != "bio")
        detail[name] = JsonObject{{"from", before.*member}, {"to", after.*member}};
    }
  });
  if (before.role != after.role)
    detail["role"] = JsonObject{{"from", enum_name(before.role)}, {"to", enum_name(after.role)}};
  if (before.active != after.active) detail["active"] = after.active;
  return detail;
}

std::string_view action_of(const UserFields& before, const UserFields& after) {
  if (before.active && !after.active) return "user.deactivated";
  if (!before.active && after.active) return "user.reactivated";
  if (before.role != after.role) return "user.role_changed";
  return "user.updated";
}

}  // namespace

std::string audit_target(UserId user) { return "user:" + std::to_string(user.value); }

void require_may_manage(const Caller& caller, Role role) {
  if (caller.is_api_key() && role == Role::Owner && !caller.has_scope("*"))
    throw_not_allowed("An API key needs the scope * to make or change owners.");
}

Page<User> list_users(Tx& tx, const Caller& caller, const ListUsersInput& input) {
  constexpr std::string_view kOrder = "users/id:asc";
  if (!input.order_by.empty() && input.order_by != "id:asc" && input.order_by != "created_datetime:asc")
    throw_invalid("order_by", "Users come in the order they joined: id:asc.");
  const int limit = http::checked_limit(input.limit);
  const auto cursor = http::decode_cursor(kOrder, input.cursor, 1);
  const bool backwards = cursor && cursor->backwards;
  const std::string wanted = fold_for_search(trim(input.search));
  const auto teams = select_teams_of_users(tx, caller.account);
  std::vector<User> users;
  walk_users(tx, caller.account, cursor ? cursor->keys[0] : 0, backwards, [&](UserFields fields) {
    if (!wanted.empty() && fold_for_search(fields.name + " " + fields.email).find(wanted) == std::string::npos)
      return true;
    const auto found = teams.find(fields.id);
    users.push_back({std::move(fields), found == teams.end() ? std::vector<TeamRef>{} : found->second});
    return static_cast<int>(users.size()) <= limit;
  });
  return http::finish_page(std::move(users), limit, kOrder, cursor,
                           [](const User& user) { return std::vector<std::int64_t>{user.id.value}; });
}

User get_user(Tx& tx, const Caller& caller, const UserIdInput& input) {
  return with_teams(tx, caller, user_or_throw(tx, caller, input.id));
}

User add_user(Tx& tx, const Caller& caller, const CreateUserInput& input, const std::string& password_hash) {
  require_may_manage(caller, input.role);
  const UserId id =
      create_user(tx, caller, {input.email, input.name, input.role, password_hash, {}, {}, input.team_ids});
  return get_user(tx, caller, {id});
}

UserId create_user(Tx& tx, const Caller& caller, const NewUser& input) {
  const Account account = account_of(tx, caller.account);
  UserFields user;
  user.email = checked_email("email", input.email);
  user.name = checked_name("name", input.name);
  user.role = checked_role("role", input.role);
  user.locale = input.locale.empty() ? account.locale : checked_locale("locale", input.locale);
  user.timezone = input.timezone.empty() ? account.timezone : checked_timezone("timezone", input.timezone);
  require_free_email(tx, user.email, {});
  require_teams(tx, caller, input.team_ids);
  user.id = tx.new_id<UserId>();
  insert_user(tx, caller.account, user, input.password_hash);
  set_teams_of_user(tx, caller.account, user.id, input.team_ids);
  audit::record(tx, caller, "user.created", audit_target(user.id),
                {{"name", user.name}, {"email", user.email}, {"role", enum_name(user.role)}});
  announce_user(tx, caller, kUserCreated, user.id);
  return user.id;
}

User update_user(Tx& tx, const Caller& caller, const UpdateUserInput& input) {
  const UserFields before = user_or_throw(tx, caller, input.id);
  UserFields after = before;
  apply_fields(tx, input, after);
  require_may_manage(caller, before.role);
  require_may_manage(caller, after.role);
  if (before.active && !after.active && caller.user == before.id && !caller.is_api_key())
    throw_conflict("yourself", "You cannot deactivate yourself. Ask another owner.");
  require_an_owner_stays(tx, caller, before, after);
  if (input.totp_enabled && *input.totp_enabled && !before.totp_enabled)
    throw_invalid("totp_enabled", "Only the person can switch two-step sign-in on, in their profile.");
  if (input.team_ids) require_teams(tx, caller, *input.team_ids);

  update_user_fields(tx, caller.account, after);
  if (input.team_ids) set_teams_of_user(tx, caller.account, after.id, *input.team_ids);
  if (before.active && !after.active) delete_sessions_of_user(tx, caller.account, after.id);
  if (input.totp_enabled && !*input.totp_enabled && before.totp_enabled) {
    disable_totp(tx, caller.account, after.id);
    audit::record(tx, caller, "user.totp_removed", audit_target(after.id), {{"name", after.name}});
  }
  audit::record(tx, caller, action_of(before, after), audit_target(after.id), changes_between(before, after));
  announce_user(tx, caller, kUserUpdated, after.id);
  if (input.team_ids) announce_settings(tx, caller, "teams");
  return get_user(tx, caller, {after.id});
}

NoContent deactivate_user(Tx& tx, const Caller& caller, const UserIdInput& input) {
  UpdateUserInput change{.id = input.id};
  change.active = false;
  update_user(tx, caller, change);
  return {};
}

}  // namespace peakdesk::accounts
