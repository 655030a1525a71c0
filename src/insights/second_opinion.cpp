#include "insights/second_opinion.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "insights/insight_store.h"
#include "insights/learning_store.h"
#include "insights/reading.h"
#include "platform/jobs/runner.h"
#include "tickets/events.h"
#include "tickets/ticket_store.h"

namespace peakdesk::insights {
namespace {

constexpr double kUnsure = 0.5;
constexpr std::int64_t kChecksThatTell = 10;  // from here a bad record silences the assistant
constexpr std::size_t kShortest = 12;         // bytes; shorter ones say too little to anybody
constexpr int kTurnsShown = 6;

struct AskPayload {
  MessageId message_id;
};
BOOST_DESCRIBE_STRUCT(AskPayload, (), (message_id))

struct DraftTicketInput {
  TicketId id;
};
BOOST_DESCRIBE_STRUCT(DraftTicketInput, (), (id))

struct DraftAnswer {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(DraftAnswer, (), (text))

struct AssistantState {
  bool on = false;
  std::int64_t calls_today = 0;
  std::int64_t calls_per_day = 0;
  std::int64_t checked = 0;
  std::int64_t right = 0;
};
BOOST_DESCRIBE_STRUCT(AssistantState, (), (on, calls_today, calls_per_day, checked, right))

std::vector<std::string> names_on(Tx& tx, AccountId account, TicketId ticket) {
  return tx.list<std::string>(
      "SELECT c.name FROM customers c WHERE c.account_id = $1 AND c.name <> '' AND (c.id IN (SELECT "
      "m.sender_customer_id FROM messages m WHERE m.account_id = $1 AND m.ticket_id = $2) OR c.id IN (SELECT "
      "t.customer_id FROM tickets t WHERE t.account_id = $1 AND t.id = $2))",
      account, ticket);
}

struct Asked {
  std::vector<Turn> turns;
  std::vector<std::string> names;
  std::string language;
};

Asked read_conversation(Tx& tx, AccountId account, TicketId ticket) {
  Asked asked;
  asked.language = tickets::store::require_ticket(tx, account, ticket).language;
  asked.names = names_on(tx, account, ticket);
  tx.rows(
      "SELECT from_agent, CASE WHEN stripped_text = '' THEN body_text ELSE stripped_text END FROM messages WHERE "
      "account_id = $1 AND ticket_id = $2 AND public = TRUE AND deleted_at = 0 ORDER BY id DESC LIMIT $3",
      [&](const db::Cursor& row) {
        asked.turns.push_back({row.integer(0) != 0, std::string(row.text(1))});
      },
      account, ticket, kTurnsShown);
  std::reverse(asked.turns.begin(), asked.turns.end());
  if (asked.language.empty()) asked.language = "en";
  return asked;
}

}  // namespace

AssistantRecord assistant_record(Tx& tx, AccountId account) {
  AssistantRecord record;
  tx.rows(
      "SELECT intents, guessed FROM message_insights WHERE account_id = $1 AND corrected_at > 0 AND model_id = $2",
      [&](const db::Cursor& row) {
        const auto said = from_json<Guessed>(row.text(1)).intents;
        const auto truth = from_json<std::vector<Intent>>(row.text(0));
        ++record.checked;
        record.right += said.empty() ? truth.empty() : std::any_of(truth.begin(), truth.end(), [&](const Intent& one) {
          return one.label == said[0].label;
        });
      },
      account, kAssistantModel);
  return record;
}

void ask_when_unsure(const Assistant& assistant, Tx& tx, const events::Event& event) {
  if (!assistant.is_on()) return;
  const auto id = from_json<tickets::MessageEvent>(event.payload).message_id;
  const auto row = store::find_insight(tx, event.account_id, id);
  if (!row || row->corrected_at) return;
  const auto intents = from_json<std::vector<Intent>>(row->intents);
  if (!intents.empty() && intents[0].confidence >= kUnsure) return;
  const auto text = store::find_message_text(tx, event.account_id, id);
  if (!text || store::readable(*text).size() < kShortest) return;
  const auto record = assistant_record(tx, event.account_id);
  if (record.checked >= kChecksThatTell && record.confidence() < kUnsure) return;
  tx.enqueue({.account = event.account_id, .kind = kAskJob, .payload = to_json(AskPayload{id})});
}

void ask_about(Database& database, Analysers& analysers, const Assistant& assistant, const jobs::Job& job) {
  const AccountId account = job.account_id;
  const auto id = from_json<AskPayload>(job.payload).message_id;
  std::string text;
  std::vector<std::string> names;
  std::set<std::string> labels;
  for (const auto& label : analysers.shipped()->foundation().labels()) labels.insert(label);
  bool may_ask = false;
  database.write([&](Tx& tx) {
    const auto row = store::find_insight(tx, account, id);
    const auto message = store::find_message_text(tx, account, id);
    may_ask = row && !row->corrected_at && message && take_call(tx, account, assistant.options().calls_per_day);
    if (!may_ask) return;
    text = store::readable(*message);
    names = names_on(tx, account, row->ticket_id);
    for (const auto& label : store::labels_given(tx, account)) labels.insert(label);
  });
  if (!may_ask) return;
  std::vector<std::string> said;
  try {
    said = assistant.classify(text, {labels.begin(), labels.end()}, names);
  } catch (const AssistantFailed& failed) {
    if (!failed.may_pass) throw jobs::GiveUp(failed.what());
    throw;
  }
  if (said.empty()) return;
  database.write([&](Tx& tx) {
    auto row = store::find_insight(tx, account, id);
    if (!row || row->corrected_at) return;
    const double confidence = assistant_record(tx, account).confidence();
    std::vector<Intent> intents;
    for (const auto& label : said) intents.push_back({label, confidence});
    row->intents = to_json(intents);
    row->model_id = kAssistantModel;
    store::save_correction(tx, account, *row, said[0]);
    refresh_ticket(tx, account, row->ticket_id);
  });
}

void add_assistant_routes(Router& router, Database& database, const Assistant& assistant) {
  router.read_with<NoInput>("GET", "/api/insights/assistant", observers("tickets:read"),
                            [&assistant](Tx& tx, const Caller& caller, const NoInput&) {
                              const auto record = assistant_record(tx, caller.account);
                              return AssistantState{assistant.is_on(), calls_today(tx, caller.account),
                                                    assistant.options().calls_per_day, record.checked, record.right};
                            });
  router.work(
      "POST", "/api/tickets/{id}/assistant-draft", agents("tickets:write"),
      [&database, &assistant](const http::Call& call) {
        const auto input = http::decode_input<DraftTicketInput>(call.request);
        const AccountId account = call.caller.account;
        if (!assistant.is_on())
          throw_conflict("assistant_off", "No assistant is set up. An operator names its server with --assistant-url.");
        Asked asked;
        bool within_budget = false;
        database.write(
            [&](Tx& tx) {
              asked = read_conversation(tx, account, input.id);
              within_budget = take_call(tx, account, assistant.options().calls_per_day);
            },
            db::Lane::Screen);
        if (!within_budget)
          throw RequestError(ErrorKind::TooMany, "assistant_budget", "The assistant's calls of today are used.", {},
                             3600);
        try {
          return http::Response::json(to_json(DraftAnswer{assistant.draft(asked.turns, asked.language, asked.names)}));
        } catch (const AssistantFailed& failed) {
          throw RequestError(ErrorKind::Unavailable, "assistant_failed", failed.what(), {}, 30);
        }
      });
}

}  // namespace peakdesk::insights
