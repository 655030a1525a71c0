// Merging tickets into one, splitting messages off into a new one; both are operations that can be taken back.
#pragma once
#include <string>
#include <vector>

#include "tickets/operations.h"

namespace peakdesk::tickets {

/// The messages of `from` move into `into`; `from` is closed and stands for `into` from now on (answers to its mails go
/// there). Tags come along, empty custom fields are filled, an open question keeps the result open. Throws NotFound,
/// Invalid, Conflict "ticket_merged" for one that was merged away already.
OperationId merge_tickets(Tx& tx, const Caller& caller, TicketId into, const std::vector<TicketId>& from);

struct SplitResult {
  TicketId ticket;
  OperationId operation;
};
/// Moves these messages into a new ticket of the same customer, agent, team and mailbox. At least one message must
/// stay. Empty subject: the old one.
SplitResult split_ticket(Tx& tx, const Caller& caller, TicketId from, const std::vector<MessageId>& messages,
                         const std::string& subject);

/// Takes a merge or split back. Throws Conflict "cannot_undo" when later changes stand in the way or it is too late.
void undo_merge(Tx& tx, const Caller& caller, OperationRow& operation);
void undo_split(Tx& tx, const Caller& caller, OperationRow& operation);

}  // namespace peakdesk::tickets
