#include "tickets/ticket_merge.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "platform/db/id_list.h"
#include "tickets/tags.h"
#include "tickets/ticket_changes.h"

namespace peakdesk::tickets {
namespace {

constexpr std::size_t kMostMergedAtOnce = 50;

struct MergeDetail {
  TicketId into;
  std::vector<TicketId> from;
};
BOOST_DESCRIBE_STRUCT(MergeDetail, (), (into, from))

struct SplitDetail {
  TicketId from;
  TicketId into;
};
BOOST_DESCRIBE_STRUCT(SplitDetail, (), (from, into))

store::TicketRow require_unmerged(Tx& tx, AccountId account, TicketId id) {
  auto row = store::require_ticket(tx, account, id);
  if (row.merged_into_id)
    throw_conflict("ticket_merged", "Ticket " + std::to_string(row.number) + " was merged into another one already.");
  return row;
}

std::vector<MessageId> message_ids(Tx& tx, AccountId account, TicketId ticket) {
  return tx.list<MessageId>(
      "SELECT id FROM messages WHERE account_id = $1 AND ticket_id = $2 AND deleted_at = 0 ORDER BY id", account,
      ticket);
}

/// Moves those of `ids` that are in `from`, with their mail ids and mentions.
void move_messages(Tx& tx, AccountId account, TicketId from, TicketId to, const std::vector<MessageId>& ids) {
  constexpr std::size_t kAtOnce = 256;
  for (std::size_t start = 0; start < ids.size(); start += kAtOnce) {
    db::IdList part;
    for (std::size_t i = start; i < std::min(ids.size(), start + kAtOnce); ++i) part.add(ids[i]);
    std::vector<db::Value> values{db::bind(account), db::bind(from), db::bind(to)};
    const std::string in = part.append_to(values);
    tx.run("UPDATE messages SET ticket_id = $3 WHERE account_id = $1 AND ticket_id = $2 AND id IN " + in, values.data(),
           values.size());
    tx.run("UPDATE mail_ids SET ticket_id = $3 WHERE account_id = $1 AND ticket_id = $2 AND message_id IN " + in,
           values.data(), values.size());
    tx.run("UPDATE mentions SET ticket_id = $3 WHERE account_id = $1 AND ticket_id = $2 AND message_id IN " + in,
           values.data(), values.size());
  }
}

void take_missing_fields(store::TicketRow& into, const store::TicketRow& from) {
  Json fields = parse_json(into.custom_fields);
  const Json others = parse_json(from.custom_fields);  // a name: a loop does not keep what it calls alive
  for (const auto& item : others.as_object()) fields.as_object().emplace(item.key(), item.value());
  into.custom_fields = boost::json::serialize(fields);
}

OperationId begin_operation(Tx& tx, const Caller& caller, OperationKind kind, const std::string& detail,
                            std::int64_t total) {
  OperationRow operation;
  operation.id = tx.new_id<OperationId>();
  operation.kind = kind;
  operation.actor_user_id = caller.user;
  operation.detail = detail;
  operation.state = OperationState::Done;
  operation.total = operation.done = total;
  insert_operation(tx, caller.account, operation);
  return operation.id;
}

[[noreturn]] void throw_cannot_undo(const std::string& why) { throw_conflict("cannot_undo", why); }

}  // namespace

OperationId merge_tickets(Tx& tx, const Caller& caller, TicketId into_id, const std::vector<TicketId>& from_ids) {
  if (from_ids.empty() || from_ids.size() > kMostMergedAtOnce)
    throw_invalid("from_ticket_ids", "Name 1 to 50 tickets to merge.");
  const Cause cause = cause_of(caller);
  store::TicketRow into = require_unmerged(tx, caller.account, into_id);
  const store::TicketRow into_before = into;
  const OperationId operation =
      begin_operation(tx, caller, OperationKind::Merge, to_json(MergeDetail{into_id, from_ids}),
                      static_cast<std::int64_t>(from_ids.size()));
  UndoStep into_step;
  into_step.before = take_snapshot(tx, caller.account, into);
  MergedEvent event;
  event.into_ticket = into.number;
  std::vector<std::string> tags;
  for (std::size_t i = 0; i < from_ids.size(); ++i) {
    if (from_ids[i] == into_id || std::count(from_ids.begin(), from_ids.end(), from_ids[i]) > 1)
      throw_invalid("from_ticket_ids[" + std::to_string(i) + "]", "A ticket cannot be merged into itself, nor twice.");
    store::TicketRow from = require_unmerged(tx, caller.account, from_ids[i]);
    const store::TicketRow from_before = from;
    UndoStep step;
    step.before = take_snapshot(tx, caller.account, from);
    step.moved_messages = message_ids(tx, caller.account, from.id);
    move_messages(tx, caller.account, from.id, into.id, step.moved_messages);
    tags.insert(tags.end(), step.before.tags.begin(), step.before.tags.end());
    take_missing_fields(into, from);
    if (from.status == TicketStatus::Open && into.status != TicketStatus::Open)
      set_status(into, TicketStatus::Open, tx.now());
    into.is_unread = into.is_unread || from.is_unread;
    set_status(from, TicketStatus::Closed, tx.now());
    from.merged_into_id = into.id;
    store::recount(tx, caller.account, from);
    save_and_tell(tx, cause, from_before, from);
    step.after = take_snapshot(tx, caller.account, from);
    remember_step(tx, caller.account, operation, from.id, step);
    event.from_tickets.push_back(from.number);
  }
  store::recount(tx, caller.account, into);
  save_and_tell(tx, cause, into_before, into);
  change_tags(tx, cause, into.id, std::nullopt, tags, {});
  into_step.after = take_snapshot(tx, caller.account, into);
  remember_step(tx, caller.account, operation, into.id, into_step);
  emit(tx, cause, "ticket.merged", into.id, event);
  for (const auto id : from_ids) emit(tx, cause, "ticket.merged", id, event);
  return operation;
}

void undo_merge(Tx& tx, const Caller& caller, OperationRow& operation) {
  const auto detail = from_json<MergeDetail>(operation.detail);
  const Cause cause = cause_of(caller);
  store::TicketRow into = store::require_ticket(tx, caller.account, detail.into);
  if (into.merged_into_id)
    throw_cannot_undo("The ticket was merged into yet another one since. Undo that merge first.");
  MergedEvent event;
  event.into_ticket = into.number;
  UndoStep into_step;
  for (const auto& [ticket, step] :
       remembered_steps(tx, caller.account, operation.id, {}, static_cast<int>(kMostMergedAtOnce) + 1)) {
    mark_undone(tx, caller.account, operation.id, ticket);
    if (ticket == detail.into) {
      into_step = step;
      continue;
    }
    store::TicketRow from = store::require_ticket(tx, caller.account, ticket);
    if (from.merged_into_id != detail.into)
      throw_cannot_undo("Ticket " + std::to_string(from.number) + " is no longer merged into this one.");
    move_messages(tx, caller.account, into.id, from.id, step.moved_messages);
    from.merged_into_id = {};
    store::recount(tx, caller.account, from);
    restore_snapshot(tx, cause, from, step);
    event.from_tickets.push_back(from.number);
    emit(tx, cause, "ticket.unmerged", from.id, event);
  }
  store::recount(tx, caller.account, into);
  restore_snapshot(tx, cause, into, into_step);
  emit(tx, cause, "ticket.unmerged", into.id, event);
}

SplitResult split_ticket(Tx& tx, const Caller& caller, TicketId from_id, const std::vector<MessageId>& wanted,
                         const std::string& subject) {
  const Cause cause = cause_of(caller);
  store::TicketRow from = require_unmerged(tx, caller.account, from_id);
  const auto present = message_ids(tx, caller.account, from_id);
  if (wanted.empty()) throw_invalid("message_ids", "Name at least one message to split off.");
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (std::find(present.begin(), present.end(), wanted[i]) == present.end())
      throw_invalid("message_ids[" + std::to_string(i) + "]", "This message is not on the ticket.");
  std::vector<MessageId> moved = wanted;
  std::sort(moved.begin(), moved.end());
  moved.erase(std::unique(moved.begin(), moved.end()), moved.end());
  if (moved.size() == present.size()) throw_invalid("message_ids", "At least one message must stay on the ticket.");
  if (length(subject) > 500) throw_invalid("subject", "A subject has at most 500 characters.");

  const store::TicketRow from_before = from;
  store::TicketRow into = from;
  into.id = tx.new_id<TicketId>();
  into.number = store::next_number(tx, caller.account);
  if (!trim(subject).empty()) into.subject = collapse_space(to_valid_utf8(subject));
  into.external_id.clear();
  into.created_at = into.updated_at = into.opened_at = tx.now();
  set_status(into, TicketStatus::Open, tx.now());
  const CustomerId writer(tx.scalar<std::int64_t>(
      0, "SELECT sender_customer_id FROM messages WHERE account_id = $1 AND id = $2", caller.account, moved.front()));
  if (writer) into.customer_id = writer;
  store::insert_ticket(tx, caller.account, into);
  move_messages(tx, caller.account, from.id, into.id, moved);
  store::recount(tx, caller.account, into);
  store::save_ticket(tx, caller.account, into);
  store::recount(tx, caller.account, from);
  save_and_tell(tx, cause, from_before, from);

  const OperationId operation =
      begin_operation(tx, caller, OperationKind::Split, to_json(SplitDetail{from.id, into.id}),
                      static_cast<std::int64_t>(moved.size()));
  const SplitEvent event{from.number, into.number, static_cast<std::int64_t>(moved.size())};
  emit(tx, cause, "ticket.created", into.id,
       TicketCreatedEvent{into.number, into.subject, into.channel, into.customer_id});
  emit(tx, cause, "ticket.split", from.id, event);
  emit(tx, cause, "ticket.split", into.id, event);
  return {into.id, operation};
}

void undo_split(Tx& tx, const Caller& caller, OperationRow& operation) {
  const auto detail = from_json<SplitDetail>(operation.detail);
  const Cause cause = cause_of(caller);
  store::TicketRow from = store::require_ticket(tx, caller.account, detail.from);
  store::TicketRow into = store::require_ticket(tx, caller.account, detail.into);
  if (from.merged_into_id || into.merged_into_id)
    throw_cannot_undo("One of the two tickets was merged since. Undo that merge first.");
  const store::TicketRow from_before = from;
  const store::TicketRow into_before = into;
  // Whatever came to the new ticket since goes back with it, so that nothing is lost.
  const auto moved = message_ids(tx, caller.account, into.id);
  move_messages(tx, caller.account, into.id, from.id, moved);
  if (into.status == TicketStatus::Open && from.status != TicketStatus::Open)
    set_status(from, TicketStatus::Open, tx.now());
  set_status(into, TicketStatus::Closed, tx.now());
  into.merged_into_id = from.id;
  store::recount(tx, caller.account, from);
  store::recount(tx, caller.account, into);
  save_and_tell(tx, cause, from_before, from);
  save_and_tell(tx, cause, into_before, into);
  const SplitEvent event{from.number, into.number, static_cast<std::int64_t>(moved.size())};
  emit(tx, cause, "ticket.unsplit", from.id, event);
  emit(tx, cause, "ticket.unsplit", into.id, event);
}

}  // namespace peakdesk::tickets
