#include "insights/insight_routes.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "insights/corrections.h"
#include "insights/learning.h"
#include "insights/questions.h"

namespace peakdesk::insights {
namespace {

struct TicketIdInput {
  TicketId id;
};
BOOST_DESCRIBE_STRUCT(TicketIdInput, (), (id))

struct CorrectManyInput {
  std::vector<MessageId> message_ids;
  std::vector<std::string> intents;
};
BOOST_DESCRIBE_STRUCT(CorrectManyInput, (), (message_ids, intents))

struct CorrectedMany {
  std::int64_t messages = 0;
};
BOOST_DESCRIBE_STRUCT(CorrectedMany, (), (messages))

struct KnownLabel {
  std::string label;
  bool own = false;  // the shop's, not the shipped model's
};
BOOST_DESCRIBE_STRUCT(KnownLabel, (), (label, own))

struct TagLabelInput {
  TagId id;
  std::string label;
};
BOOST_DESCRIBE_STRUCT(TagLabelInput, (), (id, label))

constexpr std::size_t kMostAtOnce = 200;

TicketInsights show_ticket(Tx& tx, const Caller& caller, const TicketIdInput& input) {
  return insights_of(tx, caller.account, input.id);
}

CorrectedMany correct_many(Tx& tx, const Caller& caller, const CorrectManyInput& input) {
  if (input.message_ids.empty()) throw_invalid("message_ids", "Name the messages.");
  if (input.message_ids.size() > kMostAtOnce) throw_invalid("message_ids", "At most 200 messages at once.");
  for (const auto id : input.message_ids) correct(tx, caller, {id, input.intents, std::nullopt, std::nullopt});
  return {static_cast<std::int64_t>(input.message_ids.size())};
}

QuestionsReport show_questions(Tx& tx, const Caller& caller, const QuestionsInput& input) {
  return report_questions(tx, caller.account, input);
}

LearningReport show_learning(Tx& tx, const Caller& caller, const NoInput&) {
  return report_learning(tx, caller.account);
}

http::Accepted<LearningReport> start_learning(Tx& tx, const Caller& caller, const NoInput&) {
  learn_now(tx, caller.account);
  return {report_learning(tx, caller.account)};
}

LearningReport name_tag(Tx& tx, const Caller& caller, const TagLabelInput& input) {
  if (tx.scalar<std::int64_t>(0, "SELECT 1 FROM tags WHERE account_id = $1 AND id = $2", caller.account, input.id) == 0)
    throw_not_found("tag");
  store::set_tag_label(tx, caller.account, input.id,
                       input.label.empty() ? std::string() : clean_label(input.label, "label"));
  return report_learning(tx, caller.account);
}

}  // namespace

void add_insight_routes(Router& router, Database& database, Analysers& analysers) {
  router.read("GET", "/api/tickets/{id}/insights", observers("tickets:read"), show_ticket);
  router.write("PUT", "/api/messages/{id}/insight", agents("tickets:write"), correct);
  router.write("POST", "/api/insights/corrections", agents("tickets:write"), correct_many);
  router.read_with<NoInput>("GET", "/api/insights/labels", observers("tickets:read"),
                            [&analysers](Tx& tx, const Caller& caller, const NoInput&) {
                              std::vector<KnownLabel> labels;
                              std::set<std::string> known;
                              for (const auto& label : analysers.shipped()->foundation().labels()) {
                                labels.push_back({label, false});
                                known.insert(label);
                              }
                              for (const auto& label : store::labels_given(tx, caller.account))
                                if (known.insert(label).second) labels.push_back({label, true});
                              std::sort(labels.begin(), labels.end(),
                                        [](const auto& a, const auto& b) { return a.label < b.label; });
                              return Page<KnownLabel>{std::move(labels), {}};
                            });
  router.read("GET", "/api/insights/questions", observers("tickets:read"), show_questions);
  router.work("GET", "/api/insights/clusters", observers("tickets:read"), [&database](const http::Call& call) {
    const auto input = http::decode_input<QuestionsInput>(call.request);
    Unlabelled messages;
    database.read([&](Tx& tx) { messages = unlabelled_messages(tx, call.caller.account, input); });
    ClustersReport report = cluster(messages);
    database.read([&](Tx& tx) { add_examples(tx, call.caller.account, report); });
    return http::Response::json(to_json(report));
  });
  router.read("GET", "/api/insights/learning", observers("tickets:read"), show_learning);
  router.write("POST", "/api/insights/learning", leads("settings:write"), start_learning);
  router.write("PUT", "/api/insights/tag-labels/{id}", leads("settings:write"), name_tag);
}

}  // namespace peakdesk::insights
