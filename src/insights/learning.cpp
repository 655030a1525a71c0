#include "insights/learning.h"

#include <algorithm>
#include <exception>
#include <map>
#include <thread>

#include "base/error.h"
#include "base/text.h"
#include "base/this_thread.h"
#include "insights/insight_store.h"
#include "platform/jobs/runner.h"
#include "tickets/events.h"
#include "understanding/learner.h"
#include "understanding/shipped_model.h"
#include "understanding/training_file.h"

namespace peakdesk::insights {
namespace {

constexpr int kMostCorrections = 20'000;  // the newest
constexpr int kMostOfATag = 500;
constexpr int kReported = 5'000;  // corrections that the report counts
constexpr std::size_t kMostConfusions = 30;
constexpr std::size_t kExamples = 3;
constexpr Duration kGather = seconds(60);  // agents correct in runs: learn when one is over

struct Material {
  std::vector<understanding::LabelledText> texts;  // newest last
  std::size_t seen = 0;                            // how many of the first the model in use has learnt
  std::int64_t corrections = 0;
  Instant newest;
  std::vector<std::string> languages;
  std::optional<store::StoredModel> in_use;
};

std::vector<std::string> labels_in(const std::string& json) {
  std::vector<std::string> labels;
  for (const auto& intent : from_json<std::vector<Intent>>(json)) labels.push_back(intent.label);
  return labels;
}

Material gather(Tx& tx, AccountId account) {
  Material material;
  material.in_use = store::find_model_in_use(tx, account);
  material.languages = store::languages_spoken(tx, account);
  if (std::find(material.languages.begin(), material.languages.end(), "en") == material.languages.end())
    material.languages.emplace_back("en");
  const auto add = [&](MessageId id, std::vector<std::string> labels) {
    const auto message = store::find_message_text(tx, account, id);
    if (!message || message->from_agent) return false;
    understanding::LabelledText text;
    text.text = store::readable(*message);
    text.labels = std::move(labels);
    material.texts.push_back(std::move(text));
    return true;
  };
  for (const auto& tag : store::tag_labels(tx, account))
    for (const auto id : store::messages_tagged(tx, account, tag.tag_id, kMostOfATag)) add(id, {tag.label});
  const std::size_t tagged = material.texts.size();
  const Instant learnt_until = material.in_use ? material.in_use->newest_correction_at : Instant{};
  for (const auto& corrected : store::corrected_messages(tx, account, kMostCorrections)) {
    if (!add(corrected.message_id, labels_in(corrected.intents))) continue;
    ++material.corrections;
    material.newest = corrected.corrected_at;
    if (corrected.corrected_at <= learnt_until) material.seen = material.texts.size();
  }
  // Tags only judge where there are no corrections to do it.
  if (material.corrections >= kFewestToLearn) material.seen = std::max(material.seen, tagged);
  return material;
}

/// Runs `work` on a thread that takes only what the others leave.
void run_at_lowest_priority(const std::function<void()>& work) {
  std::exception_ptr failed;
  std::thread thread([&] {
    name_this_thread("learning");
    let_others_go_first(19);
    try {
      work();
    } catch (...) {
      failed = std::current_exception();
    }
  });
  thread.join();
  if (failed) std::rethrow_exception(failed);
}

double share_right(const understanding::Evaluation& e) {
  const double all = e.in_scope + e.strangers;
  return all > 0 ? (e.accuracy * e.in_scope + e.strangers_caught * e.strangers) / all : 0;
}

void enqueue(Tx& tx, AccountId account, Duration pause) {
  const auto last = store::last_model(tx, account);
  tx.enqueue({.account = account,
              .kind = kLearnJob,
              .run_at = tx.now() + pause,
              .idempotency_key = "after " + std::to_string(last ? last->id : 0)});
}

struct ChangedWhat {
  std::string what;
};
BOOST_DESCRIBE_STRUCT(ChangedWhat, (), (what))

LearntModel shown(const store::ModelRow& row) {
  return {row.id,        row.state, row.corrections, row.took_ms, row.reason, from_json<Judgement>(row.report),
          row.created_at};
}

}  // namespace

void learn_when_due(Tx& tx, AccountId account) {
  const auto last = store::last_model(tx, account);
  if (store::count_corrections(tx, account, last ? last->newest_correction_at : Instant{}) >= kLearnAfter)
    enqueue(tx, account, kGather);
}

void learn_now(Tx& tx, AccountId account) {
  std::int64_t tagged = 0;
  for (const auto& tag : store::tag_labels(tx, account)) tagged += tag.tickets;
  if (store::count_corrections(tx, account, {}) + tagged < kFewestToLearn)
    throw_conflict("too_little_to_learn", "Correct at least 5 messages first, or say what a tag means.");
  enqueue(tx, account, {});
}

void learn(Database& database, Analysers& analysers, const jobs::Job& job) {
  const AccountId account = job.account_id;
  Material material;
  database.read([&](Tx& tx) { material = gather(tx, account); });
  const auto shared = analysers.shipped();
  const Instant start = database.clock().now();
  understanding::LearningResult result;
  std::string bytes;
  run_at_lowest_priority([&] {
    std::vector<understanding::LabelledText> known;
    std::string error;
    if (!understanding::read_examples(understanding::shipped_examples(), material.languages, known, error))
      throw jobs::GiveUp(error);
    understanding::TextClassifier own;
    const bool has_own = material.in_use && understanding::read_classifier(material.in_use->bytes.bytes, own);
    understanding::LearningOptions options;
    options.seen = has_own ? material.seen : 0;
    result = understanding::learn(*shared, has_own ? &own : nullptr, material.texts, known, options);
    if (result.better) bytes = understanding::write_classifier(result.intents);
  });
  store::ModelRow row;
  row.state = result.better ? "in_use" : "refused";
  row.corrections = material.corrections;
  row.newest_correction_at = material.newest;
  row.took_ms = (database.clock().now() - start).ms;
  row.reason = result.reason;
  row.report =
      to_json(Judgement{static_cast<std::int64_t>(result.judges), share_right(result.before), share_right(result.after),
                        result.after.calibration_error, result.known_before, result.known_after});
  database.write([&](Tx& tx) {
    row.id = tx.next_id();
    store::insert_model(tx, account, row, bytes);
    tx.emit({.account = account, .name = "settings.changed", .payload = to_json(ChangedWhat{"insights"})});
    if (result.better) tx.after_commit([&analysers, account] { analysers.forget(account); });
  });
}

LearningReport report_learning(Tx& tx, AccountId account) {
  LearningReport report;
  if (const auto row = store::model_in_use(tx, account)) report.in_use = shown(*row);
  const auto last = store::last_model(tx, account);
  if (last) report.last = shown(*last);
  report.is_running = tx.scalar<std::int64_t>(
                          0,
                          "SELECT 1 FROM jobs WHERE account_id = $1 AND kind = $2 AND state IN ('queued', 'running') "
                          "LIMIT 1",
                          account, kLearnJob) != 0;
  report.corrections = store::count_corrections(tx, account, {});
  report.new_corrections = store::count_corrections(tx, account, last ? last->newest_correction_at : Instant{});
  report.tag_labels = store::tag_labels(tx, account);

  std::map<std::string, LabelReport> labels;
  std::map<std::pair<std::string, std::string>, std::pair<std::int64_t, std::vector<MessageId>>> pairs;
  for (const auto& corrected : store::corrected_messages(tx, account, kReported)) {
    const auto truth = labels_in(corrected.intents);
    std::vector<std::string> said;
    if (!corrected.guessed.empty())
      for (const auto& intent : from_json<Guessed>(corrected.guessed).intents) said.push_back(intent.label);
    const auto has = [](const std::vector<std::string>& list, const std::string& label) {
      return std::find(list.begin(), list.end(), label) != list.end();
    };
    for (const auto& label : truth) {
      LabelReport& of = labels[label];
      of.label = label;
      ++of.corrected;
      of.right += has(said, label);
    }
    const std::string answer = said.empty() ? "" : said[0];
    if (truth.empty() ? answer.empty() : has(truth, answer)) continue;
    auto& pair = pairs[{truth.empty() ? "" : truth[0], answer}];
    ++pair.first;
    pair.second.push_back(corrected.message_id);
  }
  for (auto& [name, label] : labels) report.labels.push_back(label);
  std::stable_sort(report.labels.begin(), report.labels.end(),
                   [](const auto& a, const auto& b) { return a.corrected > b.corrected; });
  for (const auto& [names, found] : pairs) report.confusions.push_back({names.first, names.second, found.first, {}});
  std::stable_sort(report.confusions.begin(), report.confusions.end(),
                   [](const auto& a, const auto& b) { return a.messages > b.messages; });
  if (report.confusions.size() > kMostConfusions) report.confusions.resize(kMostConfusions);
  for (auto& confusion : report.confusions) {
    const auto& ids = pairs.at({confusion.truth, confusion.answer}).second;
    for (std::size_t i = 0; i < kExamples && i < ids.size(); ++i)
      if (auto example = store::find_example(tx, account, ids[ids.size() - 1 - i]))
        confusion.examples.push_back({example->message_id, example->ticket_id, example->ticket_number, example->text});
  }
  return report;
}

}  // namespace peakdesk::insights
