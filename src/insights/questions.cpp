#include "insights/questions.h"

#include <unicode/timezone.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>

#include "base/error.h"
#include "insights/insight_store.h"
#include "tickets/directory.h"
#include "understanding/clusters.h"

namespace peakdesk::insights {
namespace {

constexpr Duration kUsualStretch = days(28);
constexpr Duration kLongestStretch = days(400);
constexpr int kMostClustered = 3'000;
constexpr std::size_t kMostClusters = 12;
constexpr std::size_t kMostIds = 200;
constexpr std::size_t kClusterExamples = 3;

struct Stretch {
  Instant from, to;
};

Stretch stretch_of(const QuestionsInput& input, Instant now) {
  const Instant to = input.to ? input.to : now;
  const Instant from = input.from ? input.from : to - kUsualStretch;
  if (to <= from) throw_invalid("from", "The stretch must begin before it ends.");
  if (to - from > kLongestStretch) throw_invalid("from", "A stretch has at most 400 days.");
  return {from, to};
}

/// Stretches in which the local time keeps its distance from UTC, so that a day can be told by division.
struct SameOffset {
  Instant from, to;
  std::int64_t offset_ms;
};

std::vector<SameOffset> split_by_offset(const Stretch& stretch, const std::string& timezone) {
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(timezone)));
  const auto offset_at = [&](Instant at) {
    int32_t raw = 0, summer = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone->getOffset(static_cast<UDate>(at.ms), false, raw, summer, status);
    return static_cast<std::int64_t>(raw) + summer;
  };
  std::vector<SameOffset> parts;
  constexpr std::int64_t kStep = hours(1).ms;
  Instant from = stretch.from;
  std::int64_t offset = offset_at(from);
  for (Instant at{from.ms - from.ms % kStep + kStep}; at < stretch.to; at = at + hours(1)) {
    const std::int64_t now = offset_at(at);
    if (now == offset) continue;
    parts.push_back({from, at, offset});
    from = at;
    offset = now;
  }
  parts.push_back({from, stretch.to, offset});
  return parts;
}

std::string day_name(std::int64_t day) { return to_iso8601({day * days(1).ms + 1}).substr(0, 10); }

void count_days(Tx& tx, AccountId account, const std::vector<SameOffset>& parts, std::int64_t first_day,
                std::map<std::string, AskedIntent>& intents, std::size_t day_count) {
  for (const auto& part : parts)
    tx.rows(
        "SELECT (created_at + $4) / 86400000 AS day, intent, COUNT(*), SUM(CASE WHEN sentiment = 'negative' THEN 1 "
        "ELSE 0 END) FROM message_insights WHERE account_id = $1 AND created_at >= $2 AND created_at < $3 GROUP BY "
        "day, intent",
        [&](const db::Cursor& row) {
          AskedIntent& of = intents[std::string(row.text(1))];
          of.per_day.resize(day_count, 0);
          const auto at = static_cast<std::size_t>(
              std::clamp<std::int64_t>(row.integer(0) - first_day, 0, static_cast<std::int64_t>(day_count) - 1));
          of.per_day[at] += row.integer(2);
          of.messages += row.integer(2);
          of.negative_messages += row.integer(3);
        },
        account, part.from, part.to, part.offset_ms);
}

std::vector<CountedName> count_names(Tx& tx, AccountId account, const Stretch& stretch, const char* column) {
  std::vector<CountedName> names;
  tx.rows(
      std::string("SELECT ") + column +
          ", COUNT(*) AS many FROM message_insights WHERE account_id = $1 AND created_at >= $2 AND created_at < $3 "
          "GROUP BY 1 ORDER BY many DESC, 1",
      [&](const db::Cursor& row) {
        names.push_back({std::string(row.text(0)), row.integer(1)});
      },
      account, stretch.from, stretch.to);
  return names;
}

}  // namespace

QuestionsReport report_questions(Tx& tx, AccountId account, const QuestionsInput& input) {
  const Stretch stretch = stretch_of(input, tx.now());
  QuestionsReport report;
  report.from_datetime = stretch.from;
  report.to_datetime = stretch.to;
  report.timezone = tickets::directory::account_timezone(tx, account);
  const auto parts = split_by_offset(stretch, report.timezone);
  const std::int64_t first_day = (stretch.from.ms + parts.front().offset_ms) / days(1).ms;
  const std::int64_t last_day = (stretch.to.ms - 1 + parts.back().offset_ms) / days(1).ms;
  for (std::int64_t day = first_day; day <= last_day; ++day) report.days.push_back(day_name(day));

  std::map<std::string, AskedIntent> intents;
  count_days(tx, account, parts, first_day, intents, report.days.size());
  tx.rows(
      "SELECT intent, COUNT(*) FROM message_insights WHERE account_id = $1 AND created_at >= $2 AND created_at < $3 "
      "GROUP BY intent",
      [&](const db::Cursor& row) {
        intents[std::string(row.text(0))].previous_messages = row.integer(1);
        report.previous_messages += row.integer(1);
      },
      account, stretch.from - (stretch.to - stretch.from), stretch.from);
  // Whole days: an act is kept by its day alone.
  tx.rows(
      "SELECT COALESCE(i.intent, ''), SUM(a.ms) FROM agent_time a LEFT JOIN ticket_insights i ON i.account_id = "
      "a.account_id AND i.ticket_id = a.ticket_id WHERE a.account_id = $1 AND a.day >= $2 AND a.day < $3 GROUP BY 1",
      [&](const db::Cursor& row) {
        const double minutes_spent = static_cast<double>(row.integer(1) / 6'000) / 10;
        intents[std::string(row.text(0))].agent_minutes += minutes_spent;
        report.agent_minutes += minutes_spent;
      },
      account, Instant{stretch.from.ms - stretch.from.ms % days(1).ms}, stretch.to);
  for (auto& [label, asked] : intents) {
    asked.label = label;
    asked.per_day.resize(report.days.size(), 0);
    report.messages += asked.messages;
    report.intents.push_back(std::move(asked));
  }
  std::stable_sort(report.intents.begin(), report.intents.end(), [](const AskedIntent& a, const AskedIntent& b) {
    return a.messages != b.messages ? a.messages > b.messages : a.agent_minutes > b.agent_minutes;
  });
  report.languages = count_names(tx, account, stretch, "language");
  report.sentiments = count_names(tx, account, stretch, "sentiment");
  return report;
}

Unlabelled unlabelled_messages(Tx& tx, AccountId account, const QuestionsInput& input) {
  const Stretch stretch = stretch_of(input, tx.now());
  Unlabelled out;
  tx.rows(
      "SELECT i.message_id, i.created_at, CASE WHEN m.stripped_text = '' THEN m.body_text ELSE m.stripped_text END "
      "FROM "
      "message_insights i JOIN messages m ON m.account_id = i.account_id AND m.id = i.message_id JOIN tickets t ON "
      "t.account_id = m.account_id AND t.id = m.ticket_id WHERE i.account_id = $1 AND i.created_at >= $2 AND "
      "i.created_at < $3 AND i.intent = '' AND i.corrected_at = 0 AND m.deleted_at = 0 AND t.spam = FALSE ORDER BY "
      "i.created_at DESC LIMIT $4",
      [&](const db::Cursor& row) {
        out.ids.emplace_back(row.integer(0));
        out.created.push_back({row.integer(1)});
        out.texts.emplace_back(row.text(2).substr(0, 2'000));
      },
      account, stretch.from, stretch.to, kMostClustered);
  return out;
}

ClustersReport cluster(const Unlabelled& messages) {
  ClustersReport report;
  report.looked_at = static_cast<std::int64_t>(messages.ids.size());
  understanding::ClusterOptions options;
  options.most = kMostClusters;
  for (const auto& found : understanding::find_clusters(messages.texts, options)) {
    QuestionCluster shown;
    shown.words = found.words;
    shown.messages = static_cast<std::int64_t>(found.members.size());
    for (const auto member : found.members) {
      const Instant at = messages.created[member];
      if (!shown.first_datetime || at < shown.first_datetime) shown.first_datetime = at;
      shown.last_datetime = std::max(shown.last_datetime, at);
      if (shown.message_ids.size() < kMostIds) shown.message_ids.push_back(messages.ids[member]);
    }
    report.clusters.push_back(std::move(shown));
  }
  return report;
}

void add_examples(Tx& tx, AccountId account, ClustersReport& report) {
  for (auto& shown : report.clusters)
    for (std::size_t i = 0; i < shown.message_ids.size() && shown.examples.size() < kClusterExamples; ++i)
      if (auto example = store::find_example(tx, account, shown.message_ids[i]))
        shown.examples.push_back({example->message_id, example->ticket_id, example->ticket_number, example->text});
}

}  // namespace peakdesk::insights
