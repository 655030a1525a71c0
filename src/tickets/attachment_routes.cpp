#include "tickets/attachment_routes.h"

#include "base/error.h"
#include "platform/files/download.h"
#include "tickets/attachments.h"

namespace peakdesk::tickets {
namespace {

AttachmentId id_in(const http::Call& call) {
  std::int64_t id = 0;
  http::detail::read_text_field("id", call.request.param("id"), id);
  return AttachmentId(id);
}

/// A switch in the query: 1, true, 0, false or absent.
bool is_on(const http::Call& call, const char* name) {
  const auto text = call.request.query_value(name);
  if (text == "1" || text == "true") return true;
  if (!text.empty() && text != "0" && text != "false") throw_wrong_type(name, "true or false");
  return false;
}

}  // namespace

void add_attachment_routes(Router& router, Database& database, std::shared_ptr<const files::FileStore> store) {
  router.work(
      "POST", "/api/attachments", agents("tickets:write"),
      [&database, store](const http::Call& call) {
        const auto name = call.request.query_value("name");
        if (name.empty()) throw_invalid("name", "Say what the file is called (?name=…).");
        if (call.request.body.empty()) throw_invalid("", "The file is empty.");
        const auto kept = store->put(call.request.body);
        StoredFile file;
        file.file = kept.name;
        file.size = kept.size;
        file.name = files::safe_file_name(name);
        file.content_type = files::safe_content_type(call.request.query_value("content_type"));
        file.is_inline = is_on(call, "inline");
        if (file.is_inline) file.content_id = kept.name.substr(0, 32) + "@peakdesk";
        Attachment attachment;
        database.write([&](Tx& tx) { attachment = add_upload(tx, call.caller, file); }, db::Lane::Screen);
        return http::Response::json(to_json(attachment), 201);
      },
      kLargestUpload);
  router.work("GET", "/api/attachments/{id}", observers("tickets:read"), [&database, store](const http::Call& call) {
    AttachmentFile file;
    database.read([&](Tx& tx) { file = attachment_file(tx, call.caller.account, id_in(call)); });
    return files::download(*store, file.file, file.name, file.content_type,
                           is_on(call, "inline") ? files::Disposition::InlineIfImage : files::Disposition::Attachment);
  });
}

}  // namespace peakdesk::tickets
