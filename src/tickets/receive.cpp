#include "tickets/receive.h"

#include "base/error.h"
#include "base/text.h"
#include "customers/customers.h"
#include "tickets/events.h"
#include "tickets/message_body.h"
#include "tickets/message_store.h"
#include "tickets/tags.h"
#include "tickets/ticket_changes.h"

namespace peakdesk::tickets {
namespace {

/// The ticket itself, or the one it was merged into. Nothing when it does not exist.
std::optional<store::TicketRow> follow_merges(Tx& tx, AccountId account, TicketId id) {
  auto row = store::find_ticket(tx, account, id);
  for (int hops = 0; row && row->merged_into_id && hops < 10; ++hops)
    row = store::find_ticket(tx, account, row->merged_into_id);
  return row;
}

std::optional<store::TicketRow> find_thread(Tx& tx, const IncomingMessage& message) {
  if (message.signed_ticket)
    if (auto row = follow_merges(tx, message.account, message.signed_ticket)) return row;
  for (const auto& mail_id : message.candidate_mail_ids)
    if (const auto owner = store::find_mail_id(tx, message.account, mail_id))
      if (auto row = follow_merges(tx, message.account, owner->ticket_id)) return row;
  return std::nullopt;
}

store::TicketRow new_ticket(Tx& tx, const IncomingMessage& message, CustomerId customer) {
  store::TicketRow row;
  row.id = tx.new_id<TicketId>();
  row.number = store::next_number(tx, message.account);
  row.subject = truncate(collapse_space(to_valid_utf8(message.subject)), 500);
  row.channel = message.channel;
  row.via = message.via;
  row.language = message.language;
  row.customer_id = customer;
  row.assignee_team_id = message.team;
  row.mailbox_id = message.mailbox;
  row.spam = message.spam;
  row.external_id = message.external_id;
  row.created_at = row.updated_at = row.opened_at = tx.now();
  return row;
}

store::MessageRow to_row(Tx& tx, const IncomingMessage& message, TicketId ticket, CustomerId customer) {
  store::MessageRow row;
  row.id = tx.new_id<MessageId>();
  row.ticket_id = ticket;
  row.channel = message.channel;
  row.via = message.via;
  row.sender_customer_id = customer;
  row.source = to_json(MessageSource{message.from, message.to, message.cc, {}});
  row.subject = truncate(collapse_space(to_valid_utf8(message.subject)), 500);
  row.body_text = message.body_text;
  row.body_html = message.body_html;
  row.stripped_text = message.stripped_text;
  row.stripped_html = message.stripped_html;
  row.remote_images = message.remote_images;
  row.message_id = message.message_id;
  row.mailbox_id = message.mailbox;
  row.state = MessageState::Received;
  row.raw_file = message.raw_file;
  row.created_at = tx.now();
  return row;
}

std::string excerpt_of(const IncomingMessage& message) {
  if (!message.excerpt.empty()) return message.excerpt;
  return make_excerpt(message.stripped_text.empty() ? message.body_text : message.stripped_text);
}

void add_activity(store::TicketRow& ticket, const store::MessageRow& message, std::string excerpt) {
  ticket.message_count += 1;
  ticket.is_unread = true;
  ticket.last_message_from_agent = false;
  ticket.last_message_at = ticket.last_received_message_at = message.created_at;
  ticket.excerpt = std::move(excerpt);
}

void store_parts(Tx& tx, const IncomingMessage& message, const store::MessageRow& row) {
  store::insert_message(tx, message.account, row);
  if (!row.message_id.empty()) store::remember_mail_id(tx, message.account, row.message_id, row.ticket_id, row.id);
  for (const auto& file : message.attachments)
    store::insert_attachment(tx, message.account, row.id, {}, file, tx.new_id<AttachmentId>());
}

MessageId add_to(Tx& tx, const IncomingMessage& message, store::TicketRow& ticket, CustomerId customer,
                 const Actor& actor) {
  const Cause cause{message.account, actor, {}};
  const store::MessageRow row = to_row(tx, message, ticket.id, customer);
  store_parts(tx, message, row);
  const store::TicketRow before = ticket;
  add_activity(ticket, row, excerpt_of(message));
  if (!ticket.mailbox_id) ticket.mailbox_id = message.mailbox;
  const bool reopens = !message.is_auto_reply && !message.spam && !ticket.spam;
  const EventId received = emit(tx, cause, "message.received", ticket.id, MessageEvent{row.id, row.channel});
  if (reopens && (ticket.status != TicketStatus::Open || ticket.trashed_at)) {
    set_status(ticket, TicketStatus::Open, tx.now());
    ticket.is_unread = true;
    ticket.trashed_at = {};
    save_and_tell(tx, {message.account, actor, received}, before, ticket);
  } else {
    store::save_activity(tx, message.account, ticket);
  }
  return row.id;
}

}  // namespace

ReceiveResult receive(Tx& tx, const IncomingMessage& message) {
  if (!message.message_id.empty())
    if (const auto known = store::find_mail_id(tx, message.account, message.message_id))
      return {known->ticket_id, known->message_id, true};
  const Actor system{"system", 0};
  const CustomerId customer = message.customer
                                  ? message.customer
                                  : customers::find_or_create(tx, message.account, system,
                                                              message.channel == "form" ? "email" : message.channel,
                                                              message.from.address, message.from.name);
  const Actor actor{"customer", customer.value};
  if (auto thread = find_thread(tx, message)) return {thread->id, add_to(tx, message, *thread, customer, actor), false};

  store::TicketRow ticket = new_ticket(tx, message, customer);
  return {ticket.id, receive_as_first(tx, message, ticket, customer, actor), false};
}

MessageId receive_as_first(Tx& tx, const IncomingMessage& message, store::TicketRow& ticket, CustomerId sender,
                           const Actor& actor) {
  const store::MessageRow row = to_row(tx, message, ticket.id, sender);
  add_activity(ticket, row, excerpt_of(message));
  store::insert_ticket(tx, message.account, ticket);  // whole at once: a change later would touch every index again
  const Cause cause{message.account, actor, {}};
  const EventId created = emit(tx, cause, "ticket.created", ticket.id,
                               TicketCreatedEvent{ticket.number, ticket.subject, ticket.channel, ticket.customer_id});
  store_parts(tx, message, row);
  const Cause after_creation{message.account, actor, created};
  if (!message.tags.empty()) change_tags(tx, after_creation, ticket.id, std::nullopt, message.tags, {});
  emit(tx, after_creation, "message.received", ticket.id, MessageEvent{row.id, row.channel});
  return row.id;
}

ReceiveResult record_answer(Tx& tx, const IncomingMessage& message, UserId author, bool is_public) {
  if (!message.message_id.empty())
    if (const auto known = store::find_mail_id(tx, message.account, message.message_id))
      return {known->ticket_id, known->message_id, true};
  const Cause cause{message.account, author ? Actor{"user", author.value} : Actor{"system", 0}, {}};
  auto ticket = find_thread(tx, message);
  const bool is_new = !ticket;
  if (is_new) {
    if (!message.customer && message.to.empty()) throw_invalid("to", "The answer names nobody it was for.");
    const CustomerId customer = message.customer
                                    ? message.customer
                                    : customers::find_or_create(tx, message.account, cause.actor, "email",
                                                                message.to.front().address, message.to.front().name);
    ticket = new_ticket(tx, message, customer);
    ticket->from_agent = true;
    ticket->is_unread = false;
  }
  store::MessageRow row = to_row(tx, message, ticket->id, {});
  row.from_agent = true;
  row.public_ = is_public;
  row.sender_user_id = author;
  row.state = is_public ? MessageState::Sent : MessageState::Stored;
  row.sent_at = is_public ? tx.now() : Instant{};
  if (is_public) {
    ticket->message_count += 1;
    ticket->last_message_from_agent = true;
    ticket->last_message_at = tx.now();
    ticket->excerpt = excerpt_of(message);
  }
  if (is_new) {
    store::insert_ticket(tx, message.account, *ticket);
    emit(tx, cause, "ticket.created", ticket->id,
         TicketCreatedEvent{ticket->number, ticket->subject, ticket->channel, ticket->customer_id});
    if (!message.tags.empty()) change_tags(tx, cause, ticket->id, std::nullopt, message.tags, {});
  } else {
    store::save_activity(tx, message.account, *ticket);
  }
  store_parts(tx, message, row);
  emit(tx, cause, "message.added", ticket->id, MessageAddedEvent{row.id, is_public, row.state, row.channel});
  return {ticket->id, row.id, false};
}

MessageId receive_into(Tx& tx, const IncomingMessage& message, store::TicketRow& ticket, const Actor& actor) {
  const CustomerId customer =
      message.from.address.empty()
          ? ticket.customer_id
          : customers::find_or_create(tx, message.account, actor, "email", message.from.address, message.from.name);
  return add_to(tx, message, ticket, customer, actor);
}

}  // namespace peakdesk::tickets
