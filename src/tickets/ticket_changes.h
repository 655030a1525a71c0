// Changing what a ticket says about itself: status, snooze, assignment, priority, tags, fields, spam, trash. One
// change, one row written, one event for each thing that became different.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tickets/events.h"
#include "tickets/ticket_store.h"

namespace peakdesk::tickets {

/// What is absent stays.
struct TicketChanges {
  std::optional<std::string> subject;
  std::optional<TicketStatus> status;
  std::optional<TicketPriority> priority;
  Patch<UserId> assignee_user_id;
  Patch<TeamId> assignee_team_id;
  Patch<std::string> language;
  std::optional<std::vector<std::string>> tags;  // replaces all
  std::vector<std::string> add_tags;
  std::vector<std::string> remove_tags;
  std::optional<bool> is_unread;
  std::optional<bool> spam;
  std::optional<bool> trashed;
  Patch<Instant> snooze_datetime;  // alone it snoozes; null wakes
  std::map<std::string, Json> custom_fields;
};
BOOST_DESCRIBE_STRUCT(TicketChanges, (),
                      (subject, status, priority, assignee_user_id, assignee_team_id, language, tags, add_tags,
                       remove_tags, is_unread, spam, trashed, snooze_datetime, custom_fields))

/// Checks the changes, writes them and emits the events. Throws NotFound; Invalid naming the field; Conflict
/// "ticket_merged".
void change_ticket(Tx& tx, const Cause& cause, TicketId id, const TicketChanges& changes);

/// Makes `after` the ticket's row and emits what differs from `before`. For use cases that change rows in their own
/// way.
void save_and_tell(Tx& tx, const Cause& cause, const store::TicketRow& before, const store::TicketRow& after);

/// Sets status with its times: closing stamps, opening clears the snooze.
void set_status(store::TicketRow& row, TicketStatus status, Instant now);

/// What the text itself shows: kept when nobody said otherwise, and no event, for nobody decided anything.
void set_language_if_unknown(Tx& tx, AccountId account, TicketId id, const std::string& language);

/// Snoozed tickets of every account whose time has come open again; at most `limit`. Returns how many. For the
/// scheduler.
std::size_t wake_snoozed(Tx& tx, std::size_t limit = 500);

}  // namespace peakdesk::tickets
