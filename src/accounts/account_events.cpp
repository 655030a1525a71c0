#include "accounts/account_events.h"

namespace peakdesk::accounts {

void announce_user(Tx& tx, const Caller& caller, std::string_view event, UserId user) {
  tx.emit(
      {caller.account, std::string(event), {}, caller.actor, "{\"user_id\":" + std::to_string(user.value) + "}", {}});
  announce_settings(tx, caller, "users");
}

void announce_team(Tx& tx, const Caller& caller, std::string_view event, TeamId team) {
  tx.emit(
      {caller.account, std::string(event), {}, caller.actor, "{\"team_id\":" + std::to_string(team.value) + "}", {}});
  announce_settings(tx, caller, "teams");
}

void announce_settings(Tx& tx, const Caller& caller, std::string_view what) {
  tx.emit({caller.account,
           std::string(kSettingsChanged),
           {},
           caller.actor,
           "{\"what\":\"" + std::string(what) + "\"}",
           {}});
}

}  // namespace peakdesk::accounts
