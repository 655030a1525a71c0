// The front door to the desk's tickets for reading and for wiring. Writing: reply.h, receive.h, ticket_changes.h,
// ticket_merge.h, ticket_bulk.h. Owns tickets, messages, tags, views, drafts and their events; knows nothing of mail
// servers or macros, which are handed in.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "customers/customer.h"
#include "platform/db/database.h"
#include "platform/http/router.h"
#include "tickets/message.h"
#include "tickets/ticket.h"

namespace peakdesk::tickets {

Ticket get_ticket(Tx& tx, AccountId account, TicketId id);
/// Those that exist, in no particular order: for push, one query for all.
std::vector<TicketSummary> summaries(Tx& tx, AccountId account, const std::vector<TicketId>& ids);

struct ListTicketsInput {
  ViewId view_id;
  std::string q;  // the search language; goes with a view as a further filter
  CustomerId customer_id;
  std::string cursor;
  std::int64_t limit = 30;
  std::string order_by;  // empty: the view's, or last_message_datetime:desc
};
BOOST_DESCRIBE_STRUCT(ListTicketsInput, (), (view_id, q, customer_id, cursor, limit, order_by))
Page<TicketSummary> list_tickets(Tx& tx, const Caller& caller, const ListTicketsInput& input);
/// Ids of all tickets of a filter, oldest first, after `after`; for bulk work.
std::vector<TicketId> list_ticket_ids(Tx& tx, const Caller& caller, const std::string& filter, TicketId after,
                                      int limit);
/// Throws Invalid naming `field` when this is no order a list of tickets has.
void check_order(const std::string& order_by, const std::string& field);

struct ListMessagesInput {
  TicketId id;  // null: of the whole account
  std::string cursor;
  std::int64_t limit = 30;
  std::string order_by;  // id:asc or id:desc
};
BOOST_DESCRIBE_STRUCT(ListMessagesInput, (), (id, cursor, limit, order_by))
Page<Message> list_messages(Tx& tx, const Caller& caller, const ListMessagesInput& input);
Message get_message(Tx& tx, AccountId account, MessageId id);

/// For the room of customers: how many tickets each of these has.
void count_for_customers(Tx& tx, AccountId account, std::vector<customers::Customer>& customers);
/// In-transaction subscribers of customer.merged and customer.erased: tickets move, what an erased customer wrote is
/// blanked.
void follow_customer_merge(Tx& tx, const events::Event& event);
void follow_customer_erasure(Tx& tx, const events::Event& event);
/// In-transaction subscriber of team.deleted: its tickets belong to no team, and their history says since when.
void follow_team_deletion(Tx& tx, const events::Event& event);

/// What the room of macros and templates does for tickets; either may be empty.
struct MacroHooks {
  /// Fills variables such as {{ticket.id}} in an answer before it is stored.
  std::function<void(Tx&, const Caller&, TicketId, std::string& body_html, std::string& body_text)> fill_variables;
  /// Does everything a macro says to a ticket (bulk changes with macro_id).
  std::function<void(Tx&, const Caller&, TicketId, MacroId)> apply_macro;
  /// These macros were used in an answer.
  std::function<void(Tx&, const Caller&, const std::vector<MacroId>&)> count_use;
};

void add_ticket_routes(Router& router, MacroHooks hooks);
/// Merge, split, bulk and undo; the jobs of ticket_bulk.h do the work.
void add_operation_routes(Router& router);
void add_tag_routes(Router& router);

}  // namespace peakdesk::tickets
