#include "accounts/teams_store.h"

namespace peakdesk::accounts {

std::optional<TeamRow> select_team(Tx& tx, AccountId account, TeamId team) {
  return tx.find<TeamRow>(
      "SELECT id, name, description, created_at, updated_at FROM teams WHERE account_id = $1 AND id = $2", account,
      team);
}

std::vector<TeamRow> select_all_teams(Tx& tx, AccountId account) {
  return tx.list<TeamRow>(
      "SELECT id, name, description, created_at, updated_at FROM teams WHERE account_id = $1 ORDER BY id", account);
}

std::map<TeamId, std::vector<UserId>> select_members(Tx& tx, AccountId account) {
  std::map<TeamId, std::vector<UserId>> members;
  tx.rows(
      "SELECT team_id, user_id FROM team_members WHERE account_id = $1 ORDER BY team_id, user_id",
      [&](const db::Cursor& row) { members[TeamId(row.integer(0))].push_back(UserId(row.integer(1))); }, account);
  return members;
}

std::vector<UserId> select_members_of_team(Tx& tx, AccountId account, TeamId team) {
  return tx.list<UserId>("SELECT user_id FROM team_members WHERE account_id = $1 AND team_id = $2 ORDER BY user_id",
                         account, team);
}

void insert_team(Tx& tx, AccountId account, const TeamRow& team) {
  tx.exec(
      "INSERT INTO teams (id, account_id, name, description, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6)",
      team.id, account, team.name, team.description, team.created_at, team.updated_at);
}

void update_team_row(Tx& tx, AccountId account, const TeamRow& team) {
  tx.exec("UPDATE teams SET name = $3, description = $4, updated_at = $5 WHERE account_id = $1 AND id = $2", account,
          team.id, team.name, team.description, team.updated_at);
}

void delete_team_row(Tx& tx, AccountId account, TeamId team) {
  tx.exec("DELETE FROM team_members WHERE account_id = $1 AND team_id = $2", account, team);
  tx.exec("DELETE FROM teams WHERE account_id = $1 AND id = $2", account, team);
}

void set_members(Tx& tx, AccountId account, TeamId team, const std::vector<UserId>& members) {
  tx.exec("DELETE FROM team_members WHERE account_id = $1 AND team_id = $2", account, team);
  for (const UserId user : members)
    tx.exec("INSERT INTO team_members (account_id, team_id, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            account, team, user);
}

}  // namespace peakdesk::accounts
