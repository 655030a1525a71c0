#include "tickets/ticket_bulk.h"

#include "base/error.h"
#include "tickets/search_sql.h"
#include "tickets/ticket_merge.h"
#include "tickets/tickets.h"
#include "tickets/views.h"

namespace peakdesk::tickets {
namespace {

constexpr int kChunk = 200;
constexpr std::size_t kMostNamed = 10'000;
constexpr std::size_t kMostNamedByAgent = 100;
constexpr std::int64_t kMostTickets = 200'000;

/// What the job needs to know of who asked and for what.
struct BulkDetail {
  std::string actor_kind;
  std::int64_t actor_id = 0;
  std::string caller_name;
  std::vector<TicketId> ticket_ids;
  std::optional<std::string> filter;
  TicketId up_to;  // tickets made after the call are not meant
  RawJson changes;
};
BOOST_DESCRIBE_STRUCT(BulkDetail, (), (actor_kind, actor_id, caller_name, ticket_ids, filter, up_to, changes))

struct BulkJob {
  OperationId operation_id;
};
BOOST_DESCRIBE_STRUCT(BulkJob, (), (operation_id))

Caller caller_from(AccountId account, const OperationRow& operation, const BulkDetail& detail) {
  Caller caller;
  caller.account = account;
  caller.actor = {detail.actor_kind, detail.actor_id};
  caller.user = operation.actor_user_id;
  caller.name = detail.caller_name;
  caller.role = Role::Lead;  // what was asked for was checked when it was asked for
  return caller;
}

/// The next tickets after `after`, those already done left out. Sets `after` to the last one looked at.
std::vector<TicketId> next_chunk(Tx& tx, const Caller& caller, const OperationRow& operation, const BulkDetail& detail,
                                 TicketId& after) {
  std::vector<TicketId> ids;
  if (detail.filter) {
    ids = list_ticket_ids(tx, caller, *detail.filter, after, kChunk);
    std::erase_if(ids, [&](TicketId id) { return id > detail.up_to; });
  } else {
    for (const auto id : detail.ticket_ids)
      if (id > after && ids.size() < kChunk) ids.push_back(id);
  }
  if (!ids.empty()) after = ids.back();
  return ids;
}

void change_one(Tx& tx, const Caller& caller, const OperationRow& operation, TicketId id, const BulkChanges& changes,
                const ApplyMacro& apply_macro) {
  UndoStep step;
  step.before = take_snapshot(tx, caller.account, store::require_ticket(tx, caller.account, id));
  change_ticket(tx, cause_of(caller), id, changes);
  if (changes.macro_id && apply_macro) apply_macro(tx, caller, id, changes.macro_id);
  step.after = take_snapshot(tx, caller.account, store::require_ticket(tx, caller.account, id));
  remember_step(tx, caller.account, operation.id, id, step);
}

std::int64_t count_wanted(Tx& tx, const Caller& caller, const BulkDetail& detail) {
  if (!detail.filter) return static_cast<std::int64_t>(detail.ticket_ids.size());
  CompiledSearch search = compile_search_text(tx, caller.account, caller.user, *detail.filter);
  const std::string sql = "SELECT COUNT(*) FROM (SELECT 1 FROM tickets t WHERE t.account_id = $1" + search.where +
                          " LIMIT " + std::to_string(kMostTickets) + ") AS counted";
  const auto cursor = tx.open(sql, search.values.data(), search.values.size());
  return cursor->next() ? cursor->integer(0) : 0;
}

}  // namespace

Operation begin_bulk(Tx& tx, const Caller& caller, const BulkInput& input) {
  if ((input.ticket_ids.empty() ? 0 : 1) + (input.view_id ? 1 : 0) + (input.q ? 1 : 0) != 1)
    throw_invalid("ticket_ids", "Name the tickets by exactly one of ticket_ids, view_id and q.");
  if (input.ticket_ids.size() > kMostNamed)
    throw_invalid("ticket_ids", "At most 10,000 tickets can be named; use a view or a search for more.");
  if ((input.ticket_ids.size() > kMostNamedByAgent || input.view_id || input.q) && caller.role < Role::Lead)
    throw_not_allowed("Only leads change more than 100 tickets at once.");
  BulkChanges changes;
  read_json(parse_json(input.changes.text), changes, "changes");
  BulkDetail detail{caller.actor.kind, caller.actor.id,        caller.name,  input.ticket_ids,
                    std::nullopt,      TicketId(tx.next_id()), input.changes};
  std::sort(detail.ticket_ids.begin(), detail.ticket_ids.end());
  detail.ticket_ids.erase(std::unique(detail.ticket_ids.begin(), detail.ticket_ids.end()), detail.ticket_ids.end());
  if (input.view_id) detail.filter = require_view(tx, caller, input.view_id).filter;
  if (input.q) detail.filter = *input.q;
  OperationRow operation;
  operation.id = tx.new_id<OperationId>();
  operation.kind = OperationKind::Bulk;
  operation.actor_user_id = caller.user;
  operation.total = count_wanted(tx, caller, detail);
  operation.detail = to_json(detail);
  operation.created_at = tx.now();
  insert_operation(tx, caller.account, operation);
  tx.enqueue({.account = caller.account, .kind = kBulkJob, .payload = to_json(BulkJob{operation.id})});
  return to_operation(operation, tx.now());
}

void run_bulk(db::Database& database, const jobs::Job& job, const ApplyMacro& apply_macro) {
  const OperationId id = from_json<BulkJob>(job.payload).operation_id;
  const AccountId account = job.account_id;
  TicketId after;
  for (bool more = true; more;) {
    // Reading and changing a chunk in one transaction: nobody changes the filter's answer in between.
    database.write([&](Tx& tx) {
      OperationRow operation = require_operation(tx, account, id);
      if (operation.state != OperationState::Running) {
        more = false;
        return;
      }
      const auto detail = from_json<BulkDetail>(operation.detail);
      const Caller caller = caller_from(account, operation, detail);
      const auto changes = from_json<BulkChanges>(detail.changes.text);
      const auto chunk = next_chunk(tx, caller, operation, detail, after);
      for (const auto ticket : chunk) {
        if (has_step(tx, account, id, ticket)) continue;
        try {
          tx.savepoint([&] { change_one(tx, caller, operation, ticket, changes, apply_macro); });
          operation.done += 1;
        } catch (const RequestError&) {
          operation.failed += 1;
        }
      }
      more = !chunk.empty() && operation.done + operation.failed < kMostTickets;
      if (!more) operation.state = OperationState::Done;
      operation.total = std::max(operation.total, operation.done + operation.failed);
      if (!more) operation.total = operation.done + operation.failed;
      save_operation(tx, account, operation);
    });
  }
}

void run_bulk_undo(db::Database& database, const jobs::Job& job) {
  const OperationId id = from_json<BulkJob>(job.payload).operation_id;
  const AccountId account = job.account_id;
  TicketId after;
  for (bool more = true; more;) {
    database.write([&](Tx& tx) {
      OperationRow operation = require_operation(tx, account, id);
      if (operation.state != OperationState::Undoing) {
        more = false;
        return;
      }
      const Caller caller = caller_from(account, operation, from_json<BulkDetail>(operation.detail));
      const auto steps = remembered_steps(tx, account, id, after, kChunk);
      for (const auto& [ticket, step] : steps) {
        after = ticket;
        try {
          tx.savepoint([&] {
            auto row = store::require_ticket(tx, account, ticket);
            restore_snapshot(tx, cause_of(caller), row, step);
            mark_undone(tx, account, id, ticket);
          });
          operation.done -= 1;
        } catch (const RequestError&) {
          operation.failed += 1;
        }
      }
      more = !steps.empty();
      if (!more) operation.state = OperationState::Undone;
      save_operation(tx, account, operation);
    });
  }
}

Operation undo_operation(Tx& tx, const Caller& caller, OperationId id) {
  OperationRow operation = require_operation(tx, caller.account, id);
  if (operation.actor_user_id != caller.user && caller.role < Role::Lead)
    throw_not_allowed("Only who did it, or a lead, can take it back.");
  if (operation.state != OperationState::Done)
    throw_conflict("cannot_undo", "Only what is done and not taken back yet can be taken back.");
  if (tx.now() >= operation.created_at + kUndoFor)
    throw_conflict("cannot_undo", "After 30 days this can no longer be taken back.");
  if (operation.kind == OperationKind::Merge) {
    undo_merge(tx, caller, operation);
    operation.state = OperationState::Undone;
  } else if (operation.kind == OperationKind::Split) {
    undo_split(tx, caller, operation);
    operation.state = OperationState::Undone;
  } else {
    operation.state = OperationState::Undoing;
    tx.enqueue({.account = caller.account, .kind = kBulkUndoJob, .payload = to_json(BulkJob{operation.id})});
  }
  save_operation(tx, caller.account, operation);
  return to_operation(operation, tx.now());
}

}  // namespace peakdesk::tickets
