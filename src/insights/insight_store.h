// Rows of message_insights, ticket_insights and ticket_intents. Owns that SQL; decides nothing about meaning.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "insights/insight.h"
#include "platform/db/tx.h"

namespace peakdesk::insights::store {

struct InsightRow {
  MessageId message_id;
  TicketId ticket_id;
  std::string intents = "[]";  // JSON
  std::string language = "und";
  double language_confidence = 0;
  Sentiment sentiment = Sentiment::Neutral;
  double sentiment_confidence = 0;
  Urgency urgency = Urgency::Normal;
  bool escalation = false;
  std::string entities = "[]";  // JSON
  std::int64_t model_id = 0;
  std::string guessed;  // JSON, or empty
  UserId corrected_by_user_id;
  Instant corrected_at;
  Instant created_at;
};
BOOST_DESCRIBE_STRUCT(InsightRow, (),
                      (message_id, ticket_id, intents, language, language_confidence, sentiment, sentiment_confidence,
                       urgency, escalation, entities, model_id, guessed, corrected_by_user_id, corrected_at,
                       created_at))

bool has_insight(Tx& tx, AccountId account, MessageId id);
/// `first_intent`: "" for none of these.
void insert_insight(Tx& tx, AccountId account, const InsightRow& row, const std::string& first_intent);
void save_correction(Tx& tx, AccountId account, const InsightRow& row, const std::string& first_intent);
std::optional<InsightRow> find_insight(Tx& tx, AccountId account, MessageId id);
/// Of the ticket's messages, newest first; messages that moved with a merge count where they are now.
std::vector<InsightRow> insights_of_ticket(Tx& tx, AccountId account, TicketId ticket, int limit);

/// `is_new`: nothing was known of the ticket.
void save_ticket_insight(Tx& tx, AccountId account, TicketId ticket, const TicketInsight& insight, bool is_new);
std::optional<TicketInsight> find_ticket_insight(Tx& tx, AccountId account, TicketId ticket);
void forget_ticket_insight(Tx& tx, AccountId account, TicketId ticket);
/// The ticket and every message of it.
void forget_ticket(Tx& tx, AccountId account, TicketId ticket);

/// What is read of a message to understand it.
struct MessageText {
  TicketId ticket_id;
  bool from_agent = false;
  std::string subject;
  std::string text;  // without quoted history where that is known
  Instant created_at;
  bool is_first = false;  // of its ticket
  std::string locale;     // the customer's, "fr-CA"
};
std::optional<MessageText> find_message_text(Tx& tx, AccountId account, MessageId id);
/// A message to show beside a figure.
struct Example {
  MessageId message_id;
  TicketId ticket_id;
  std::int64_t ticket_number = 0;
  std::string text;  // its first 200 characters
  Instant created_datetime;
};
std::optional<Example> find_example(Tx& tx, AccountId account, MessageId id);

/// Subject and body as the model reads them: the subject of a first message tells, later ones repeat it. At most
/// 4,000 bytes, cut between characters.
std::string readable(const MessageText& message);

}  // namespace peakdesk::insights::store
