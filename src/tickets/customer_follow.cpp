// What tickets do when customers are merged or erased, or a team goes: subscribers inside the transaction that did it.
#include "customers/events.h"
#include "tickets/directory.h"
#include "tickets/events.h"
#include "tickets/message_store.h"
#include "tickets/ticket_changes.h"
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
    tx.exec(
        "INSERT INTO released_files (name, released_at) SELECT DISTINCT file, $3 FROM (SELECT a.file FROM attachments "
        "a JOIN messages m ON m.account_id = a.account_id AND m.id = a.message_id WHERE m.account_id = $1 AND "
        "m.ticket_id = $2 UNION SELECT raw_file FROM messages WHERE account_id = $1 AND ticket_id = $2 AND raw_file <> "
        "'') AS named WHERE TRUE ON CONFLICT (name) DO UPDATE SET released_at = excluded.released_at",
        account, ticket, tx.now());
    // What was said on their tickets is about them, whoever wrote it: answers quote and greet.
    for (const auto message :
         tx.list<MessageId>("SELECT id FROM messages WHERE account_id = $1 AND ticket_id = $2", account, ticket))
      tx.exec("DELETE FROM attachments WHERE account_id = $1 AND message_id = $2", account, message);
    tx.exec(
        "UPDATE messages SET source = '{}', subject = '', body_text = $3, body_html = '', stripped_text = '', "
        "stripped_html = '', "
        "remote_images = 0, raw_file = '', failure_reason = '', failure = '' WHERE account_id = $1 AND ticket_id = $2",
        account, ticket, kErasedText);
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

void follow_team_deletion(Tx& tx, const events::Event& event) {
  const TeamId team(parse_json(event.payload).at("team_id").to_number<std::int64_t>());
  TicketChanges changes;
  changes.assignee_team_id.present = true;
  for (const auto ticket : tx.list<TicketId>(
           "SELECT id FROM tickets WHERE account_id = $1 AND assignee_team_id = $2 AND merged_into_id = 0",
           event.account_id, team))
    change_ticket(tx, cause_of_event(event), ticket, changes);
  // Merged tickets are only kept for the undo; nobody reads their history.
  tx.exec("UPDATE tickets SET assignee_team_id = 0 WHERE account_id = $1 AND assignee_team_id = $2", event.account_id,
          team);
}

}  // namespace peakdesk::tickets
