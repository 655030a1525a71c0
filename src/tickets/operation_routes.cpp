#include "tickets/ticket_bulk.h"
#include "tickets/ticket_merge.h"
#include "tickets/tickets.h"

namespace peakdesk::tickets {
namespace {

struct MergeInput {
  TicketId id;
  std::vector<TicketId> from_ticket_ids;
};
BOOST_DESCRIBE_STRUCT(MergeInput, (), (id, from_ticket_ids))

struct SplitInput {
  TicketId id;
  std::vector<MessageId> message_ids;
  std::string subject;
};
BOOST_DESCRIBE_STRUCT(SplitInput, (), (id, message_ids, subject))

struct OperationIdInput {
  OperationId id;
};
BOOST_DESCRIBE_STRUCT(OperationIdInput, (), (id))

struct TicketOperation {
  Ticket ticket;
  OperationId operation_id;
};
BOOST_DESCRIBE_STRUCT(TicketOperation, (), (ticket, operation_id))

TicketOperation merge(Tx& tx, const Caller& caller, const MergeInput& input) {
  const OperationId operation = merge_tickets(tx, caller, input.id, input.from_ticket_ids);
  return {get_ticket(tx, caller.account, input.id), operation};
}

Created<TicketOperation> split_off(Tx& tx, const Caller& caller, const SplitInput& input) {
  const auto result = split_ticket(tx, caller, input.id, input.message_ids, input.subject);
  return {{get_ticket(tx, caller.account, result.ticket), result.operation}};
}

http::Accepted<Operation> begin(Tx& tx, const Caller& caller, const BulkInput& input) {
  return {begin_bulk(tx, caller, input)};
}

http::Accepted<Operation> undo(Tx& tx, const Caller& caller, const OperationIdInput& input) {
  return {undo_operation(tx, caller, input.id)};
}

Operation show_operation(Tx& tx, const Caller& caller, const OperationIdInput& input) {
  return to_operation(require_operation(tx, caller.account, input.id), tx.now());
}

}  // namespace

void add_operation_routes(Router& router) {
  router.write("POST", "/api/tickets/bulk", agents("tickets:write"), begin);
  router.write("POST", "/api/tickets/{id}/merge", agents("tickets:write"), merge);
  router.write("POST", "/api/tickets/{id}/split", agents("tickets:write"), split_off);
  router.read("GET", "/api/operations/{id}", observers("tickets:read"), show_operation);
  router.write("POST", "/api/operations/{id}/undo", agents("tickets:write"), undo);
}

}  // namespace peakdesk::tickets
