#include "tickets/operations.h"

#include <algorithm>

#include "base/error.h"
#include "tickets/tags.h"
#include "tickets/ticket_changes.h"

namespace peakdesk::tickets {

void insert_operation(Tx& tx, AccountId account, const OperationRow& row) {
  tx.exec(
      "INSERT INTO operations (id, account_id, kind, actor_user_id, detail, state, total, done, failed, created_at, "
      "updated_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
      row.id, account, enum_name(row.kind), row.actor_user_id, row.detail, enum_name(row.state), row.total, row.done,
      row.failed, tx.now());
}

void save_operation(Tx& tx, AccountId account, const OperationRow& row) {
  tx.exec(
      "UPDATE operations SET state = $3, total = $4, done = $5, failed = $6, updated_at = $7 WHERE account_id = $1 AND "
      "id = $2",
      account, row.id, enum_name(row.state), row.total, row.done, row.failed, tx.now());
  emit(tx, {account, {"user", row.actor_user_id.value}, {}}, "operation.changed", {}, to_operation(row, tx.now()));
}

OperationRow require_operation(Tx& tx, AccountId account, OperationId id) {
  auto row = tx.find<OperationRow>(
      "SELECT id, kind, actor_user_id, detail, state, total, done, failed, created_at FROM operations WHERE account_id "
      "= $1 AND id = $2",
      account, id);
  if (!row) throw_not_found("operation");
  return std::move(*row);
}

Operation to_operation(const OperationRow& row, Instant now) {
  return {row.id,
          row.kind,
          row.state,
          row.total,
          row.done,
          row.failed,
          row.state == OperationState::Done && now < row.created_at + kUndoFor,
          row.created_at};
}

TicketSnapshot take_snapshot(Tx& tx, AccountId account, const store::TicketRow& row) {
  TicketSnapshot out;
  out.subject = row.subject;
  out.status = row.status;
  out.priority = row.priority;
  out.language = row.language;
  out.assignee_user_id = row.assignee_user_id;
  out.assignee_team_id = row.assignee_team_id;
  out.is_unread = row.is_unread;
  out.spam = row.spam;
  out.snooze_until_ms = row.snooze_until.ms;
  out.trashed_at_ms = row.trashed_at.ms;
  out.custom_fields.text = row.custom_fields;
  for (const auto& tag : tags_of(tx, account, row.id)) out.tags.push_back(tag.name);
  return out;
}

void remember_step(Tx& tx, AccountId account, OperationId operation, TicketId ticket, const UndoStep& step) {
  tx.exec(
      "INSERT INTO undo_log (id, account_id, operation_id, ticket_id, change, created_at) VALUES ($1, $2, $3, $4, $5, "
      "$6)",
      tx.next_id(), account, operation, ticket, to_json(step), tx.now());
}

std::vector<RememberedStep> remembered_steps(Tx& tx, AccountId account, OperationId operation, TicketId after,
                                             int limit) {
  std::vector<RememberedStep> steps;
  tx.rows(
      "SELECT ticket_id, change FROM undo_log WHERE account_id = $1 AND operation_id = $2 AND ticket_id > $3 AND "
      "undone_at = 0 "
      "ORDER BY ticket_id LIMIT $4",
      [&](const db::Cursor& row) {
        steps.push_back({TicketId(row.integer(0)), from_json<UndoStep>(row.text(1))});
      },
      account, operation, after, limit);
  return steps;
}

bool has_step(Tx& tx, AccountId account, OperationId operation, TicketId ticket) {
  return tx.scalar<std::int64_t>(
             0, "SELECT 1 FROM undo_log WHERE account_id = $1 AND operation_id = $2 AND ticket_id = $3 LIMIT 1",
             account, operation, ticket) != 0;
}

void mark_undone(Tx& tx, AccountId account, OperationId operation, TicketId ticket) {
  tx.exec("UPDATE undo_log SET undone_at = $4 WHERE account_id = $1 AND operation_id = $2 AND ticket_id = $3", account,
          operation, ticket, tx.now());
}

void restore_snapshot(Tx& tx, const Cause& cause, store::TicketRow& row, const UndoStep& step) {
  const store::TicketRow before = row;
  const TicketSnapshot now = take_snapshot(tx, cause.account, row);
  const auto back = [&](auto member, auto& target) {
    if (now.*member == step.after.*member) target = step.before.*member;
  };
  back(&TicketSnapshot::subject, row.subject);
  back(&TicketSnapshot::priority, row.priority);
  back(&TicketSnapshot::language, row.language);
  back(&TicketSnapshot::assignee_user_id, row.assignee_user_id);
  back(&TicketSnapshot::assignee_team_id, row.assignee_team_id);
  back(&TicketSnapshot::spam, row.spam);
  if (now.status == step.after.status && now.status != step.before.status)
    set_status(row, step.before.status, tx.now());
  back(&TicketSnapshot::is_unread, row.is_unread);
  back(&TicketSnapshot::snooze_until_ms, row.snooze_until.ms);
  if (row.status == TicketStatus::Snoozed && row.snooze_until <= tx.now())
    set_status(row, TicketStatus::Open, tx.now());
  back(&TicketSnapshot::trashed_at_ms, row.trashed_at.ms);
  if (now.custom_fields.text == step.after.custom_fields.text) row.custom_fields = step.before.custom_fields.text;
  save_and_tell(tx, cause, before, row);
  const auto missing_in = [](const std::vector<std::string>& from, const std::vector<std::string>& in) {
    std::vector<std::string> out;
    for (const auto& name : from)
      if (std::find(in.begin(), in.end(), name) == in.end()) out.push_back(name);
    return out;
  };
  change_tags(tx, cause, row.id, std::nullopt, missing_in(step.before.tags, step.after.tags),
              missing_in(step.after.tags, step.before.tags));
}

}  // namespace peakdesk::tickets
