#include "base/error.h"
#include "tickets/drafts.h"
#include "tickets/history.h"
#include "tickets/message_page.h"
#include "tickets/reply.h"
#include "tickets/ticket_changes.h"
#include "tickets/tickets.h"

namespace peakdesk::tickets {
namespace {

struct TicketIdInput {
  TicketId id;
};
BOOST_DESCRIBE_STRUCT(TicketIdInput, (), (id))

struct MessageIdInput {
  MessageId id;
};
BOOST_DESCRIBE_STRUCT(MessageIdInput, (), (id))

struct PatchTicketInput : TicketChanges {
  TicketId id;
};
BOOST_DESCRIBE_STRUCT(PatchTicketInput, (TicketChanges), (id))

struct TimelineInput {
  CustomerId id;
  std::string cursor;
  std::int64_t limit = 30;
};
BOOST_DESCRIBE_STRUCT(TimelineInput, (), (id, cursor, limit))

struct TimelineEntry {
  std::string kind = "ticket";
  TicketSummary ticket;
};
BOOST_DESCRIBE_STRUCT(TimelineEntry, (), (kind, ticket))

Ticket show_ticket(Tx& tx, const Caller& caller, const TicketIdInput& input) {
  return get_ticket(tx, caller.account, input.id);
}

TicketId patch_ticket(Tx& tx, const Caller& caller, const PatchTicketInput& input) {
  change_ticket(tx, cause_of(caller), input.id, input);
  return input.id;
}

Ticket show_changed(Tx& tx, const Caller& caller, TicketId id) { return get_ticket(tx, caller.account, id); }

Created<Ticket> show_created(Tx& tx, const Caller& caller, TicketId id) { return {get_ticket(tx, caller.account, id)}; }

Created<Message> show_written(Tx& tx, const Caller& caller, MessageId id) {
  return {get_message(tx, caller.account, id)};
}

Message show_message(Tx& tx, const Caller& caller, const MessageIdInput& input) {
  return get_message(tx, caller.account, input.id);
}

Message retry(Tx& tx, const Caller& caller, const MessageIdInput& input) {
  retry_message(tx, caller, input.id);
  return get_message(tx, caller.account, input.id);
}

struct MessageHtmlInput {
  MessageId id;
  std::string part = "stripped";
  bool remote_images = false;
};
BOOST_DESCRIBE_STRUCT(MessageHtmlInput, (), (id, part, remote_images))

http::Response show_message_html(Tx& tx, const Caller& caller, const MessageHtmlInput& input) {
  if (input.part != "stripped" && input.part != "full") throw_invalid("part", "This must be stripped or full.");
  return message_page(get_message(tx, caller.account, input.id), input.part == "stripped", input.remote_images);
}

NoContent drop_draft(Tx& tx, const Caller& caller, const TicketIdInput& input) {
  delete_draft(tx, caller, input.id);
  return {};
}

struct AllMessagesInput {
  std::string cursor;
  std::int64_t limit = 30;
  std::string order_by;
};
BOOST_DESCRIBE_STRUCT(AllMessagesInput, (), (cursor, limit, order_by))

Page<Message> list_all_messages(Tx& tx, const Caller& caller, const AllMessagesInput& input) {
  return list_messages(tx, caller, {{}, input.cursor, input.limit, input.order_by});
}

Page<TimelineEntry> show_timeline(Tx& tx, const Caller& caller, const TimelineInput& input) {
  ListTicketsInput list;
  list.customer_id = input.id;
  list.cursor = input.cursor;
  list.limit = input.limit;
  list.order_by = "created_datetime:desc";
  auto tickets = list_tickets(tx, caller, list);
  Page<TimelineEntry> page;
  page.meta = tickets.meta;
  for (auto& ticket : tickets.data) page.data.push_back({"ticket", std::move(ticket)});
  return page;
}

}  // namespace

void add_ticket_routes(Router& router, MacroHooks hooks) {
  router.read("GET", "/api/tickets", observers("tickets:read"), list_tickets);
  router.write_then_read<NewTicket>("POST", "/api/tickets", agents("tickets:write"), create_ticket, show_created);
  router.read("GET", "/api/tickets/{id}", observers("tickets:read"), show_ticket);
  router.write_then_read<PatchTicketInput>("PATCH", "/api/tickets/{id}", agents("tickets:write"), patch_ticket,
                                           show_changed);
  router.read("GET", "/api/tickets/{id}/messages", observers("tickets:read"), list_messages);
  router.write_then_read<ReplyInput>(
      "POST", "/api/tickets/{id}/messages", agents("tickets:write"),
      [hooks](Tx& tx, const Caller& caller, const ReplyInput& in) {
        ReplyInput filled = in;
        if (hooks.fill_variables && in.from_agent)
          hooks.fill_variables(tx, caller, in.id, filled.body_html, filled.body_text);
        const MessageId id = reply(tx, caller, filled);
        if (hooks.count_use && !in.macro_ids.empty()) hooks.count_use(tx, caller, in.macro_ids);
        return id;
      },
      show_written);
  router.read("GET", "/api/tickets/{id}/events", observers("tickets:read"), list_history);
  router.write("PUT", "/api/tickets/{id}/draft", agents("tickets:write"), save_draft);
  router.write("DELETE", "/api/tickets/{id}/draft", agents("tickets:write"), drop_draft);
  router.read("GET", "/api/messages", observers("tickets:read"), list_all_messages);
  router.read("GET", "/api/messages/{id}", observers("tickets:read"), show_message);
  router.read("GET", "/api/messages/{id}/html", observers("tickets:read"), show_message_html);
  router.write("POST", "/api/messages/{id}/retry", agents("tickets:write"), retry);
  router.read("GET", "/api/customers/{id}/timeline", observers("customers:read"), show_timeline);
}

}  // namespace peakdesk::tickets
