// What a shop teaches and what was learnt of it: rows of shop_models and tag_labels, and the corrected messages. Owns
// that SQL.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "insights/insight.h"
#include "platform/db/tx.h"

namespace peakdesk::insights::store {

struct StoredModel {
  std::int64_t id = 0;
  db::Blob bytes;
  Instant newest_correction_at;  // corrections up to here were learnt
};

struct ModelRow {
  std::int64_t id = 0;
  std::string state;  // in_use | replaced | refused
  std::int64_t corrections = 0;
  Instant newest_correction_at;
  std::int64_t took_ms = 0;
  std::string reason;
  std::string report = "{}";
  Instant created_at;
};
BOOST_DESCRIBE_STRUCT(ModelRow, (), (id, state, corrections, newest_correction_at, took_ms, reason, report, created_at))

std::optional<StoredModel> find_model_in_use(Tx& tx, AccountId account);
/// The last attempt, whatever came of it; and the one that answers.
std::optional<ModelRow> last_model(Tx& tx, AccountId account);
std::optional<ModelRow> model_in_use(Tx& tx, AccountId account);
/// A row in_use takes the place of the one before it, whose bytes go.
void insert_model(Tx& tx, AccountId account, const ModelRow& row, const std::string& bytes);

struct CorrectedMessage {
  MessageId message_id;
  std::string intents = "[]";  // JSON, as the agent left them
  std::string guessed;         // JSON Guessed
  std::string language;
  Instant corrected_at;
};
BOOST_DESCRIBE_STRUCT(CorrectedMessage, (), (message_id, intents, guessed, language, corrected_at))

/// The newest `limit`, oldest first.
std::vector<CorrectedMessage> corrected_messages(Tx& tx, AccountId account, int limit);
std::int64_t count_corrections(Tx& tx, AccountId account, Instant after);

struct TagLabel {
  TagId tag_id;
  std::string tag;
  std::string label;
  std::int64_t tickets = 0;  // that carry the tag, up to 1,000
};
BOOST_DESCRIBE_STRUCT(TagLabel, (), (tag_id, tag, label, tickets))

std::vector<TagLabel> tag_labels(Tx& tx, AccountId account);
/// "" takes the meaning from the tag.
void set_tag_label(Tx& tx, AccountId account, TagId tag, const std::string& label);
/// First messages of the newest tickets with that tag that nobody corrected.
std::vector<MessageId> messages_tagged(Tx& tx, AccountId account, TagId tag, int limit);

/// Languages of the newest 2,000 messages, most frequent first, those of at least one in fifty.
std::vector<std::string> languages_spoken(Tx& tx, AccountId account);
/// Labels that agents gave and tags mean, each once.
std::vector<std::string> labels_given(Tx& tx, AccountId account);

}  // namespace peakdesk::insights::store
