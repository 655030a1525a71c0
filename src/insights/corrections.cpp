#include "insights/corrections.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "insights/insight_store.h"
#include "insights/learning.h"
#include "insights/reading.h"
#include "tickets/directory.h"
#include "tickets/events.h"
#include "tickets/ticket_store.h"

namespace peakdesk::insights {
namespace {

constexpr std::size_t kMostIntents = 3;
constexpr std::size_t kLongestLabel = 60;
constexpr int kMessagesShown = 100;

MessageInsight shown(Tx& tx, AccountId account, const store::InsightRow& row) {
  MessageInsight out;
  out.message_id = row.message_id;
  out.ticket_id = row.ticket_id;
  out.intents = from_json<std::vector<Intent>>(row.intents);
  out.language = row.language;
  out.language_confidence = row.language_confidence;
  out.sentiment = row.sentiment;
  out.sentiment_confidence = row.sentiment_confidence;
  out.urgency = row.urgency;
  out.escalation = row.escalation;
  out.entities = from_json<std::vector<FoundEntity>>(row.entities);
  if (row.corrected_by_user_id) out.corrected_by = tickets::directory::find_user(tx, account, row.corrected_by_user_id);
  out.corrected_datetime = row.corrected_at;
  return out;
}

std::vector<std::string> names_of(const std::vector<Intent>& intents) {
  std::vector<std::string> names;
  for (const auto& intent : intents) names.push_back(intent.label);
  return names;
}

std::vector<Intent> said_intents(const std::vector<std::string>& labels) {
  if (labels.size() > kMostIntents) throw_invalid("intents", "A message has at most 3 intents.");
  std::vector<Intent> intents;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::string label = clean_label(labels[i], "intents[" + std::to_string(i) + "]");
    if (std::none_of(intents.begin(), intents.end(), [&](const Intent& known) { return known.label == label; }))
      intents.push_back({label, 1});
  }
  return intents;
}

}  // namespace

std::string clean_label(const std::string& text, const std::string& field) {
  std::string label = fold(collapse_space(trim(to_valid_utf8(text))));
  for (char& c : label)
    if (c == ' ') c = '_';
  if (label.empty()) throw_invalid(field, "A label needs a name such as shipping/status or engraving.");
  if (length(label) > kLongestLabel) throw_invalid(field, "A label has at most 60 characters.");
  for (const char c : label)
    if (static_cast<unsigned char>(c) < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_' &&
        c != '-' && c != '/')
      throw_invalid(field, "A label is made of letters, digits, - _ and /.");
  if (label == "none" || label == "oos")
    throw_invalid(field, "\"" + label + "\" is no label; an empty list says that no label fits.");
  return label;
}

MessageInsight correct(Tx& tx, const Caller& caller, const CorrectionInput& input) {
  if (!input.intents && !input.language && !input.sentiment)
    throw_invalid("intents", "Say what to correct: intents, language or sentiment.");
  auto row = store::find_insight(tx, caller.account, input.id);
  if (!row) {
    if (!store::find_message_text(tx, caller.account, input.id)) throw_not_found("message");
    throw_conflict("nothing_understood", "Only what customers write is understood, and can be corrected.");
  }
  const auto before = from_json<std::vector<Intent>>(row->intents);
  if (row->guessed.empty()) row->guessed = to_json(Guessed{before, row->language, row->sentiment});
  auto after = before;
  if (input.intents) after = said_intents(*input.intents);
  row->intents = to_json(after);
  if (input.language) {
    const std::string code = to_lower_ascii(*input.language);
    if (code.size() != 2 || code[0] < 'a' || code[0] > 'z' || code[1] < 'a' || code[1] > 'z')
      throw_invalid("language", "A language is a code of two letters such as fr.");
    row->language = code;
    row->language_confidence = 1;
  }
  if (input.sentiment) {
    row->sentiment = *input.sentiment;
    row->sentiment_confidence = 1;
  }
  row->corrected_by_user_id = caller.user;
  row->corrected_at = tx.now();
  store::save_correction(tx, caller.account, *row, after.empty() ? "" : after[0].label);
  refresh_ticket(tx, caller.account, row->ticket_id);
  tickets::emit(tx, tickets::cause_of(caller), "message.corrected", row->ticket_id,
                CorrectedEvent{row->message_id, names_of(before), names_of(after)});
  learn_when_due(tx, caller.account);
  return shown(tx, caller.account, *row);
}

TicketInsights insights_of(Tx& tx, AccountId account, TicketId ticket) {
  tickets::store::require_ticket(tx, account, ticket);
  TicketInsights out;
  out.ticket = store::find_ticket_insight(tx, account, ticket);
  for (const auto& row : store::insights_of_ticket(tx, account, ticket, kMessagesShown))
    out.messages.push_back(shown(tx, account, row));
  return out;
}

}  // namespace peakdesk::insights
