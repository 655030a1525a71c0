// Work on many tickets at once that people watch and can take back: its progress, and what stood in each ticket before.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "platform/db/tx.h"
#include "tickets/events.h"
#include "tickets/ticket_store.h"

namespace peakdesk::tickets {

enum class OperationKind { Bulk, Merge, Split };
BOOST_DESCRIBE_ENUM(OperationKind, Bulk, Merge, Split)
enum class OperationState { Running, Done, Failed, Undoing, Undone };
BOOST_DESCRIBE_ENUM(OperationState, Running, Done, Failed, Undoing, Undone)

struct Operation {
  OperationId id;
  OperationKind kind = OperationKind::Bulk;
  OperationState state = OperationState::Running;
  std::int64_t total = 0;
  std::int64_t done = 0;
  std::int64_t failed = 0;
  bool can_undo = false;
  Instant created_datetime;
};
BOOST_DESCRIBE_STRUCT(Operation, (), (id, kind, state, total, done, failed, can_undo, created_datetime))

/// How long an operation can be taken back.
inline constexpr Duration kUndoFor = days(30);

struct OperationRow {
  OperationId id;
  OperationKind kind = OperationKind::Bulk;
  UserId actor_user_id;
  std::string detail = "{}";
  OperationState state = OperationState::Running;
  std::int64_t total = 0;
  std::int64_t done = 0;
  std::int64_t failed = 0;
  Instant created_at;
};
BOOST_DESCRIBE_STRUCT(OperationRow, (), (id, kind, actor_user_id, detail, state, total, done, failed, created_at))

void insert_operation(Tx& tx, AccountId account, const OperationRow& row);
/// Writes state and counts and emits operation.changed, so that whoever watches sees them.
void save_operation(Tx& tx, AccountId account, const OperationRow& row);
/// Throws NotFound.
OperationRow require_operation(Tx& tx, AccountId account, OperationId id);
Operation to_operation(const OperationRow& row, Instant now);

/// What an operation may change in a ticket.
struct TicketSnapshot {
  std::string subject;
  TicketStatus status = TicketStatus::Open;
  std::int64_t priority = 0;
  std::string language;
  UserId assignee_user_id;
  TeamId assignee_team_id;
  bool is_unread = false;
  bool spam = false;
  std::int64_t snooze_until_ms = 0;
  std::int64_t trashed_at_ms = 0;
  RawJson custom_fields;
  std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(TicketSnapshot, (),
                      (subject, status, priority, language, assignee_user_id, assignee_team_id, is_unread, spam,
                       snooze_until_ms, trashed_at_ms, custom_fields, tags))
TicketSnapshot take_snapshot(Tx& tx, AccountId account, const store::TicketRow& row);

/// One ticket's part in an operation.
struct UndoStep {
  TicketSnapshot before;
  TicketSnapshot after;
  std::vector<MessageId> moved_messages;  // that left this ticket
};
BOOST_DESCRIBE_STRUCT(UndoStep, (), (before, after, moved_messages))

void remember_step(Tx& tx, AccountId account, OperationId operation, TicketId ticket, const UndoStep& step);
struct RememberedStep {
  TicketId ticket;
  UndoStep step;
};
/// Steps not yet undone, by ticket id after `after`.
std::vector<RememberedStep> remembered_steps(Tx& tx, AccountId account, OperationId operation, TicketId after,
                                             int limit);
bool has_step(Tx& tx, AccountId account, OperationId operation, TicketId ticket);
void mark_undone(Tx& tx, AccountId account, OperationId operation, TicketId ticket);

/// Puts back what the operation changed; what somebody changed since then stays as it is.
void restore_snapshot(Tx& tx, const Cause& cause, store::TicketRow& row, const UndoStep& step);

}  // namespace peakdesk::tickets
