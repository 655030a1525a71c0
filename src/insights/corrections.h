// An agent says what a message really wants: shown at once, and learnt from later. Owns what a label may look like.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "insights/insight.h"
#include "platform/db/tx.h"

namespace peakdesk::insights {

struct CorrectionInput {
  MessageId id;
  std::optional<std::vector<std::string>> intents;  // []: none of these; the same again: it was right
  std::optional<std::string> language;
  std::optional<Sentiment> sentiment;
};
BOOST_DESCRIBE_STRUCT(CorrectionInput, (), (id, intents, language, sentiment))

struct CorrectedEvent {
  MessageId message_id;
  std::vector<std::string> from;
  std::vector<std::string> to;
};
BOOST_DESCRIBE_STRUCT(CorrectedEvent, (), (message_id, from, to))

/// Emits message.corrected {message_id, from, to}. Throws NotFound; Invalid naming the field; Conflict
/// "nothing_understood" for messages that no customer wrote.
MessageInsight correct(Tx& tx, const Caller& caller, const CorrectionInput& input);

/// A label as it is kept: lower case, '_' for blanks. Throws Invalid (field).
std::string clean_label(const std::string& text, const std::string& field);

struct TicketInsights {
  std::optional<TicketInsight> ticket;
  std::vector<MessageInsight> messages;  // newest first, at most 100
};
BOOST_DESCRIBE_STRUCT(TicketInsights, (), (ticket, messages))

TicketInsights insights_of(Tx& tx, AccountId account, TicketId ticket);

}  // namespace peakdesk::insights
