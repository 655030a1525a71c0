// The use cases of teams: groups of users that tickets can be given to.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/model.h"
#include "platform/db/tx.h"
#include "platform/http/router.h"

namespace peakdesk::accounts {

struct ListTeamsInput {
  std::string cursor;
  std::int64_t limit = 30;
};
BOOST_DESCRIBE_STRUCT(ListTeamsInput, (), (cursor, limit))

struct TeamIdInput {
  TeamId id;
};
BOOST_DESCRIBE_STRUCT(TeamIdInput, (), (id))

struct CreateTeamInput {
  std::string name;
  std::string description;
  std::vector<UserId> member_ids;
};
BOOST_DESCRIBE_STRUCT(CreateTeamInput, (), (name, description, member_ids))

struct UpdateTeamInput {
  TeamId id;
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::optional<std::vector<UserId>> member_ids;
};
BOOST_DESCRIBE_STRUCT(UpdateTeamInput, (), (id, name, description, member_ids))

Page<Team> list_teams(Tx& tx, const Caller& caller, const ListTeamsInput& input);
/// Throws NotFound.
Team get_team(Tx& tx, const Caller& caller, const TeamIdInput& input);
/// Throws Invalid, Conflict "team_exists".
Created<Team> add_team(Tx& tx, const Caller& caller, const CreateTeamInput& input);
Team update_team(Tx& tx, const Caller& caller, const UpdateTeamInput& input);
/// Emits team.deleted in the transaction: the rooms that refer to teams let go of it there.
NoContent delete_team(Tx& tx, const Caller& caller, const TeamIdInput& input);

}  // namespace peakdesk::accounts
