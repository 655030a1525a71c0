#include "tickets/reply.h"

#include "base/error.h"
#include "base/text.h"
#include "customers/custom_fields.h"
#include "customers/customers.h"
#include "tickets/directory.h"
#include "tickets/message_body.h"
#include "tickets/message_store.h"
#include "tickets/receive.h"
#include "tickets/tags.h"

namespace peakdesk::tickets {
namespace {

constexpr std::size_t kMostRecipients = 100;

void check_collision(Tx& tx, const Caller& caller, const store::TicketRow& ticket, const MessageInput& input) {
  if (!input.public_ || input.force || !input.last_seen_message_id) return;
  tx.rows(
      "SELECT m.from_agent, COALESCE(u.name, ''), m.sender_user_id FROM messages m "
      "LEFT JOIN users u ON u.id = m.sender_user_id AND u.account_id = m.account_id "
      "WHERE m.account_id = $1 AND m.ticket_id = $2 AND m.id > $3 AND m.public = TRUE AND m.deleted_at = 0 ORDER BY "
      "m.id DESC LIMIT 1",
      [&](const db::Cursor& row) {
        if (caller.user && row.integer(2) == caller.user.value) return;
        const std::string who = row.integer(0) ? std::string(row.text(1)) : "The customer";
        throw_conflict("newer_message", who + " wrote meanwhile. Read it first, or send your answer all the same.");
      },
      caller.account, ticket.id, input.last_seen_message_id);
}

void check_addresses(const char* field, const std::vector<MailAddress>& addresses) {
  if (addresses.size() > kMostRecipients) throw_invalid(field, "A message goes to at most 100 addresses.");
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const auto at = addresses[i].address.rfind('@');
    const bool plain = addresses[i].address.find_first_of(" \t\r\n<>,;\"") == std::string::npos;
    if (at == std::string::npos || at == 0 || at + 1 == addresses[i].address.size() || !plain ||
        addresses[i].address.size() > 320)
      throw_invalid(std::string(field) + "[" + std::to_string(i) + "].address",
                    "This is no e-mail address (name@domain).");
    if (addresses[i].name.find_first_of("\r\n") != std::string::npos)
      throw_invalid(std::string(field) + "[" + std::to_string(i) + "].name", "A name is one line.");
  }
}

void check_input(const MessageInput& input) {
  check_addresses("to", input.to);
  check_addresses("cc", input.cc);
  check_addresses("bcc", input.bcc);
  if (input.attachment_ids.size() > 50) throw_invalid("attachment_ids", "A message carries at most 50 files.");
  if (input.mentions.size() > 50) throw_invalid("mentions", "A message mentions at most 50 agents.");
  if (input.subject.find_first_of("\r\n") != std::string::npos || length(input.subject) > 500)
    throw_invalid("subject", "A subject is one line of at most 500 characters.");
  if (trim(input.body_html).empty() && trim(input.body_text).empty() && input.attachment_ids.empty())
    throw_invalid("body_html", "An empty message says nothing: write something or attach a file.");
}

MessageBody body_of(const MessageInput& input) {
  return input.body ? *input.body : make_body(input.body_html, input.body_text);
}

/// The agent's message as a row; recipients filled in where the writer named none.
store::MessageRow make_row(Tx& tx, const Caller& caller, const store::TicketRow& ticket, const MessageInput& input) {
  store::MessageRow row;
  row.id = tx.new_id<MessageId>();
  row.ticket_id = ticket.id;
  row.public_ = input.public_;
  row.from_agent = true;
  row.sender_user_id = caller.user;
  row.via = caller.is_api_key() ? "api" : caller.actor.kind == "rule" ? "rule" : "workspace";
  row.created_at = tx.now();
  row.subject = input.subject.empty() ? ticket.subject : input.subject;
  MessageBody body = body_of(input);
  row.body_text = std::move(body.text);
  row.body_html = std::move(body.html);
  row.remote_images = body.remote_images;
  if (!input.public_) {
    row.channel = "internal-note";
    row.state = MessageState::Stored;
    return row;
  }
  ReplyTo target = reply_to(tx, caller.account, ticket);
  MessageSource source;
  source.to = input.to.empty() ? target.to : input.to;
  source.cc = input.to.empty() && input.cc.empty() ? target.cc : input.cc;
  source.bcc = input.bcc;
  row.channel = target.channel;
  row.mailbox_id = input.from_mailbox_id ? input.from_mailbox_id : target.from_mailbox_id;
  const auto mailbox = directory::find_mailbox(tx, caller.account, row.mailbox_id);
  if (input.from_mailbox_id && !mailbox) throw_invalid("from_mailbox_id", "There is no such mailbox.");
  if (mailbox) source.from = MailAddress{mailbox->name, mailbox->address};
  row.state = MessageState::Queued;
  if (row.channel == "email" && source.to.empty())
    throw_invalid("to", "Say who shall receive this: the customer has no e-mail address.");
  row.source = to_json(source);
  return row;
}

void add_mentions(Tx& tx, const Caller& caller, const store::MessageRow& row, const std::vector<UserId>& mentions) {
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (!directory::find_user(tx, caller.account, mentions[i], true))
      throw_invalid("mentions[" + std::to_string(i) + "]", "There is no such active agent.");
    store::insert_mention(tx, caller.account, mentions[i], row.id, row.ticket_id);
  }
}

/// What an agent's message changes in its ticket; not saved.
void note_message(store::TicketRow& ticket, const store::MessageRow& row) {
  ticket.message_count += 1;
  if (!row.public_) return;
  ticket.is_unread = false;
  ticket.last_message_from_agent = true;
  ticket.last_message_at = row.created_at;
  ticket.excerpt = make_excerpt(row.body_text);
  if (row.mailbox_id) ticket.mailbox_id = row.mailbox_id;
}

void store_message(Tx& tx, const Caller& caller, const store::MessageRow& row, const MessageInput& input) {
  store::insert_message(tx, caller.account, row);
  store::claim_attachments(tx, caller.account, row.id, input.attachment_ids);
  add_mentions(tx, caller, row, input.mentions);
  emit(tx, cause_of(caller), "message.added", row.ticket_id,
       MessageAddedEvent{row.id, row.public_, row.state, row.channel});
}

TicketChanges wanted_changes(const MessageInput& input) {
  TicketChanges changes;
  changes.status = input.status;
  if (input.snooze_datetime) {
    changes.snooze_datetime.present = true;
    changes.snooze_datetime.value = input.snooze_datetime;
  }
  return changes;
}

CustomerId customer_of(Tx& tx, const Caller& caller, const NewTicketCustomer& customer) {
  if (customer.id) return customers::get_customer(tx, caller.account, customer.id).id;
  if (trim(customer.email).empty())
    throw_invalid("customer", "Say whose question it is: customer.id or customer.email.");
  return customers::find_or_create(tx, caller.account, caller.actor, "email", customer.email, customer.name);
}

IncomingMessage imported(const Caller& caller, const MessageInput& input, const std::string& channel) {
  IncomingMessage in;
  in.account = caller.account;
  in.channel = channel;
  in.via = "api";
  in.from.address = input.sender_email;
  in.to = input.to;
  in.cc = input.cc;
  in.subject = input.subject;
  MessageBody body = body_of(input);
  in.body_text = std::move(body.text);
  in.body_html = std::move(body.html);
  in.excerpt = std::move(body.excerpt);
  in.remote_images = body.remote_images;
  return in;
}

}  // namespace

ReplyTo reply_to(Tx& tx, AccountId account, const store::TicketRow& ticket) {
  ReplyTo out;
  const directory::OwnMailboxes own = directory::own_mailboxes(tx, account);
  const bool by_mail = ticket.channel == "email" || ticket.channel == "form" || ticket.channel == "api";
  out.channel = by_mail ? "email" : ticket.channel;
  out.from_mailbox_id = ticket.mailbox_id ? ticket.mailbox_id : own.first_active;
  const auto add = [&](std::vector<MailAddress>& list, const MailAddress& person) {
    const std::string folded = fold(person.address);
    if (folded.empty() || own.have(folded)) return;
    for (const auto* other : {&out.to, &out.cc})
      for (const auto& known : *other)
        if (fold(known.address) == folded) return;
    list.push_back(person);
  };
  tx.rows(
      "SELECT from_agent, source FROM messages WHERE account_id = $1 AND ticket_id = $2 AND public = TRUE AND "
      "deleted_at = 0 AND source <> '{}' "
      "ORDER BY id DESC LIMIT 1",
      [&](const db::Cursor& row) {
        const auto source = from_json<MessageSource>(row.text(1));
        if (row.integer(0)) {
          for (const auto& person : source.to) add(out.to, person);
        } else if (source.from) {
          add(out.to, *source.from);
          for (const auto& person : source.to) add(out.cc, person);
        }
        for (const auto& person : source.cc) add(out.cc, person);
      },
      account, ticket.id);
  if (out.to.empty()) {
    tx.rows(
        "SELECT name, email FROM customers WHERE account_id = $1 AND id = $2",
        [&](const db::Cursor& row) {
          add(out.to, {std::string(row.text(0)), std::string(row.text(1))});
        },
        account, ticket.customer_id);
  }
  return out;
}

MessageId reply(Tx& tx, const Caller& caller, const ReplyInput& input) {
  store::TicketRow ticket = store::require_ticket(tx, caller.account, input.id);
  if (ticket.merged_into_id)
    throw_conflict("ticket_merged", "This ticket was merged into another one; write on that one.");
  check_input(input);
  if (!input.from_agent) {
    if (!caller.is_api_key())
      throw_invalid("from_agent", "Only a program with an API key can bring in a customer's message.");
    return receive_into(tx, imported(caller, input, ticket.channel), ticket, caller.actor);
  }
  check_collision(tx, caller, ticket, input);
  const store::MessageRow row = make_row(tx, caller, ticket, input);
  note_message(ticket, row);
  store_message(tx, caller, row, input);
  store::save_activity(tx, caller.account, ticket);
  if (input.status || input.snooze_datetime) change_ticket(tx, cause_of(caller), ticket.id, wanted_changes(input));
  const auto had_draft = tx.exec("DELETE FROM drafts WHERE account_id = $1 AND ticket_id = $2 AND user_id = $3",
                                 caller.account, ticket.id, caller.user);
  if (had_draft) emit(tx, cause_of(caller), "draft.changed", ticket.id, DraftChangedEvent{caller.user});
  return row.id;
}

void prepare(NewTicket& input) {
  if (trim(input.message.body_html).empty()) input.message.body = make_body("", input.message.body_text);
}

TicketId create_ticket(Tx& tx, const Caller& caller, const NewTicket& input) {
  check_input(input.message);
  if (input.channel.empty() || input.channel.size() > 40)
    throw_invalid("channel", "A channel such as email or api is missing here.");
  const Cause cause = cause_of(caller);
  store::TicketRow ticket;
  ticket.customer_id = customer_of(tx, caller, input.customer);
  ticket.id = tx.new_id<TicketId>();
  ticket.number = store::next_number(tx, caller.account);
  ticket.subject = collapse_space(to_valid_utf8(input.subject));
  if (length(ticket.subject) > 500) throw_invalid("subject", "A subject has at most 500 characters.");
  ticket.channel = input.channel;
  ticket.via = caller.is_api_key() ? "api" : "workspace";
  ticket.priority = static_cast<std::int64_t>(input.priority.value_or(TicketPriority::Normal));
  ticket.assignee_user_id = input.assignee_user_id;
  if (ticket.assignee_user_id && !directory::find_user(tx, caller.account, ticket.assignee_user_id, true))
    throw_invalid("assignee_user_id", "There is no such active agent.");
  ticket.assignee_team_id = input.assignee_team_id;
  if (ticket.assignee_team_id && !directory::find_team(tx, caller.account, ticket.assignee_team_id))
    throw_invalid("assignee_team_id", "There is no such team.");
  ticket.external_id = input.external_id.value_or("").substr(0, 200);
  ticket.custom_fields =
      customers::merge_custom_fields(tx, caller.account, customers::FieldObject::Ticket, "{}", input.custom_fields);
  ticket.from_agent = input.message.from_agent;
  ticket.mailbox_id = input.message.from_mailbox_id;
  ticket.created_at = ticket.updated_at = ticket.opened_at = tx.now();
  if (input.message.from_agent) {
    const store::MessageRow row = make_row(tx, caller, ticket, input.message);
    note_message(ticket, row);
    store::insert_ticket(tx, caller.account, ticket);
    emit(tx, cause, "ticket.created", ticket.id,
         TicketCreatedEvent{ticket.number, ticket.subject, ticket.channel, ticket.customer_id});
    if (!input.tags.empty()) change_tags(tx, cause, ticket.id, std::nullopt, input.tags, {});
    store_message(tx, caller, row, input.message);
  } else {
    if (!caller.is_api_key())
      throw_invalid("message.from_agent", "Only a program with an API key can bring in a customer's message.");
    IncomingMessage in = imported(caller, input.message, ticket.channel);
    const CustomerId sender =
        in.from.address.empty() ? ticket.customer_id
                                : customers::find_or_create(tx, caller.account, caller.actor, "email", in.from.address);
    if (in.from.address.empty()) in.from = {input.customer.name, input.customer.email};
    if (in.subject.empty()) in.subject = ticket.subject;
    in.tags = input.tags;
    receive_as_first(tx, in, ticket, sender, caller.actor);
  }
  if (input.message.status || input.message.snooze_datetime)
    change_ticket(tx, cause, ticket.id, wanted_changes(input.message));
  return ticket.id;
}

}  // namespace peakdesk::tickets
