// Names of agents, teams and mailboxes, for history and lists: read-only look-ups by id in tables that other rooms own.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/tx.h"
#include "tickets/ticket.h"

namespace peakdesk::tickets::directory {

/// Nothing when there is no such agent (or it is deactivated and `active_only`).
std::optional<UserRef> find_user(Tx& tx, AccountId account, UserId id, bool active_only = false);
std::optional<TeamRef> find_team(Tx& tx, AccountId account, TeamId id);
std::optional<MailboxRef> find_mailbox(Tx& tx, AccountId account, MailboxId id);
/// The account's own mailboxes, as an answer needs them.
struct OwnMailboxes {
  MailboxId first_active;                     // answers go out from it when the ticket names none
  std::vector<std::string> addresses_folded;  // of all, active or not
  bool have(std::string_view address_folded) const;
};
OwnMailboxes own_mailboxes(Tx& tx, AccountId account);
/// By id, name or e-mail address, regardless of case. Null id when nobody is called so.
UserId user_called(Tx& tx, AccountId account, std::string_view text);
TeamId team_called(Tx& tx, AccountId account, std::string_view text);
/// "Anna, Boris": for error messages, at most 20.
std::string user_names(Tx& tx, AccountId account);
std::string team_names(Tx& tx, AccountId account);
/// UTC when the account has none.
std::string account_timezone(Tx& tx, AccountId account);

}  // namespace peakdesk::tickets::directory
