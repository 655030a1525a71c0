// Rows of `messages`, their mail ids, mentions and attachments. Owns that SQL.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "platform/db/tx.h"
#include "tickets/message.h"

namespace peakdesk::tickets::store {

struct MessageRow {
  MessageId id;
  TicketId ticket_id;
  bool public_ = true;
  bool from_agent = false;
  std::string channel;
  std::string via;
  UserId sender_user_id;
  CustomerId sender_customer_id;
  std::string source = "{}";
  std::string subject;
  std::string body_text;
  std::string body_html;
  std::string stripped_text;
  std::string stripped_html;
  std::int64_t remote_images = 0;
  std::string message_id;
  std::string external_id;
  MailboxId mailbox_id;
  MessageState state = MessageState::Stored;
  std::string failure_reason;
  std::string failure;  // a Notice as JSON: the reason, or why a queued message waits
  std::string raw_file;
  Instant created_at;
  Instant sent_at;
  Instant failed_at;
};
BOOST_DESCRIBE_STRUCT(MessageRow, (),
                      (id, ticket_id, public_, from_agent, channel, via, sender_user_id, sender_customer_id, source,
                       subject, body_text, body_html, stripped_text, stripped_html, remote_images, message_id,
                       external_id, mailbox_id, state, failure_reason, failure, raw_file, created_at, sent_at,
                       failed_at))

void insert_message(Tx& tx, AccountId account, const MessageRow& row);
std::optional<MessageRow> find_message(Tx& tx, AccountId account, MessageId id);
/// Throws NotFound.
MessageRow require_message(Tx& tx, AccountId account, MessageId id);
void save_delivery(Tx& tx, AccountId account, const MessageRow& row);
void set_mail_id(Tx& tx, AccountId account, MessageId id, const std::string& mail_id);
bool has_failed_message(Tx& tx, AccountId account, TicketId ticket);

/// Which ticket and message a mail id (without angle brackets) belongs to.
struct MailIdOwner {
  TicketId ticket_id;
  MessageId message_id;
};
std::optional<MailIdOwner> find_mail_id(Tx& tx, AccountId account, const std::string& mail_id);
/// False when the id is known already.
bool remember_mail_id(Tx& tx, AccountId account, const std::string& mail_id, TicketId ticket, MessageId message);

void insert_attachment(Tx& tx, AccountId account, MessageId message, UserId by, const StoredFile& file,
                       AttachmentId id);
/// Gives uploads of nobody's message to this one. Throws Invalid naming `attachment_ids[i]`.
void claim_attachments(Tx& tx, AccountId account, MessageId message, const std::vector<AttachmentId>& ids);
std::vector<Attachment> attachments_by_id(Tx& tx, AccountId account, const std::vector<AttachmentId>& ids);
std::string attachment_url(AttachmentId id);

void insert_mention(Tx& tx, AccountId account, UserId user, MessageId message, TicketId ticket);

/// "SELECT … FROM messages m …names… WHERE m.account_id = $1 AND m.deleted_at = 0"; more conditions and the order
/// follow.
extern const std::string kSelectMessages;
/// Runs such a statement and fills attachments and mentions, each in one query.
std::vector<Message> list_messages(Tx& tx, AccountId account, const std::string& sql,
                                   const std::vector<db::Value>& values);

}  // namespace peakdesk::tickets::store
