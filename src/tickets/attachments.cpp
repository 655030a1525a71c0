#include "tickets/attachments.h"

#include "base/error.h"
#include "tickets/message_store.h"

namespace peakdesk::tickets {
Attachment add_upload(Tx& tx, const Caller& caller, const StoredFile& file) {
  const auto id = tx.new_id<AttachmentId>();
  store::insert_attachment(tx, caller.account, {}, caller.user, file, id);
  return {id, file.name, file.content_type, file.size, store::attachment_url(id), file.is_inline, file.content_id};
}

AttachmentFile attachment_file(Tx& tx, AccountId account, AttachmentId id) {
  auto found = tx.find<AttachmentFile>(
      "SELECT file, name, content_type, size FROM attachments WHERE account_id = $1 AND id = $2", account, id);
  if (!found) throw_not_found("attachment");
  return std::move(*found);
}

std::vector<CarriedFile> files_of(Tx& tx, AccountId account, MessageId message) {
  return tx.list<CarriedFile>(
      "SELECT id, file, name, content_type, size, content_id, is_inline FROM attachments WHERE account_id = $1 AND "
      "message_id = $2 ORDER BY id",
      account, message);
}

std::size_t drop_forgotten_uploads(Tx& tx, std::size_t limit) {
  tx.exec(
      "INSERT INTO released_files (name, released_at) SELECT DISTINCT file, $3 FROM (SELECT file FROM attachments "
      "WHERE "
      "account_id IN (SELECT id FROM accounts) AND message_id = 0 AND created_at < $1 LIMIT $2) AS forgotten WHERE "
      "TRUE "
      "ON CONFLICT (name) DO UPDATE SET released_at = excluded.released_at",
      tx.now() - days(1), limit, tx.now());
  return static_cast<std::size_t>(
      tx.exec("DELETE FROM attachments WHERE id IN (SELECT id FROM attachments WHERE account_id IN (SELECT id FROM "
              "accounts) AND "
              "message_id = 0 AND created_at < $1 LIMIT $2)",
              tx.now() - days(1), limit));
}

}  // namespace peakdesk::tickets
