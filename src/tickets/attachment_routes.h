// Uploading files and handing them out: where the rows of attachments.h meet the file store.
#pragma once
#include <memory>

#include "platform/db/database.h"
#include "platform/files/file_store.h"
#include "platform/http/router.h"

namespace peakdesk::tickets {

inline constexpr std::size_t kLargestUpload = 25u << 20;  // bytes

/// POST /api/attachments (raw body) and GET /api/attachments/{id}. `database` must outlive the router.
void add_attachment_routes(Router& router, Database& database, std::shared_ptr<const files::FileStore> store);

}  // namespace peakdesk::tickets
