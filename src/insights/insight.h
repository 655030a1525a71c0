// What is known of a message and of a ticket, as the API shows it. Shapes only.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "tickets/ticket.h"

namespace peakdesk::insights {

enum class Sentiment { Negative, Neutral, Positive };
BOOST_DESCRIBE_ENUM(Sentiment, Negative, Neutral, Positive)
enum class Urgency { Low, Normal, High, Urgent };
BOOST_DESCRIBE_ENUM(Urgency, Low, Normal, High, Urgent)

struct Intent {
  std::string label;
  double confidence = 0;  // 0 to 1; 1 when a person said so
};
BOOST_DESCRIBE_STRUCT(Intent, (), (label, confidence))

struct FoundEntity {
  std::string kind;  // order | tracking | email | phone | date | amount | product
  std::string value;
  std::string detail;  // carrier, currency, "before"
};
BOOST_DESCRIBE_STRUCT(FoundEntity, (), (kind, value, detail))

struct MessageInsight {
  MessageId message_id;
  TicketId ticket_id;
  std::vector<Intent> intents;  // best first; empty: none of these
  std::string language;         // ISO 639-1, or "und"
  double language_confidence = 0;
  Sentiment sentiment = Sentiment::Neutral;
  double sentiment_confidence = 0;
  Urgency urgency = Urgency::Normal;
  bool escalation = false;
  std::vector<FoundEntity> entities;
  std::optional<tickets::UserRef> corrected_by;
  Instant corrected_datetime;
};
BOOST_DESCRIBE_STRUCT(MessageInsight, (),
                      (message_id, ticket_id, intents, language, language_confidence, sentiment, sentiment_confidence,
                       urgency, escalation, entities, corrected_by, corrected_datetime))

struct TicketInsight {
  std::vector<Intent> intents;
  std::string language = "und";
  Sentiment sentiment = Sentiment::Neutral;
  Urgency urgency = Urgency::Normal;
  bool escalation = false;
};
BOOST_DESCRIBE_STRUCT(TicketInsight, (), (intents, language, sentiment, urgency, escalation))

/// What the model said of a message before a person changed it.
struct Guessed {
  std::vector<Intent> intents;
  std::string language;
  Sentiment sentiment = Sentiment::Neutral;
};
BOOST_DESCRIBE_STRUCT(Guessed, (), (intents, language, sentiment))

}  // namespace peakdesk::insights
