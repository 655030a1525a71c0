// A message as the API shows it and as it is handed in. Shapes only.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/notice.h"
#include "tickets/message_body.h"
#include "tickets/ticket.h"

namespace peakdesk::tickets {

enum class MessageState { Received, Queued, Sent, Failed, Stored };  // stored: an internal note, or nothing to deliver
BOOST_DESCRIBE_ENUM(MessageState, Received, Queued, Sent, Failed, Stored)

struct Sender {
  std::string type;  // user | customer | system
  std::optional<std::int64_t> id;
  std::string name;
  std::string email;
};
BOOST_DESCRIBE_STRUCT(Sender, (), (type, id, name, email))

struct MessageSource {
  std::optional<MailAddress> from;
  std::vector<MailAddress> to;
  std::vector<MailAddress> cc;
  std::vector<MailAddress> bcc;
};
BOOST_DESCRIBE_STRUCT(MessageSource, (), (from, to, cc, bcc))

struct Message {
  MessageId id;
  TicketId ticket_id;
  bool public_ = true;
  bool from_agent = false;
  std::string channel;
  std::string via;
  Sender sender;
  MessageSource source;
  std::string subject;
  std::string body_text;
  std::string body_html;  // sanitised; remote images disarmed
  std::string stripped_text;
  std::string stripped_html;
  bool has_quoted = false;
  std::int64_t remote_images = 0;
  std::vector<Attachment> attachments;
  MessageState state = MessageState::Stored;
  std::string failure_reason;
  std::optional<Notice> failure;  // the same to be translated; of a queued message: why it still waits
  std::vector<UserId> mentions;
  std::string message_id;  // of the mail, without angle brackets
  Instant created_datetime;
  Instant sent_datetime;
  Instant failed_datetime;
};
BOOST_DESCRIBE_STRUCT(Message, (),
                      (id, ticket_id, public_, from_agent, channel, via, sender, source, subject, body_text, body_html,
                       stripped_text, stripped_html, has_quoted, remote_images, attachments, state, failure_reason,
                       failure, mentions, message_id, created_datetime, sent_datetime, failed_datetime))

/// What an agent (or a program) writes. body_html, body_text or both; the missing one is made from the other.
struct MessageInput {
  bool public_ = true;
  std::string body_html;
  std::string body_text;
  std::vector<MailAddress> to;
  std::vector<MailAddress> cc;
  std::vector<MailAddress> bcc;
  std::string subject;
  std::vector<AttachmentId> attachment_ids;
  std::vector<UserId> mentions;
  std::vector<MacroId> macro_ids;
  std::optional<TicketStatus> status;
  Instant snooze_datetime;
  MailboxId from_mailbox_id;
  MessageId last_seen_message_id;   // the newest public message the writer had on the screen
  bool force = false;               // send although somebody answered meanwhile
  bool from_agent = true;           // false: a program imports a customer's message
  std::string sender_email;         // of that customer, when it is not the ticket's
  std::optional<MessageBody> body;  // not asked for: the bodies as they are stored, when they were made ready before
};
BOOST_DESCRIBE_STRUCT(MessageInput, (),
                      (public_, body_html, body_text, to, cc, bcc, subject, attachment_ids, mentions, macro_ids, status,
                       snooze_datetime, from_mailbox_id, last_seen_message_id, force, from_agent, sender_email))

/// A file that is in the file store already.
struct StoredFile {
  std::string file;  // name in the file store
  std::string name;
  std::string content_type = "application/octet-stream";
  std::int64_t size = 0;  // bytes
  std::string content_id;
  bool is_inline = false;
};

/// A message that a channel brings. HTML is sanitised already. Candidates are mail ids without angle brackets, the most
/// telling first.
struct IncomingMessage {
  AccountId account;
  std::string channel = "email";
  std::string via;
  MailboxId mailbox;
  TeamId team;          // a new ticket goes to this team
  CustomerId customer;  // null: whoever has the address it is from
  MailAddress from;
  std::vector<MailAddress> to;
  std::vector<MailAddress> cc;
  std::string subject;
  std::string body_text;
  std::string body_html;
  std::string stripped_text;  // empty: the same as body_text
  std::string stripped_html;
  std::string excerpt;  // one line for lists; empty: made of the texts
  int remote_images = 0;
  std::string message_id;
  std::vector<std::string> candidate_mail_ids;  // In-Reply-To, then References from the last to the first
  TicketId signed_ticket;                       // from the signed reply address; proven, so it wins over candidates
  std::vector<StoredFile> attachments;
  std::string raw_file;
  std::string language;
  bool is_auto_reply = false;  // an out-of-office note does not reopen a ticket
  bool spam = false;
  std::string external_id;
  std::vector<std::string> tags;
};

struct ReceiveResult {
  TicketId ticket_id;
  MessageId message_id;
  bool duplicate = false;  // the same Message-ID came before; these are its ids
};

}  // namespace peakdesk::tickets
