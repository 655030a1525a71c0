#include "insights/learning_store.h"

#include <algorithm>
#include <set>

namespace peakdesk::insights::store {
namespace {

constexpr const char* kSelectModels =
    "SELECT id, state, corrections, newest_correction_at, took_ms, reason, report, created_at FROM shop_models WHERE "
    "account_id = $1";

}  // namespace

std::optional<StoredModel> find_model_in_use(Tx& tx, AccountId account) {
  std::optional<StoredModel> found;
  tx.rows(
      "SELECT id, bytes, newest_correction_at FROM shop_models WHERE account_id = $1 AND state = 'in_use' ORDER BY id "
      "DESC LIMIT 1",
      [&](const db::Cursor& row) {
        found = StoredModel{row.integer(0), {std::string(row.text(1))}, {row.integer(2)}};
      },
      account);
  return found;
}

std::optional<ModelRow> last_model(Tx& tx, AccountId account) {
  return tx.find<ModelRow>(std::string(kSelectModels) + " ORDER BY id DESC LIMIT 1", account);
}

std::optional<ModelRow> model_in_use(Tx& tx, AccountId account) {
  return tx.find<ModelRow>(std::string(kSelectModels) + " AND state = 'in_use' ORDER BY id DESC LIMIT 1", account);
}

void insert_model(Tx& tx, AccountId account, const ModelRow& row, const std::string& bytes) {
  const bool in_use = row.state == "in_use";
  if (in_use)
    tx.exec("UPDATE shop_models SET state = 'replaced', bytes = NULL WHERE account_id = $1 AND state = 'in_use'",
            account);
  tx.exec(
      "INSERT INTO shop_models (id, account_id, state, corrections, newest_correction_at, took_ms, reason, report, "
      "bytes, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      row.id, account, row.state, row.corrections, row.newest_correction_at, row.took_ms, row.reason, row.report,
      in_use ? std::optional<db::Blob>(db::Blob{bytes}) : std::nullopt, tx.now());
}

std::vector<CorrectedMessage> corrected_messages(Tx& tx, AccountId account, int limit) {
  auto rows = tx.list<CorrectedMessage>(
      "SELECT message_id, intents, guessed, language, corrected_at FROM message_insights WHERE account_id = $1 AND "
      "corrected_at > 0 ORDER BY corrected_at DESC, message_id DESC LIMIT $2",
      account, limit);
  std::reverse(rows.begin(), rows.end());
  return rows;
}

std::int64_t count_corrections(Tx& tx, AccountId account, Instant after) {
  return tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM message_insights WHERE account_id = $1 AND corrected_at > $2",
                                 account, after);
}

std::vector<TagLabel> tag_labels(Tx& tx, AccountId account) {
  return tx.list<TagLabel>(
      "SELECT l.tag_id, g.name AS tag, l.label, (SELECT COUNT(*) FROM (SELECT 1 FROM ticket_tags tt WHERE "
      "tt.account_id = l.account_id AND tt.tag_id = l.tag_id LIMIT 1000) AS counted) AS tickets FROM tag_labels l JOIN "
      "tags g ON g.account_id = l.account_id AND g.id = l.tag_id WHERE l.account_id = $1 ORDER BY g.name_folded",
      account);
}

void set_tag_label(Tx& tx, AccountId account, TagId tag, const std::string& label) {
  if (label.empty())
    tx.exec("DELETE FROM tag_labels WHERE account_id = $1 AND tag_id = $2", account, tag);
  else
    tx.exec(
        "INSERT INTO tag_labels (account_id, tag_id, label) VALUES ($1, $2, $3) ON CONFLICT (account_id, tag_id) DO "
        "UPDATE SET label = excluded.label",
        account, tag, label);
}

std::vector<MessageId> messages_tagged(Tx& tx, AccountId account, TagId tag, int limit) {
  return tx.list<MessageId>(
      "SELECT first_id FROM (SELECT (SELECT MIN(m.id) FROM messages m WHERE m.account_id = $1 AND m.ticket_id = "
      "tt.ticket_id AND m.deleted_at = 0) AS first_id FROM ticket_tags tt WHERE tt.account_id = $1 AND tt.tag_id = $2 "
      "ORDER BY tt.ticket_id DESC LIMIT $3) AS firsts WHERE first_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
      "message_insights i WHERE i.account_id = $1 AND i.message_id = first_id AND i.corrected_at > 0) ORDER BY "
      "first_id",
      account, tag, limit);
}

std::vector<std::string> languages_spoken(Tx& tx, AccountId account) {
  return tx.list<std::string>(
      "SELECT language FROM (SELECT language FROM message_insights WHERE account_id = $1 ORDER BY created_at DESC "
      "LIMIT 2000) AS newest GROUP BY language HAVING COUNT(*) * 50 >= (SELECT COUNT(*) FROM (SELECT 1 FROM "
      "message_insights WHERE account_id = $1 LIMIT 2000) AS looked_at) ORDER BY COUNT(*) DESC, language",
      account);
}

std::vector<std::string> labels_given(Tx& tx, AccountId account) {
  std::set<std::string> labels;
  tx.rows(
      "SELECT DISTINCT intent FROM message_insights WHERE account_id = $1 AND corrected_at > 0 AND intent <> '' UNION "
      "SELECT label FROM tag_labels WHERE account_id = $1",
      [&](const db::Cursor& row) { labels.emplace(row.text(0)); }, account);
  return {labels.begin(), labels.end()};
}

}  // namespace peakdesk::insights::store
