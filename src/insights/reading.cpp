#include "insights/reading.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/text.h"
#include "insights/agent_time.h"
#include "insights/insight_store.h"
#include "tickets/events.h"
#include "tickets/ticket_changes.h"

namespace peakdesk::insights {
namespace {

constexpr int kMessagesLookedAt = 10;    // of a ticket, the newest
constexpr double kSureOfLanguage = 0.8;  // from here the ticket is said to be in it
constexpr std::size_t kMostEntities = 20;

double rounded(float confidence) { return std::round(static_cast<double>(confidence) * 1000) / 1000; }

store::InsightRow row_of(const understanding::Analysis& analysis) {
  store::InsightRow row;
  std::vector<Intent> intents;
  for (const auto& guess : analysis.intents) intents.push_back({guess.label, rounded(guess.confidence)});
  row.intents = to_json(intents);
  row.language = analysis.language;
  row.language_confidence = rounded(analysis.language_confidence);
  row.sentiment = static_cast<Sentiment>(analysis.sentiment.label);
  row.sentiment_confidence = rounded(analysis.sentiment.confidence);
  row.urgency = static_cast<Urgency>(analysis.urgency);
  row.escalation = analysis.escalation;
  std::vector<FoundEntity> entities;
  for (const auto& entity : analysis.entities) {
    if (entities.size() == kMostEntities) break;
    entities.push_back({std::string(name_of(entity.kind)), to_valid_utf8(entity.value), entity.detail});
  }
  row.entities = to_json(entities);
  return row;
}

/// What a ticket is about by its rows, newest first.
TicketInsight insight_of(const std::vector<store::InsightRow>& rows) {
  TicketInsight insight;
  insight.sentiment = rows[0].sentiment;
  insight.urgency = rows[0].urgency;
  bool asks = false;
  for (const auto& row : rows) {
    if (insight.language == "und") insight.language = row.language;
    insight.escalation = insight.escalation || row.escalation;
    if (asks) continue;
    auto intents = from_json<std::vector<Intent>>(row.intents);
    asks = std::any_of(intents.begin(), intents.end(), [](const Intent& i) { return !asks_for_nothing(i.label); });
    if (asks || insight.intents.empty()) insight.intents = std::move(intents);
  }
  return insight;
}

understanding::Analysis analyse(const understanding::Analyser& analyser, const store::MessageText& message,
                                const std::string& text) {
  understanding::Hints hints;
  if (message.locale.size() >= 2) hints.languages = {message.locale.substr(0, 2)};
  hints.entities.today = {message.created_at.ms - message.created_at.ms % days(1).ms};
  return analyser.analyse(text, hints);
}

/// What a message says, by the models its shop uses now.
struct Understood {
  store::MessageText message;
  understanding::Analysis analysis;
  std::int64_t model_id = 0;
};

/// Nothing for a message that is understood already, is an agent's, or is gone.
std::optional<Understood> understand(Analysers& analysers, Tx& tx, AccountId account, MessageId id) {
  if (store::has_insight(tx, account, id)) return {};
  auto message = store::find_message_text(tx, account, id);
  if (!message || message->from_agent) return {};
  const auto use = analysers.of(tx, account);
  const std::string text(store::readable(*message));
  auto ahead = analysers.take_ahead(id, std::hash<std::string>()(text), use.model_id);
  auto analysis = ahead ? std::move(*ahead) : analyse(*use.analyser, *message, text);
  return Understood{std::move(*message), std::move(analysis), use.model_id};
}

void store_understood(Tx& tx, AccountId account, MessageId id, const Understood& understood) {
  const auto& [message, analysis, model_id] = understood;
  store::InsightRow row = row_of(analysis);
  row.message_id = id;
  row.ticket_id = message.ticket_id;
  row.model_id = model_id;
  row.created_at = message.created_at;
  store::insert_insight(tx, account, row, analysis.intents.empty() ? "" : analysis.intents[0].label);
  // A first message needs no look at others: this runs for every mail that comes in.
  if (message.is_first)
    store::save_ticket_insight(tx, account, message.ticket_id, insight_of({row}), true);
  else
    refresh_ticket(tx, account, message.ticket_id);
  if (row.language != "und" && row.language_confidence >= kSureOfLanguage)
    tickets::set_language_if_unknown(tx, account, message.ticket_id, row.language);
}

MessageId message_of(const events::Event& event) { return from_json<tickets::MessageEvent>(event.payload).message_id; }

}  // namespace

bool asks_for_nothing(const std::string& label) {
  return label == "other/thanks" || label == "other/no_reply" || label == "other/greeting";
}

void refresh_ticket(Tx& tx, AccountId account, TicketId ticket) {
  const auto rows = store::insights_of_ticket(tx, account, ticket, kMessagesLookedAt);
  if (rows.empty()) {
    store::forget_ticket_insight(tx, account, ticket);
    return;
  }
  store::save_ticket_insight(tx, account, ticket, insight_of(rows), false);
}

void on_message_received(Analysers& analysers, Tx& tx, const events::Event& event) {
  if (tx.is_history()) return;
  const MessageId id = message_of(event);
  std::optional<Understood> understood;
  try {
    understood = understand(analysers, tx, event.account_id, id);
  } catch (const std::exception&) {
    return;  // a message is never refused for not being understood: the follower tries again and says what is wrong
  }
  if (understood) store_understood(tx, event.account_id, id, *understood);
}

void read_ahead(Analysers& analysers, Tx& tx, const std::vector<events::Event>& batch) {
  std::map<MessageId, Analysers::Ahead> found;
  for (const auto& event : batch) {
    if (event.name != "message.received") continue;
    const auto id = message_of(event);
    if (store::has_insight(tx, event.account_id, id)) continue;
    const auto message = store::find_message_text(tx, event.account_id, id);
    if (!message || message->from_agent) continue;
    const auto use = analysers.of(tx, event.account_id);
    const std::string text(store::readable(*message));
    found[id] = {std::hash<std::string>()(text), use.model_id, analyse(*use.analyser, *message, text)};
  }
  analysers.keep_ahead(std::move(found));
}

void follow(Analysers& analysers, Tx& tx, const std::vector<events::Event>& batch) {
  for (const auto& event : batch) {
    if (event.name != "message.received") continue;
    const MessageId id = message_of(event);
    if (const auto understood = understand(analysers, tx, event.account_id, id))
      store_understood(tx, event.account_id, id, *understood);
  }
  count_agent_time(tx, batch);
}

void on_messages_moved(Tx& tx, const events::Event& event) {
  if (event.ticket_id) refresh_ticket(tx, event.account_id, event.ticket_id);
}

void on_ticket_erased(Tx& tx, const events::Event& event) {
  store::forget_ticket(tx, event.account_id, event.ticket_id);
}

}  // namespace peakdesk::insights
