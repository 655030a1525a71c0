#include "tickets/ticket_changes.h"

#include "base/error.h"
#include "base/text.h"
#include "customers/custom_fields.h"
#include "tickets/directory.h"
#include "tickets/tags.h"

namespace peakdesk::tickets {
namespace {

void emit_custom_field_changes(Tx& tx, const Cause& cause, TicketId ticket, const std::string& before_text,
                               const std::string& after_text) {
  if (before_text == after_text) return;
  const Json before = parse_json(before_text);
  const Json after = parse_json(after_text);
  const auto value_in = [](const Json& fields, std::string_view key) {
    const auto* found = fields.as_object().if_contains(key);
    return found ? *found : Json();
  };
  for (const auto& item : before.as_object())
    if (value_in(after, item.key()) != item.value())
      emit(tx, cause, "ticket.field_changed", ticket,
           FieldChangedEvent{std::string(item.key()), item.value(), value_in(after, item.key())});
  for (const auto& item : after.as_object())
    if (!before.as_object().contains(item.key()))
      emit(tx, cause, "ticket.field_changed", ticket, FieldChangedEvent{std::string(item.key()), Json(), item.value()});
}

void apply_status(const TicketChanges& changes, store::TicketRow& row, Instant now) {
  const bool wants_snooze =
      changes.snooze_datetime.present && changes.snooze_datetime.value && *changes.snooze_datetime.value;
  if (changes.status) {
    if (*changes.status == TicketStatus::Snoozed && !wants_snooze && !(row.status == TicketStatus::Snoozed))
      throw_invalid("snooze_datetime", "Say until when the ticket sleeps.");
    if (*changes.status != TicketStatus::Snoozed && wants_snooze)
      throw_invalid("snooze_datetime", "A time to wake goes with the status snoozed only.");
    if (*changes.status != row.status) set_status(row, *changes.status, now);
  }
  if (wants_snooze) {
    if (*changes.snooze_datetime.value <= now)
      throw_invalid("snooze_datetime", "The time to wake must be in the future.");
    if (row.status != TicketStatus::Snoozed) set_status(row, TicketStatus::Snoozed, now);
    row.snooze_until = *changes.snooze_datetime.value;
  } else if (changes.snooze_datetime.present && !changes.status && row.status == TicketStatus::Snoozed) {
    set_status(row, TicketStatus::Open, now);
  }
}

}  // namespace

void set_status(store::TicketRow& row, TicketStatus status, Instant now) {
  row.status = status;
  if (status != TicketStatus::Snoozed) row.snooze_until = {};
  if (status == TicketStatus::Closed) {
    row.closed_at = now;
    row.is_unread = false;
  } else {
    row.closed_at = {};
  }
  if (status == TicketStatus::Open) row.opened_at = now;
}

void save_and_tell(Tx& tx, const Cause& cause, const store::TicketRow& before, const store::TicketRow& after) {
  store::save_ticket(tx, cause.account, after);
  const TicketId id = after.id;
  if (before.status != after.status || before.snooze_until != after.snooze_until)
    emit(tx, cause, "ticket.status_changed", id, StatusChangedEvent{before.status, after.status, after.snooze_until});
  if (before.assignee_user_id != after.assignee_user_id)
    emit(tx, cause, "ticket.assigned", id,
         AssignedEvent{directory::find_user(tx, cause.account, before.assignee_user_id),
                       directory::find_user(tx, cause.account, after.assignee_user_id)});
  if (before.assignee_team_id != after.assignee_team_id)
    emit(tx, cause, "ticket.team_assigned", id,
         TeamAssignedEvent{directory::find_team(tx, cause.account, before.assignee_team_id),
                           directory::find_team(tx, cause.account, after.assignee_team_id)});
  if (before.priority != after.priority)
    emit(tx, cause, "ticket.priority_changed", id,
         PriorityChangedEvent{static_cast<TicketPriority>(before.priority),
                              static_cast<TicketPriority>(after.priority)});
  if (before.subject != after.subject)
    emit(tx, cause, "ticket.subject_changed", id, TextChangedEvent{before.subject, after.subject});
  if (before.language != after.language)
    emit(tx, cause, "ticket.language_changed", id, TextChangedEvent{before.language, after.language});
  if (before.spam != after.spam) emit(tx, cause, "ticket.spam_changed", id, FlagChangedEvent{before.spam, after.spam});
  if (bool(before.trashed_at) != bool(after.trashed_at))
    emit(tx, cause, after.trashed_at ? "ticket.trashed" : "ticket.restored", id, NoPayload{});
  if (before.is_unread != after.is_unread)
    emit(tx, cause, after.is_unread ? "ticket.unread" : "ticket.read", id, NoPayload{});
  emit_custom_field_changes(tx, cause, id, before.custom_fields, after.custom_fields);
}

void change_ticket(Tx& tx, const Cause& cause, TicketId id, const TicketChanges& changes) {
  const store::TicketRow before = store::require_ticket(tx, cause.account, id);
  if (before.merged_into_id)
    throw_conflict("ticket_merged", "This ticket was merged into another one; work on that one.");
  store::TicketRow row = before;
  if (changes.subject) {
    row.subject = collapse_space(to_valid_utf8(*changes.subject));
    if (length(row.subject) > 500) throw_invalid("subject", "A subject has at most 500 characters.");
  }
  apply_status(changes, row, tx.now());
  if (changes.priority) row.priority = static_cast<std::int64_t>(*changes.priority);
  if (changes.assignee_user_id) {
    row.assignee_user_id = changes.assignee_user_id.value_or(UserId());
    if (row.assignee_user_id && row.assignee_user_id != before.assignee_user_id &&
        !directory::find_user(tx, cause.account, row.assignee_user_id, true))
      throw_invalid("assignee_user_id", "There is no such active agent.");
  }
  if (changes.assignee_team_id) {
    row.assignee_team_id = changes.assignee_team_id.value_or(TeamId());
    if (row.assignee_team_id && !directory::find_team(tx, cause.account, row.assignee_team_id))
      throw_invalid("assignee_team_id", "There is no such team.");
  }
  if (changes.language) {
    row.language = changes.language.value_or("");
    if (row.language.size() > 20) throw_invalid("language", "A language is a short code such as fr or pt-BR.");
  }
  if (changes.is_unread) row.is_unread = *changes.is_unread;
  if (changes.spam) row.spam = *changes.spam;
  if (changes.trashed && *changes.trashed != bool(row.trashed_at))
    row.trashed_at = *changes.trashed ? tx.now() : Instant{};
  row.custom_fields = customers::merge_custom_fields(tx, cause.account, customers::FieldObject::Ticket,
                                                     row.custom_fields, changes.custom_fields);
  save_and_tell(tx, cause, before, row);
  change_tags(tx, cause, id, changes.tags, changes.add_tags, changes.remove_tags);
  if (changes.is_unread && !*changes.is_unread && cause.actor.kind == "user")
    tx.exec(
        "UPDATE mentions SET seen_at = $4 WHERE account_id = $1 AND user_id = $2 AND ticket_id = $3 AND seen_at = 0",
        cause.account, cause.actor.id, id, tx.now());
}

void set_language_if_unknown(Tx& tx, AccountId account, TicketId id, const std::string& language) {
  store::set_language_if_unknown(tx, account, id, language);
}

std::size_t wake_snoozed(Tx& tx, std::size_t limit) {
  struct Due {
    AccountId account;
    TicketId ticket;
  };
  std::vector<Due> due;
  tx.rows(
      "SELECT account_id, id FROM tickets WHERE status = 'snoozed' AND snooze_until <= $1 AND account_id IN (SELECT id "
      "FROM accounts) LIMIT $2",
      [&](const db::Cursor& row) {
        due.push_back({AccountId(row.integer(0)), TicketId(row.integer(1))});
      },
      tx.now(), limit);
  for (const auto& [account, ticket] : due) {
    const Cause cause{account, {"system", 0}, {}};
    const store::TicketRow before = store::require_ticket(tx, account, ticket);
    store::TicketRow row = before;
    set_status(row, TicketStatus::Open, tx.now());
    row.is_unread = true;
    emit(tx, cause, "ticket.snooze_ended", ticket, NoPayload{});
    save_and_tell(tx, cause, before, row);
  }
  return due.size();
}

}  // namespace peakdesk::tickets
