// An agent (or a program) writes on a ticket: answers, internal notes, opening a ticket with its first message,
// delivery states.
#pragma once
#include <functional>

#include "tickets/message.h"
#include "tickets/ticket_changes.h"

namespace peakdesk::tickets {

struct ReplyInput : MessageInput {
  TicketId id;
};
BOOST_DESCRIBE_STRUCT(ReplyInput, (MessageInput), (id))

/// POST /api/tickets/{id}/messages. A public answer is "queued" for its channel (event message.added), a note is
/// "stored". Throws NotFound; Invalid naming the field; Conflict "newer_message" when somebody wrote publicly after
/// last_seen_message_id, unless `force`; Conflict "ticket_merged".
MessageId reply(Tx& tx, const Caller& caller, const ReplyInput& input);

struct NewTicketCustomer {
  CustomerId id;
  std::string email;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(NewTicketCustomer, (), (id, email, name))
struct NewTicket {
  std::string subject;
  std::string channel = "email";
  NewTicketCustomer customer;
  MessageInput message;
  std::vector<std::string> tags;
  std::optional<TicketPriority> priority;
  UserId assignee_user_id;
  TeamId assignee_team_id;
  std::optional<std::string> external_id;
  std::map<std::string, Json> custom_fields;
};
BOOST_DESCRIBE_STRUCT(NewTicket, (),
                      (subject, channel, customer, message, tags, priority, assignee_user_id, assignee_team_id,
                       external_id, custom_fields))
/// Makes a plain message's bodies ready, before the request waits for the writer, who is one for all. HTML waits until
/// the caller is known: making it safe costs more, and anybody can send it.
void prepare(NewTicket& input);
/// POST /api/tickets: a ticket cannot be made without a message.
TicketId create_ticket(Tx& tx, const Caller& caller, const NewTicket& input);

/// Where an answer on this ticket would go: to whoever wrote last, with the others of that message in copy; never to
/// ourselves.
ReplyTo reply_to(Tx& tx, AccountId account, const store::TicketRow& ticket);

/// For channels. A message that is not queued any more is left alone (false): deliveries may report twice.
bool mark_sent(Tx& tx, AccountId account, MessageId id);
/// Also for messages sent already: a bounce comes later.
bool mark_failed(Tx& tx, AccountId account, MessageId id, const Notice& why);
/// Why a queued message has not left yet; it is tried again.
void note_waiting(Tx& tx, AccountId account, MessageId id, const Notice& why);
/// The Message-ID the mail goes out with (no angle brackets), so that answers find their ticket.
void set_mail_id(Tx& tx, AccountId account, MessageId id, const std::string& mail_id);
/// POST /api/messages/{id}/retry. Throws Conflict "not_failed".
void retry_message(Tx& tx, const Caller& caller, MessageId id);

}  // namespace peakdesk::tickets
