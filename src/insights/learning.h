// The shop's own model: learnt in the background from corrections and tags, judged by corrections that it has not seen,
// in use only when it is better. Owns when that happens and the report of what is confused.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "insights/analysers.h"
#include "insights/learning_store.h"
#include "platform/db/database.h"
#include "platform/jobs/job.h"

namespace peakdesk::insights {

inline constexpr const char* kLearnJob = "insights.learn";
/// So many corrections that the model in use has not seen start the learning by themselves.
inline constexpr std::int64_t kLearnAfter = 10;
inline constexpr std::int64_t kFewestToLearn = 5;

/// Queues the job when enough was corrected; does nothing when it is queued already.
void learn_when_due(Tx& tx, AccountId account);
/// Queues it now. Throws Conflict "too_little_to_learn".
void learn_now(Tx& tx, AccountId account);
/// The job: reads, trains on a thread of its own at the lowest priority, judges, writes. Screens are told by
/// settings.changed {what: insights}.
void learn(Database& database, Analysers& analysers, const jobs::Job& job);

struct ConfusedExample {
  MessageId message_id;
  TicketId ticket_id;
  std::int64_t ticket_number = 0;
  std::string text;  // its start
};
BOOST_DESCRIBE_STRUCT(ConfusedExample, (), (message_id, ticket_id, ticket_number, text))

/// What agents said (`truth`) where the model had said `answer`; "" is none of these.
struct ConfusedPair {
  std::string truth;
  std::string answer;
  std::int64_t messages = 0;
  std::vector<ConfusedExample> examples;  // the newest three
};
BOOST_DESCRIBE_STRUCT(ConfusedPair, (), (truth, answer, messages, examples))

/// What learning found: shares of 0 to 1, on `judges` corrections that neither model had learnt.
struct Judgement {
  std::int64_t judges = 0;
  double right_before = 0;
  double right_after = 0;
  double calibration_after = 0;  // expected error of the confidence
  double known_before = 0;       // on examples of what every shop knows
  double known_after = 0;
};
BOOST_DESCRIBE_STRUCT(Judgement, (), (judges, right_before, right_after, calibration_after, known_before, known_after))

struct LearntModel {
  std::int64_t id = 0;
  std::string state;  // in_use | replaced | refused
  std::int64_t corrections = 0;
  std::int64_t took_ms = 0;
  std::string reason;
  Judgement judgement;
  Instant created_datetime;
};
BOOST_DESCRIBE_STRUCT(LearntModel, (), (id, state, corrections, took_ms, reason, judgement, created_datetime))

struct LabelReport {
  std::string label;
  std::int64_t corrected = 0;  // messages that agents gave it
  std::int64_t right = 0;      // of these, said by the model too
};
BOOST_DESCRIBE_STRUCT(LabelReport, (), (label, corrected, right))

struct LearningReport {
  std::optional<LearntModel> in_use;  // null: the shipped model answers
  std::optional<LearntModel> last;    // the last attempt
  bool is_running = false;
  std::int64_t corrections = 0;
  std::int64_t new_corrections = 0;  // since the last attempt
  std::int64_t learns_after = kLearnAfter;
  std::vector<LabelReport> labels;       // most corrected first
  std::vector<ConfusedPair> confusions;  // most frequent first, at most 30
  std::vector<store::TagLabel> tag_labels;
};
BOOST_DESCRIBE_STRUCT(LearningReport, (),
                      (in_use, last, is_running, corrections, new_corrections, learns_after, labels, confusions,
                       tag_labels))

LearningReport report_learning(Tx& tx, AccountId account);

}  // namespace peakdesk::insights
