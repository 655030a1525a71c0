#include "tickets/testing/desk.h"

#include "base/text.h"
#include "tickets/ticket_changes.h"
#include "tickets/views.h"

namespace peakdesk::tickets::testing {

Desk::Desk() {
  store.write([&](Tx& tx) {
    tx.exec("INSERT INTO accounts (id, name, created_at) VALUES ($1, 'Shop', $2) /* the account itself */", account,
            tx.now());
    tx.exec(
        "INSERT INTO mailboxes (id, account_id, name, address, address_folded, created_at, updated_at) "
        "VALUES ($1, $2, 'Shop', 'help@shop.example', 'help@shop.example', $3, $3)",
        mailbox, account, tx.now());
    create_builtin_views(tx, account);
  });
  agent = add_user("Alice", Role::Lead, 101);
  boris = add_user("Boris", Role::Agent, 102);
}

Caller Desk::add_user(const std::string& name, Role role, std::int64_t id) {
  const std::string email = to_lower_ascii(name) + "@shop.example";
  store.write([&](Tx& tx) {
    tx.exec(
        "INSERT INTO users (id, account_id, email, email_folded, name, firstname, role, created_at, updated_at) VALUES "
        "($1, $2, $3, $3, $4, $4, $5, $6, $6)",
        id, account, email, name, role == Role::Lead ? "lead" : "agent", tx.now());
  });
  Caller caller;
  caller.account = account;
  caller.actor = {"user", id};
  caller.role = role;
  caller.user = UserId(id);
  caller.name = name;
  return caller;
}

IncomingMessage Desk::incoming(const std::string& from, const std::string& subject, const std::string& text,
                               const std::string& mail_id) const {
  IncomingMessage message;
  message.account = account;
  message.from.address = from;
  message.subject = subject;
  message.body_text = text;
  message.message_id = mail_id;
  message.mailbox = mailbox;
  return message;
}

ReceiveResult Desk::receive(const std::string& from, const std::string& subject, const std::string& text,
                            const std::string& mail_id, const std::vector<std::string>& candidates) {
  IncomingMessage message = incoming(from, subject, text, mail_id);
  message.candidate_mail_ids = candidates;
  store.clock.advance(seconds(1));
  return store.write([&](Tx& tx) { return tickets::receive(tx, message); });
}

void Desk::receive_many(int count, const std::string& text) {
  store.write([&](Tx& tx) {
    for (int i = 0; i < count; ++i) {
      const std::string n = std::to_string(i);
      tickets::receive(tx, incoming("c" + n + "@example.com", "S" + n, text, n + "@x"));
    }
  });
}

MessageId Desk::reply(TicketId ticket, const std::string& text, std::optional<TicketStatus> status) {
  ReplyInput input;
  input.id = ticket;
  input.body_text = text;
  input.status = status;
  store.clock.advance(seconds(1));
  return store.write([&](Tx& tx) { return tickets::reply(tx, agent, input); });
}

MessageId Desk::reply_as(const Caller& who, TicketId ticket, const std::string& text) {
  ReplyInput input;
  input.id = ticket;
  input.body_text = text;
  store.clock.advance(seconds(1));
  return store.write([&](Tx& tx) { return tickets::reply(tx, who, input); });
}

void Desk::change(TicketId ticket, const std::string& changes) {
  store.clock.advance(seconds(1));
  store.write([&](Tx& tx) { change_ticket(tx, cause_of(agent), ticket, from_json<TicketChanges>(changes)); });
}

Ticket Desk::ticket(TicketId id) {
  return store.read([&](Tx& tx) { return get_ticket(tx, account, id); });
}

Message Desk::message(MessageId id) {
  return store.read([&](Tx& tx) { return get_message(tx, account, id); });
}

std::vector<std::string> Desk::event_names(TicketId ticket) {
  return store.read([&](Tx& tx) {
    return tx.list<std::string>("SELECT name FROM events WHERE account_id = $1 AND ticket_id = $2 ORDER BY id", account,
                                ticket);
  });
}

std::vector<std::string> Desk::list(const std::string& q, const std::string& order_by) {
  ListTicketsInput input;
  input.q = q;
  input.order_by = order_by;
  std::vector<std::string> subjects;
  for (const auto& ticket : store.read([&](Tx& tx) { return list_tickets(tx, agent, input); }).data)
    subjects.push_back(ticket.subject);
  return subjects;
}

}  // namespace peakdesk::tickets::testing
