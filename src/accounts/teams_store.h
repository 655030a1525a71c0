// The SQL over teams and their members.
#pragma once
#include <map>
#include <optional>
#include <vector>

#include "accounts/model.h"
#include "platform/db/tx.h"

namespace peakdesk::accounts {

struct TeamRow {
  TeamId id;
  std::string name;
  std::string description;
  Instant created_at;
  Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(TeamRow, (), (id, name, description, created_at, updated_at))

std::optional<TeamRow> select_team(Tx& tx, AccountId account, TeamId team);
std::vector<TeamRow> select_all_teams(Tx& tx, AccountId account);
std::map<TeamId, std::vector<UserId>> select_members(Tx& tx, AccountId account);
std::vector<UserId> select_members_of_team(Tx& tx, AccountId account, TeamId team);
void insert_team(Tx& tx, AccountId account, const TeamRow& team);
void update_team_row(Tx& tx, AccountId account, const TeamRow& team);
void delete_team_row(Tx& tx, AccountId account, TeamId team);
void set_members(Tx& tx, AccountId account, TeamId team, const std::vector<UserId>& members);

}  // namespace peakdesk::accounts
