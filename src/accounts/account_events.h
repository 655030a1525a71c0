// What this room tells the others, in one place.
#pragma once
#include <string_view>

#include "base/caller.h"
#include "platform/db/tx.h"

namespace peakdesk::accounts {

// account.created {}                            the first thing that happens on a desk
// user.created | user.updated {"user_id"}       updated: also deactivated
// team.created | team.updated | team.deleted {"team_id"}
// settings.changed {"what"}                     screens fetch that list again: users | teams | account | api_keys
inline constexpr std::string_view kAccountCreated = "account.created";
inline constexpr std::string_view kUserCreated = "user.created";
inline constexpr std::string_view kUserUpdated = "user.updated";
inline constexpr std::string_view kTeamCreated = "team.created";
inline constexpr std::string_view kTeamUpdated = "team.updated";
inline constexpr std::string_view kTeamDeleted = "team.deleted";
inline constexpr std::string_view kSettingsChanged = "settings.changed";

/// The event and settings.changed for "users".
void announce_user(Tx& tx, const Caller& caller, std::string_view event, UserId user);
void announce_team(Tx& tx, const Caller& caller, std::string_view event, TeamId team);
void announce_settings(Tx& tx, const Caller& caller, std::string_view what);

}  // namespace peakdesk::accounts
