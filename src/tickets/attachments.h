// Files of messages as rows: uploaded before the message that carries them, found by id, listed for delivery. The bytes
// are the file store's (attachment_routes.h).
#pragma once
#include <string>
#include <vector>

#include "platform/db/tx.h"
#include "tickets/message.h"

namespace peakdesk::tickets {

/// A file in the file store becomes an upload of this caller's, to be named in a message's attachment_ids.
Attachment add_upload(Tx& tx, const Caller& caller, const StoredFile& file);

struct AttachmentFile {
  std::string file;
  std::string name;
  std::string content_type;
  std::int64_t size = 0;
};
BOOST_DESCRIBE_STRUCT(AttachmentFile, (), (file, name, content_type, size))
/// Where the bytes are. Throws NotFound.
AttachmentFile attachment_file(Tx& tx, AccountId account, AttachmentId id);

/// What a message carries, for channels that deliver it.
struct CarriedFile : AttachmentFile {
  AttachmentId id;
  std::string content_id;
  bool is_inline = false;
};
BOOST_DESCRIBE_STRUCT(CarriedFile, (AttachmentFile), (id, content_id, is_inline))
std::vector<CarriedFile> files_of(Tx& tx, AccountId account, MessageId message);

/// Uploads that no message took within a day; at most `limit` rows go. For the scheduler.
std::size_t drop_forgotten_uploads(Tx& tx, std::size_t limit = 500);

}  // namespace peakdesk::tickets
