// What tickets do when customers are merged or erased: subscribers inside the transaction that did it.
#include "customers/events.h"
#include "tickets/directory.h"
#include "tickets/events.h"
#include "tickets/message_store.h"
#include "tickets/search.h"
#include "tickets/tickets.h"

namespace peakdesk::tickets {
namespace {

constexpr const char* kErasedText = "(erased at the customer's request)";

CustomerRef customer_ref(Tx& tx, AccountId account, CustomerId id) {
  return tx.find<CustomerRef>("SELECT id, name, email FROM customers WHERE account_id = $1 AND id = $2", account, id)
      .value_or(CustomerRef{id, "", ""});
}

Cause cause_of_event(const events::Event& event) {
  return {event.account_id, {event.actor_kind, event.actor_id}, event.id};
}

}  // namespace

void follow_customer_merge(Tx& tx, const events::Event& event) {
  const auto merged = from_json<customers::CustomerMergedEvent>(event.payload);
  const AccountId account = event.account_id;
  const auto tickets = tx.list<TicketId>("SELECT id FROM tickets WHERE account_id = $1 AND customer_id = $2", account,
                                         merged.from_customer_id);
  const CustomerChangedEvent change{customer_ref(tx, account, merged.from_customer_id),
                                    customer_ref(tx, account, merged.customer_id)};
  for (const auto ticket : tickets) {
    tx.exec("UPDATE tickets SET customer_id = $3, updated_at = $4 WHERE account_id = $1 AND id = $2", account, ticket,
            merged.customer_id, tx.now());
    tx.exec(
        "UPDATE messages SET sender_customer_id = $4 WHERE account_id = $1 AND ticket_id = $2 AND sender_customer_id = "
        "$3",
        account, ticket, merged.from_customer_id, merged.customer_id);
    emit(tx, cause_of_event(event), "ticket.customer_changed", ticket, change);
  }
}

void follow_customer_erasure(Tx& tx, const events::Event& event) {
  const CustomerId customer = from_json<customers::CustomerEvent>(event.payload).customer_id;
  const AccountId account = event.account_id;
  for (const auto ticket :
       tx.list<TicketId>("SELECT id FROM tickets WHERE account_id = $1 AND customer_id = $2", account, customer)) {
    // What was said on their tickets is about them, whoever wrote it: answers quote and greet.
    for (const auto message :
         tx.list<MessageId>("SELECT id FROM messages WHERE account_id = $1 AND ticket_id = $2", account, ticket)) {
      forget_message(tx, account, message);
      tx.exec("DELETE FROM attachments WHERE account_id = $1 AND message_id = $2", account, message);
    }
    tx.exec(
        "UPDATE messages SET source = '{}', subject = '', body_text = $3, body_html = '', stripped_text = '', "
        "stripped_html = '', "
        "remote_images = 0, raw_file = '' WHERE account_id = $1 AND ticket_id = $2",
        account, ticket, kErasedText);
    tx.exec("DELETE FROM ticket_search WHERE rowid = $1 /* account_id: the ticket's id is unique */", ticket);
    tx.exec("DELETE FROM drafts WHERE account_id = $1 AND ticket_id = $2", account, ticket);
    tx.exec(
        "UPDATE events SET payload = '{}' WHERE account_id = $1 AND ticket_id = $2 AND name IN ('ticket.created', "
        "'ticket.subject_changed', 'ticket.field_changed', 'ticket.customer_changed')",
        account, ticket);
    tx.exec(
        "UPDATE tickets SET subject = $3, excerpt = '', custom_fields = '{}', updated_at = $4 WHERE account_id = $1 "
        "AND id = $2",
        account, ticket, kErasedText, tx.now());
    emit(tx, cause_of_event(event), "ticket.erased", ticket, NoPayload{});
  }
}

}  // namespace peakdesk::tickets
