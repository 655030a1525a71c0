#include "accounts/teams.h"

#include "accounts/account_events.h"
#include "accounts/accounts.h"
#include "accounts/audit.h"
#include "accounts/input_rules.h"
#include "accounts/teams_store.h"
#include "accounts/users_store.h"
#include "base/text.h"
#include "platform/http/page_cursor.h"

namespace peakdesk::accounts {
namespace {

std::string team_target(TeamId team) { return "team:" + std::to_string(team.value); }

TeamRow team_or_throw(Tx& tx, const Caller& caller, TeamId id) {
  auto team = select_team(tx, caller.account, id);
  if (!team) throw_not_found("team");
  return *team;
}

Team to_team(const TeamRow& row, std::vector<UserId> members) {
  return {row.id, row.name, row.description, std::move(members), row.created_at, row.updated_at};
}

void require_free_name(Tx& tx, const Caller& caller, const std::string& name, TeamId except) {
  const std::string wanted = fold(name);
  for (const TeamRow& team : select_all_teams(tx, caller.account))
    if (team.id != except && fold(team.name) == wanted)
      throw RequestError(ErrorKind::Conflict, "team_exists", "There is a team of this name already.", "name");
}

void require_users(Tx& tx, const Caller& caller, const std::vector<UserId>& users) {
  for (std::size_t i = 0; i < users.size(); ++i)
    if (!select_user(tx, caller.account, users[i]))
      throw_invalid("member_ids[" + std::to_string(i) + "]", "There is no such user.");
}

}  // namespace

Page<Team> list_teams(Tx& tx, const Caller& caller, const ListTeamsInput& input) {
  constexpr std::string_view kOrder = "teams/id:asc";
  const int limit = http::checked_limit(input.limit);
  const auto cursor = http::decode_cursor(kOrder, input.cursor, 1);
  const bool backwards = cursor && cursor->backwards;
  // A shop has a handful of teams: all are read, a page is cut from them.
  auto rows = select_all_teams(tx, caller.account);
  if (backwards) std::reverse(rows.begin(), rows.end());
  auto members = select_members(tx, caller.account);
  std::vector<Team> teams;
  for (const TeamRow& row : rows) {
    if (cursor && (backwards ? row.id.value >= cursor->keys[0] : row.id.value <= cursor->keys[0])) continue;
    if (static_cast<int>(teams.size()) > limit) break;
    teams.push_back(to_team(row, std::move(members[row.id])));
  }
  return http::finish_page(std::move(teams), limit, kOrder, cursor,
                           [](const Team& team) { return std::vector<std::int64_t>{team.id.value}; });
}

Team get_team(Tx& tx, const Caller& caller, const TeamIdInput& input) {
  return to_team(team_or_throw(tx, caller, input.id), select_members_of_team(tx, caller.account, input.id));
}

TeamId create_team(Tx& tx, const Caller& caller, const NewTeam& input) {
  TeamRow team;
  team.name = checked_name("name", input.name, 100);
  team.description = checked_text("description", input.description, 2000);
  team.created_at = team.updated_at = tx.now();
  require_free_name(tx, caller, team.name, {});
  require_users(tx, caller, input.member_ids);
  team.id = tx.new_id<TeamId>();
  insert_team(tx, caller.account, team);
  set_members(tx, caller.account, team.id, input.member_ids);
  audit::record(tx, caller, "team.created", team_target(team.id), {{"name", team.name}});
  announce_team(tx, caller, kTeamCreated, team.id);
  if (!input.member_ids.empty()) announce_settings(tx, caller, "users");
  return team.id;
}

Created<Team> add_team(Tx& tx, const Caller& caller, const CreateTeamInput& input) {
  const TeamId id = create_team(tx, caller, {input.name, input.description, input.member_ids});
  return {get_team(tx, caller, {id})};
}

Team update_team(Tx& tx, const Caller& caller, const UpdateTeamInput& input) {
  TeamRow team = team_or_throw(tx, caller, input.id);
  if (input.name) {
    team.name = checked_name("name", *input.name, 100);
    require_free_name(tx, caller, team.name, team.id);
  }
  if (input.description) team.description = checked_text("description", *input.description, 2000);
  if (input.member_ids) require_users(tx, caller, *input.member_ids);
  team.updated_at = tx.now();
  update_team_row(tx, caller.account, team);
  if (input.member_ids) set_members(tx, caller.account, team.id, *input.member_ids);
  audit::record(tx, caller, "team.updated", team_target(team.id), {{"name", team.name}});
  announce_team(tx, caller, kTeamUpdated, team.id);
  announce_settings(tx, caller, "users");
  return get_team(tx, caller, {team.id});
}

NoContent delete_team(Tx& tx, const Caller& caller, const TeamIdInput& input) {
  const TeamRow team = team_or_throw(tx, caller, input.id);
  // First, so that whoever lets go of it can still say its name.
  announce_team(tx, caller, kTeamDeleted, team.id);
  delete_team_row(tx, caller.account, team.id);
  audit::record(tx, caller, "team.deleted", team_target(team.id), {{"name", team.name}});
  announce_settings(tx, caller, "users");
  return {};
}

}  // namespace peakdesk::accounts
