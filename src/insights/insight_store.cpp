#include "insights/insight_store.h"

#include "base/text.h"

namespace peakdesk::insights::store {
namespace {

constexpr const char* kInsightColumns =
    "i.message_id, m.ticket_id, i.intents, i.language, i.language_confidence, i.sentiment, i.sentiment_confidence, "
    "i.urgency, i.escalation, i.entities, i.model_id, i.guessed, i.corrected_by_user_id, i.corrected_at, i.created_at";
constexpr const char* kFromInsights =
    " FROM messages m JOIN message_insights i ON i.account_id = m.account_id AND i.message_id = m.id WHERE "
    "m.account_id = $1 AND m.deleted_at = 0";

constexpr std::size_t kReadBytes = 4'000;

struct TicketRow {
  std::string language;
  Sentiment sentiment = Sentiment::Neutral;
  Urgency urgency = Urgency::Normal;
  bool escalation = false;
};
BOOST_DESCRIBE_STRUCT(TicketRow, (), (language, sentiment, urgency, escalation))

}  // namespace

bool has_insight(Tx& tx, AccountId account, MessageId id) {
  return tx.scalar<std::int64_t>(0, "SELECT 1 FROM message_insights WHERE account_id = $1 AND message_id = $2", account,
                                 id) != 0;
}

void insert_insight(Tx& tx, AccountId account, const InsightRow& row, const std::string& first_intent) {
  tx.exec(
      "INSERT INTO message_insights (account_id, message_id, ticket_id, intent, intents, language, "
      "language_confidence, sentiment, sentiment_confidence, urgency, escalation, entities, model_id, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (account_id, message_id) DO "
      "NOTHING",
      account, row.message_id, row.ticket_id, first_intent, row.intents, row.language, row.language_confidence,
      enum_name(row.sentiment), row.sentiment_confidence, enum_name(row.urgency), row.escalation, row.entities,
      row.model_id, row.created_at);
}

void save_correction(Tx& tx, AccountId account, const InsightRow& row, const std::string& first_intent) {
  tx.exec(
      "UPDATE message_insights SET intent = $3, intents = $4, language = $5, language_confidence = $6, sentiment = $7, "
      "sentiment_confidence = $8, guessed = $9, corrected_by_user_id = $10, corrected_at = $11, model_id = $12 WHERE "
      "account_id = $1 AND message_id = $2",
      account, row.message_id, first_intent, row.intents, row.language, row.language_confidence,
      enum_name(row.sentiment), row.sentiment_confidence, row.guessed, row.corrected_by_user_id, row.corrected_at,
      row.model_id);
}

std::optional<InsightRow> find_insight(Tx& tx, AccountId account, MessageId id) {
  static const std::string sql = std::string("SELECT ") + kInsightColumns + kFromInsights + " AND m.id = $2";
  return tx.find<InsightRow>(sql, account, id);
}

std::vector<InsightRow> insights_of_ticket(Tx& tx, AccountId account, TicketId ticket, int limit) {
  static const std::string sql =
      std::string("SELECT ") + kInsightColumns + kFromInsights + " AND m.ticket_id = $2 ORDER BY m.id DESC LIMIT $3";
  return tx.list<InsightRow>(sql, account, ticket, limit);
}

void save_ticket_insight(Tx& tx, AccountId account, TicketId ticket, const TicketInsight& insight, bool is_new) {
  tx.exec(
      "INSERT INTO ticket_insights (account_id, ticket_id, intent, language, sentiment, urgency, escalation, "
      "updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (account_id, ticket_id) DO UPDATE SET intent = "
      "excluded.intent, language = excluded.language, sentiment = excluded.sentiment, urgency = excluded.urgency, "
      "escalation = excluded.escalation, updated_at = excluded.updated_at",
      account, ticket, insight.intents.empty() ? std::string() : insight.intents[0].label, insight.language,
      enum_name(insight.sentiment), enum_name(insight.urgency), insight.escalation, tx.now());
  if (!is_new) tx.exec("DELETE FROM ticket_intents WHERE account_id = $1 AND ticket_id = $2", account, ticket);
  for (const auto& intent : insight.intents)
    tx.exec(
        "INSERT INTO ticket_intents (account_id, ticket_id, intent, confidence) VALUES ($1, $2, $3, $4) ON CONFLICT "
        "(account_id, ticket_id, intent) DO UPDATE SET confidence = excluded.confidence",
        account, ticket, intent.label, intent.confidence);
}

std::optional<TicketInsight> find_ticket_insight(Tx& tx, AccountId account, TicketId ticket) {
  const auto row = tx.find<TicketRow>(
      "SELECT language, sentiment, urgency, escalation FROM ticket_insights WHERE account_id = $1 AND ticket_id = $2",
      account, ticket);
  if (!row) return std::nullopt;
  TicketInsight insight{{}, row->language, row->sentiment, row->urgency, row->escalation};
  tx.rows(
      "SELECT intent, confidence FROM ticket_intents WHERE account_id = $1 AND ticket_id = $2 ORDER BY confidence "
      "DESC, intent",
      [&](const db::Cursor& at) {
        insight.intents.push_back({std::string(at.text(0)), at.real(1)});
      },
      account, ticket);
  return insight;
}

void forget_ticket_insight(Tx& tx, AccountId account, TicketId ticket) {
  tx.exec("DELETE FROM ticket_insights WHERE account_id = $1 AND ticket_id = $2", account, ticket);
  tx.exec("DELETE FROM ticket_intents WHERE account_id = $1 AND ticket_id = $2", account, ticket);
}

void forget_ticket(Tx& tx, AccountId account, TicketId ticket) {
  forget_ticket_insight(tx, account, ticket);
  tx.exec(
      "DELETE FROM message_insights WHERE account_id = $1 AND message_id IN (SELECT id FROM messages WHERE account_id "
      "= $1 AND ticket_id = $2)",
      account, ticket);
}

std::optional<MessageText> find_message_text(Tx& tx, AccountId account, MessageId id) {
  std::optional<MessageText> found;
  tx.rows(
      "SELECT m.ticket_id, m.from_agent, m.subject, CASE WHEN m.stripped_text = '' THEN m.body_text ELSE "
      "m.stripped_text END, m.created_at, NOT EXISTS (SELECT 1 FROM messages e WHERE e.account_id = $1 AND e.ticket_id "
      "= m.ticket_id AND e.id < m.id), COALESCE((SELECT c.locale FROM customers c WHERE c.account_id = $1 AND c.id = "
      "m.sender_customer_id), '') FROM messages m WHERE m.account_id = $1 AND m.id = $2 AND m.deleted_at = 0",
      [&](const db::Cursor& row) {
        found = MessageText{TicketId(row.integer(0)), row.integer(1) != 0, std::string(row.text(2)),
                            std::string(row.text(3)), {row.integer(4)},    row.integer(5) != 0,
                            std::string(row.text(6))};
      },
      account, id);
  return found;
}

std::optional<Example> find_example(Tx& tx, AccountId account, MessageId id) {
  std::optional<Example> found;
  tx.rows(
      "SELECT m.ticket_id, t.number, CASE WHEN m.stripped_text = '' THEN m.body_text ELSE m.stripped_text END, "
      "m.created_at FROM messages m JOIN tickets t ON t.account_id = m.account_id AND t.id = m.ticket_id WHERE "
      "m.account_id = $1 AND m.id = $2 AND m.deleted_at = 0",
      [&](const db::Cursor& row) {
        found = Example{id, TicketId(row.integer(0)), row.integer(1), truncate(collapse_space(row.text(2)), 200),
                        Instant{row.integer(3)}};
      },
      account, id);
  return found;
}

std::string readable(const MessageText& message) {
  std::string text = message.is_first && !message.subject.empty() ? message.subject + "\n" : std::string();
  text += message.text;
  if (text.size() > kReadBytes) {
    std::size_t end = kReadBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
  }
  return text;
}

}  // namespace peakdesk::insights::store
