// Deletes the bytes that no row names any more: attachments and mails of erased customers, uploads nobody sent. Rooms
// say what they let go of (table released_files); whether another row still names it is looked up here, because files
// are shared by content.
#pragma once
#include <cstddef>

#include "platform/db/database.h"
#include "platform/files/file_store.h"

namespace peakdesk::app {

/// Looks at what was released over an hour ago; how many files went.
std::size_t sweep_files(Database& database, const files::FileStore& files);

}  // namespace peakdesk::app
