#include "tickets/message_store.h"

#include <unordered_map>

#include "base/error.h"
#include "platform/db/id_list.h"

namespace peakdesk::tickets::store {
namespace {

constexpr const char* kMessageColumns =
    "m.id, m.ticket_id, m.public, m.from_agent, m.channel, m.via, m.sender_user_id, m.sender_customer_id, m.source, "
    "m.subject, "
    "m.body_text, m.body_html, m.stripped_text, m.stripped_html, m.remote_images, m.message_id, m.external_id, "
    "m.mailbox_id, m.state, "
    "m.failure_reason, m.failure, m.raw_file, m.created_at, m.sent_at, m.failed_at";

struct NamedMessageRow : MessageRow {
  std::string user_name;
  std::string user_email;
  std::string customer_name;
  std::string customer_email;
};
BOOST_DESCRIBE_STRUCT(NamedMessageRow, (MessageRow), (user_name, user_email, customer_name, customer_email))

Message to_message(NamedMessageRow&& row) {
  Message out;
  out.id = row.id;
  out.ticket_id = row.ticket_id;
  out.public_ = row.public_;
  out.from_agent = row.from_agent;
  out.channel = std::move(row.channel);
  out.via = std::move(row.via);
  out.source = from_json<MessageSource>(row.source);
  if (row.sender_user_id) {
    out.sender = {"user", row.sender_user_id.value, std::move(row.user_name), std::move(row.user_email)};
  } else if (row.sender_customer_id) {
    out.sender = {"customer", row.sender_customer_id.value, std::move(row.customer_name),
                  std::move(row.customer_email)};
    if (out.source.from && !out.source.from->address.empty()) out.sender.email = out.source.from->address;
    if (out.sender.name.empty() && out.source.from) out.sender.name = out.source.from->name;
  } else {
    out.sender.type = "system";
  }
  out.subject = std::move(row.subject);
  out.has_quoted = !row.stripped_text.empty() && row.stripped_text.size() < row.body_text.size();
  if (row.stripped_text.empty()) row.stripped_text = row.body_text;
  if (row.stripped_html.empty()) row.stripped_html = row.body_html;
  out.body_text = std::move(row.body_text);
  out.body_html = std::move(row.body_html);
  out.stripped_text = std::move(row.stripped_text);
  out.stripped_html = std::move(row.stripped_html);
  out.remote_images = row.remote_images;
  out.state = row.state;
  out.failure_reason = std::move(row.failure_reason);
  out.failure = read_notice(row.failure);
  out.message_id = std::move(row.message_id);
  out.created_datetime = row.created_at;
  out.sent_datetime = row.sent_at;
  out.failed_datetime = row.failed_at;
  return out;
}

Attachment read_attachment(const db::Cursor& row, int first_column) {
  Attachment out;
  out.id = AttachmentId(row.integer(first_column));
  out.name = row.text(first_column + 1);
  out.content_type = row.text(first_column + 2);
  out.size = row.integer(first_column + 3);
  out.is_inline = row.integer(first_column + 4) != 0;
  out.content_id = row.text(first_column + 5);
  out.url = attachment_url(out.id);
  return out;
}

}  // namespace

const std::string kSelectMessages =
    std::string("SELECT ") + kMessageColumns +
    ", COALESCE(u.name, '') AS user_name, COALESCE(u.email, '') AS user_email, COALESCE(c.name, '') AS customer_name, "
    "COALESCE(c.email, '') AS customer_email FROM messages m "
    "LEFT JOIN users u ON u.id = m.sender_user_id AND u.account_id = m.account_id "
    "LEFT JOIN customers c ON c.id = m.sender_customer_id AND c.account_id = m.account_id "
    "WHERE m.account_id = $1 AND m.deleted_at = 0";

void insert_message(Tx& tx, AccountId account, const MessageRow& row) {
  tx.exec(
      "INSERT INTO messages (id, account_id, ticket_id, public, from_agent, channel, via, sender_user_id, "
      "sender_customer_id, source, "
      "subject, body_text, body_html, stripped_text, stripped_html, remote_images, message_id, external_id, "
      "mailbox_id, state, "
      "failure_reason, raw_file, created_at, sent_at, failed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
      "$12, $13, $14, "
      "$15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)",
      row.id, account, row.ticket_id, row.public_, row.from_agent, row.channel, row.via, row.sender_user_id,
      row.sender_customer_id, row.source, row.subject, row.body_text, row.body_html, row.stripped_text,
      row.stripped_html, row.remote_images, row.message_id, row.external_id, row.mailbox_id, enum_name(row.state),
      row.failure_reason, row.raw_file, row.created_at, row.sent_at, row.failed_at);
}

std::optional<MessageRow> find_message(Tx& tx, AccountId account, MessageId id) {
  static const std::string sql = std::string("SELECT ") + kMessageColumns +
                                 " FROM messages m WHERE m.account_id = $1 AND m.id = $2 AND m.deleted_at = 0";
  return tx.find<MessageRow>(sql, account, id);
}

MessageRow require_message(Tx& tx, AccountId account, MessageId id) {
  auto row = find_message(tx, account, id);
  if (!row) throw_not_found("message");
  return std::move(*row);
}

void save_delivery(Tx& tx, AccountId account, const MessageRow& row) {
  tx.exec(
      "UPDATE messages SET state = $3, failure_reason = $4, failure = $5, sent_at = $6, failed_at = $7 WHERE "
      "account_id = $1 AND id = $2",
      account, row.id, enum_name(row.state), row.failure_reason, row.failure, row.sent_at, row.failed_at);
}

void set_mail_id(Tx& tx, AccountId account, MessageId id, const std::string& mail_id) {
  tx.exec("UPDATE messages SET message_id = $3 WHERE account_id = $1 AND id = $2", account, id, mail_id);
}

bool has_failed_message(Tx& tx, AccountId account, TicketId ticket) {
  return tx.scalar<std::int64_t>(
             0,
             "SELECT 1 FROM messages WHERE account_id = $1 AND ticket_id = $2 AND state = 'failed' AND deleted_at = 0 "
             "LIMIT 1",
             account, ticket) != 0;
}

std::optional<MailIdOwner> find_mail_id(Tx& tx, AccountId account, const std::string& mail_id) {
  std::optional<MailIdOwner> owner;
  tx.rows(
      "SELECT ticket_id, message_id FROM mail_ids WHERE account_id = $1 AND mail_id = $2",
      [&](const db::Cursor& row) {
        owner = MailIdOwner{TicketId(row.integer(0)), MessageId(row.integer(1))};
      },
      account, mail_id);
  return owner;
}

bool remember_mail_id(Tx& tx, AccountId account, const std::string& mail_id, TicketId ticket, MessageId message) {
  return tx.exec(
             "INSERT INTO mail_ids (account_id, mail_id, ticket_id, message_id) VALUES ($1, $2, $3, $4) "
             "ON CONFLICT (account_id, mail_id) DO NOTHING",
             account, mail_id, ticket, message) > 0;
}

void insert_attachment(Tx& tx, AccountId account, MessageId message, UserId by, const StoredFile& file,
                       AttachmentId id) {
  tx.exec(
      "INSERT INTO attachments (id, account_id, message_id, file, name, content_type, size, content_id, is_inline, "
      "created_by_user_id, "
      "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      id, account, message, file.file, file.name, file.content_type, file.size, file.content_id, file.is_inline, by,
      tx.now());
}

void claim_attachments(Tx& tx, AccountId account, MessageId message, const std::vector<AttachmentId>& ids) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto changed =
        tx.exec("UPDATE attachments SET message_id = $3 WHERE account_id = $1 AND id = $2 AND message_id = 0", account,
                ids[i], message);
    if (changed == 0)
      throw_invalid("attachment_ids[" + std::to_string(i) + "]",
                    "There is no such upload, or it went out with another message. Upload it again.");
  }
}

std::string attachment_url(AttachmentId id) { return "/api/attachments/" + std::to_string(id.value); }

std::vector<Attachment> attachments_by_id(Tx& tx, AccountId account, const std::vector<AttachmentId>& wanted) {
  std::vector<Attachment> out;
  if (wanted.empty()) return out;
  db::IdList ids;
  for (const auto id : wanted) ids.add(id);
  std::vector<db::Value> values{db::bind(account)};
  const std::string sql =
      "SELECT id, name, content_type, size, is_inline, content_id FROM attachments WHERE account_id = $1 AND id IN " +
      ids.append_to(values) + " ORDER BY id";
  const auto cursor = tx.open(sql, values.data(), values.size());
  while (cursor->next()) out.push_back(read_attachment(*cursor, 0));
  return out;
}

void insert_mention(Tx& tx, AccountId account, UserId user, MessageId message, TicketId ticket) {
  tx.exec(
      "INSERT INTO mentions (account_id, user_id, message_id, ticket_id, created_at) VALUES ($1, $2, $3, $4, $5) "
      "ON CONFLICT (account_id, user_id, message_id) DO NOTHING",
      account, user, message, ticket, tx.now());
}

std::vector<Message> list_messages(Tx& tx, AccountId account, const std::string& sql,
                                   const std::vector<db::Value>& values) {
  std::vector<Message> messages;
  for (auto& row : tx.list_bound<NamedMessageRow>(sql, values.data(), values.size()))
    messages.push_back(to_message(std::move(row)));
  if (messages.empty()) return messages;

  std::unordered_map<std::int64_t, Message*> by_id;
  db::IdList ids;
  for (auto& message : messages) {
    by_id[message.id.value] = &message;
    ids.add(message.id);
  }
  std::vector<db::Value> more{db::bind(account)};
  const std::string in = ids.append_to(more);
  {
    const std::string text =
        "SELECT message_id, id, name, content_type, size, is_inline, content_id FROM attachments WHERE account_id = $1 "
        "AND message_id IN " +
        in + " ORDER BY id";
    const auto cursor = tx.open(text, more.data(), more.size());
    while (cursor->next()) by_id[cursor->integer(0)]->attachments.push_back(read_attachment(*cursor, 1));
  }
  db::IdList ticket_ids;
  ticket_ids.add(messages.front().ticket_id);
  for (const auto& message : messages)
    if (message.ticket_id != messages.front().ticket_id) ticket_ids.add(message.ticket_id);
  std::vector<db::Value> tickets{db::bind(account)};
  const std::string text = "SELECT message_id, user_id FROM mentions WHERE account_id = $1 AND ticket_id IN " +
                           ticket_ids.append_to(tickets);
  const auto cursor = tx.open(text, tickets.data(), tickets.size());
  while (cursor->next()) {
    const auto found = by_id.find(cursor->integer(0));
    if (found != by_id.end()) found->second->mentions.push_back(UserId(cursor->integer(1)));
  }
  return messages;
}

}  // namespace peakdesk::tickets::store
