#include "tickets/ticket_store.h"

#include <unordered_map>

#include "base/error.h"
#include "platform/db/id_list.h"
#include "tickets/message_body.h"

namespace peakdesk::tickets::store {
namespace {

constexpr const char* kColumns =
    "t.id, t.number, t.subject, t.excerpt, t.status, t.priority, t.channel, t.via, t.language, t.customer_id, "
    "t.assignee_user_id, "
    "t.assignee_team_id, t.mailbox_id, t.is_unread, t.spam, t.from_agent, t.last_message_from_agent, t.message_count, "
    "t.has_failed_message, t.custom_fields, t.external_id, t.merged_into_id, t.snooze_until, t.opened_at, t.closed_at, "
    "t.trashed_at, "
    "t.last_message_at, t.last_received_message_at, t.created_at, t.updated_at";

}  // namespace

const std::string kSelectNamed =
    std::string("SELECT ") + kColumns +
    ", COALESCE(c.name, '') AS customer_name, COALESCE(c.email, '') AS customer_email, "
    "COALESCE(u.name, '') AS assignee_user_name, COALESCE(g.name, '') AS assignee_team_name "
    "FROM tickets t "
    "LEFT JOIN customers c ON c.id = t.customer_id AND c.account_id = t.account_id "
    "LEFT JOIN users u ON u.id = t.assignee_user_id AND u.account_id = t.account_id "
    "LEFT JOIN teams g ON g.id = t.assignee_team_id AND g.account_id = t.account_id "
    "WHERE t.account_id = $1";

TicketSummary to_summary(NamedRow&& row) {
  TicketSummary out;
  out.id = row.id;
  out.number = row.number;
  out.subject = std::move(row.subject);
  out.excerpt = std::move(row.excerpt);
  out.status = row.status;
  out.priority = static_cast<TicketPriority>(row.priority);
  out.channel = std::move(row.channel);
  out.via = std::move(row.via);
  out.language = std::move(row.language);
  out.customer = {row.customer_id, std::move(row.customer_name), std::move(row.customer_email)};
  if (row.assignee_user_id) out.assignee_user = UserRef{row.assignee_user_id, std::move(row.assignee_user_name)};
  if (row.assignee_team_id) out.assignee_team = TeamRef{row.assignee_team_id, std::move(row.assignee_team_name)};
  out.is_unread = row.is_unread;
  out.spam = row.spam;
  out.trashed_datetime = row.trashed_at;
  out.snooze_datetime = row.snooze_until;
  out.message_count = row.message_count;
  out.last_message_from_agent = row.last_message_from_agent;
  out.has_failed_message = row.has_failed_message;
  out.merged_into_id = row.merged_into_id;
  out.created_datetime = row.created_at;
  out.updated_datetime = row.updated_at;
  out.opened_datetime = row.opened_at;
  out.closed_datetime = row.closed_at;
  out.last_message_datetime = row.last_message_at;
  out.last_received_message_datetime = row.last_received_message_at;
  out.custom_fields.text = std::move(row.custom_fields);
  return out;
}

void fill_tags(Tx& tx, AccountId account, std::vector<TicketSummary*> tickets) {
  if (tickets.empty()) return;
  std::unordered_map<std::int64_t, TicketSummary*> by_id;
  db::IdList ids;
  for (auto* ticket : tickets) {
    by_id[ticket->id.value] = ticket;
    ids.add(ticket->id);
  }
  std::vector<db::Value> values{db::bind(account)};
  const std::string sql =
      "SELECT tt.ticket_id, g.id, g.name, g.colour FROM ticket_tags tt JOIN tags g ON g.id = tt.tag_id AND "
      "g.account_id = tt.account_id "
      "WHERE tt.account_id = $1 AND tt.ticket_id IN " +
      ids.append_to(values) + " ORDER BY g.name_folded";
  const auto cursor = tx.open(sql, values.data(), values.size());
  while (cursor->next())
    by_id[cursor->integer(0)]->tags.push_back(
        {TagId(cursor->integer(1)), std::string(cursor->text(2)), std::string(cursor->text(3))});
}

std::optional<TicketRow> find_ticket(Tx& tx, AccountId account, TicketId id) {
  static const std::string sql =
      std::string("SELECT ") + kColumns + " FROM tickets t WHERE t.account_id = $1 AND t.id = $2";
  return tx.find<TicketRow>(sql, account, id);
}

TicketRow require_ticket(Tx& tx, AccountId account, TicketId id) {
  auto row = find_ticket(tx, account, id);
  if (!row) throw_not_found("ticket");
  return std::move(*row);
}

std::int64_t next_number(Tx& tx, AccountId account) { return tx.next_number(account, "ticket_number"); }

void insert_ticket(Tx& tx, AccountId account, const TicketRow& row) {
  tx.exec(
      "INSERT INTO tickets (id, account_id, number, subject, excerpt, status, priority, channel, via, language, "
      "customer_id, "
      "assignee_user_id, assignee_team_id, mailbox_id, is_unread, spam, from_agent, last_message_from_agent, "
      "message_count, "
      "has_failed_message, custom_fields, external_id, merged_into_id, snooze_until, opened_at, closed_at, trashed_at, "
      "last_message_at, "
      "last_received_message_at, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
      "$13, $14, $15, $16, "
      "$17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)",
      row.id, account, row.number, row.subject, row.excerpt, enum_name(row.status), row.priority, row.channel, row.via,
      row.language, row.customer_id, row.assignee_user_id, row.assignee_team_id, row.mailbox_id, row.is_unread,
      row.spam, row.from_agent, row.last_message_from_agent, row.message_count, row.has_failed_message,
      row.custom_fields, row.external_id, row.merged_into_id, row.snooze_until, row.opened_at, row.closed_at,
      row.trashed_at, row.last_message_at, row.last_received_message_at, row.created_at, row.updated_at);
}

void save_ticket(Tx& tx, AccountId account, const TicketRow& row) {
  tx.exec(
      "UPDATE tickets SET subject = $3, excerpt = $4, status = $5, priority = $6, language = $7, customer_id = $8, "
      "assignee_user_id = $9, "
      "assignee_team_id = $10, mailbox_id = $11, is_unread = $12, spam = $13, last_message_from_agent = $14, "
      "message_count = $15, "
      "has_failed_message = $16, custom_fields = $17, external_id = $18, merged_into_id = $19, snooze_until = $20, "
      "opened_at = $21, "
      "closed_at = $22, trashed_at = $23, last_message_at = $24, last_received_message_at = $25, updated_at = $26 "
      "WHERE account_id = $1 AND id = $2",
      account, row.id, row.subject, row.excerpt, enum_name(row.status), row.priority, row.language, row.customer_id,
      row.assignee_user_id, row.assignee_team_id, row.mailbox_id, row.is_unread, row.spam, row.last_message_from_agent,
      row.message_count, row.has_failed_message, row.custom_fields, row.external_id, row.merged_into_id,
      row.snooze_until, row.opened_at, row.closed_at, row.trashed_at, row.last_message_at, row.last_received_message_at,
      tx.now());
}

void save_activity(Tx& tx, AccountId account, const TicketRow& row) {
  tx.exec(
      "UPDATE tickets SET excerpt = $3, is_unread = $4, last_message_from_agent = $5, message_count = $6, "
      "last_message_at = $7, "
      "last_received_message_at = $8, mailbox_id = $9, updated_at = $10 WHERE account_id = $1 AND id = $2",
      account, row.id, row.excerpt, row.is_unread, row.last_message_from_agent, row.message_count, row.last_message_at,
      row.last_received_message_at, row.mailbox_id, tx.now());
}

void set_language_if_unknown(Tx& tx, AccountId account, TicketId id, const std::string& language) {
  tx.exec("UPDATE tickets SET language = $3 WHERE account_id = $1 AND id = $2 AND language = ''", account, id,
          language);
}

void recount(Tx& tx, AccountId account, TicketRow& row) {
  row.message_count = tx.scalar<std::int64_t>(
      0, "SELECT COUNT(*) FROM messages WHERE account_id = $1 AND ticket_id = $2 AND deleted_at = 0", account, row.id);
  row.has_failed_message = tx.scalar<std::int64_t>(0,
                                                   "SELECT 1 FROM messages WHERE account_id = $1 AND ticket_id = $2 "
                                                   "AND state = 'failed' AND deleted_at = 0 LIMIT 1",
                                                   account, row.id) != 0;
  row.last_received_message_at.ms =
      tx.scalar<std::int64_t>(0,
                              "SELECT created_at FROM messages WHERE account_id = $1 AND ticket_id = $2 AND from_agent "
                              "= FALSE AND deleted_at = 0 ORDER BY id DESC LIMIT 1",
                              account, row.id);
  tx.rows(
      "SELECT created_at, from_agent, stripped_text, body_text FROM messages WHERE account_id = $1 AND ticket_id = $2 "
      "AND public = TRUE AND "
      "deleted_at = 0 ORDER BY id DESC LIMIT 1",
      [&](const db::Cursor& message) {
        row.last_message_at.ms = message.integer(0);
        row.last_message_from_agent = message.integer(1) != 0;
        row.excerpt = make_excerpt(message.text(2).empty() ? message.text(3) : message.text(2));
      },
      account, row.id);
}

}  // namespace peakdesk::tickets::store
