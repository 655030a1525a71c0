// Changing many tickets at once: a whole view, a search, or named ones. An operation with progress, in chunks so that
// nobody waits behind it, and undoable.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "platform/db/database.h"
#include "platform/jobs/job.h"
#include "tickets/operations.h"
#include "tickets/ticket_changes.h"

namespace peakdesk::tickets {

inline constexpr const char* kBulkJob = "tickets.bulk";
inline constexpr const char* kBulkUndoJob = "tickets.bulk_undo";

struct BulkChanges : TicketChanges {
  MacroId macro_id;
};
BOOST_DESCRIBE_STRUCT(BulkChanges, (TicketChanges), (macro_id))

struct BulkInput {
  std::vector<TicketId> ticket_ids;  // exactly one of these three
  ViewId view_id;
  std::optional<std::string> q;
  RawJson changes;  // BulkChanges, kept as it came for the job
};
BOOST_DESCRIBE_STRUCT(BulkInput, (), (ticket_ids, view_id, q, changes))

/// POST /api/tickets/bulk. Agents name up to 100 tickets, leads change views and searches. Throws Invalid, NotAllowed.
Operation begin_bulk(Tx& tx, const Caller& caller, const BulkInput& input);

/// POST /api/operations/{id}/undo for every kind. Throws NotFound; Conflict "cannot_undo". Only who did it, or a lead.
Operation undo_operation(Tx& tx, const Caller& caller, OperationId id);

using ApplyMacro = std::function<void(Tx&, const Caller&, TicketId, MacroId)>;
/// Handlers of the two jobs. At least once: a ticket that was done is not done again. A ticket that fails is counted,
/// the rest goes on.
void run_bulk(db::Database& database, const jobs::Job& job, const ApplyMacro& apply_macro);
void run_bulk_undo(db::Database& database, const jobs::Job& job);

}  // namespace peakdesk::tickets
