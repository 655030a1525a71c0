// What people ask: how many messages want what, over time, against the stretch before, and what agents spent on it; and
// clusters of what no label covers. Reads; writes nothing.
#pragma once
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "insights/insight.h"
#include "platform/db/tx.h"

namespace peakdesk::insights {

struct QuestionsInput {
  Instant from;  // default: 28 days before `to`
  Instant to;    // default: now
};
BOOST_DESCRIBE_STRUCT(QuestionsInput, (), (from, to))

struct AskedIntent {
  std::string label;  // "" is none of these
  std::int64_t messages = 0;
  std::int64_t previous_messages = 0;  // in the stretch of the same length before
  std::int64_t negative_messages = 0;
  double agent_minutes = 0;           // spent on tickets that are about it
  std::vector<std::int64_t> per_day;  // parallel to QuestionsReport::days
};
BOOST_DESCRIBE_STRUCT(AskedIntent, (), (label, messages, previous_messages, negative_messages, agent_minutes, per_day))

struct CountedName {
  std::string name;
  std::int64_t messages = 0;
};
BOOST_DESCRIBE_STRUCT(CountedName, (), (name, messages))

struct QuestionsReport {
  Instant from_datetime;
  Instant to_datetime;
  std::string timezone;
  std::int64_t messages = 0;
  std::int64_t previous_messages = 0;
  double agent_minutes = 0;
  std::vector<std::string> days;     // "2026-11-27", in the account's timezone
  std::vector<AskedIntent> intents;  // most messages first
  std::vector<CountedName> languages;
  std::vector<CountedName> sentiments;
};
BOOST_DESCRIBE_STRUCT(QuestionsReport, (),
                      (from_datetime, to_datetime, timezone, messages, previous_messages, agent_minutes, days, intents,
                       languages, sentiments))

/// Throws Invalid for a stretch that is empty or longer than 400 days.
QuestionsReport report_questions(Tx& tx, AccountId account, const QuestionsInput& input);

struct ClusterExample {
  MessageId message_id;
  TicketId ticket_id;
  std::int64_t ticket_number = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(ClusterExample, (), (message_id, ticket_id, ticket_number, text))

struct QuestionCluster {
  std::vector<std::string> words;  // what sets it apart
  std::int64_t messages = 0;
  Instant first_datetime;
  Instant last_datetime;
  std::vector<MessageId> message_ids;  // nearest to the middle first, at most 200: to give them a label
  std::vector<ClusterExample> examples;
};
BOOST_DESCRIBE_STRUCT(QuestionCluster, (), (words, messages, first_datetime, last_datetime, message_ids, examples))

struct ClustersReport {
  std::int64_t looked_at = 0;  // messages without a label, the newest 3,000
  std::vector<QuestionCluster> clusters;
};
BOOST_DESCRIBE_STRUCT(ClustersReport, (), (looked_at, clusters))

/// The texts to cluster, read in a transaction; `cluster` then needs none and takes up to a second.
struct Unlabelled {
  std::vector<MessageId> ids;
  std::vector<std::string> texts;
  std::vector<Instant> created;
};
Unlabelled unlabelled_messages(Tx& tx, AccountId account, const QuestionsInput& input);
ClustersReport cluster(const Unlabelled& messages);
/// Adds ticket numbers and texts of three messages each.
void add_examples(Tx& tx, AccountId account, ClustersReport& report);

}  // namespace peakdesk::insights
