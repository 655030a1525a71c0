#include "tickets/drafts.h"

#include "base/error.h"
#include "tickets/directory.h"
#include "tickets/events.h"
#include "tickets/message_body.h"
#include "tickets/message_store.h"
#include "tickets/ticket_store.h"

namespace peakdesk::tickets {
namespace {

struct Recipients {
  std::vector<MailAddress> to;
  std::vector<MailAddress> cc;
};
BOOST_DESCRIBE_STRUCT(Recipients, (), (to, cc))

struct DraftRow {
  UserId user_id;
  std::string user_name;
  bool public_ = true;
  std::string body_html;
  std::string body_text;
  std::string to_json;
  std::string attachment_ids;
  Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(DraftRow, (),
                      (user_id, user_name, public_, body_html, body_text, to_json, attachment_ids, updated_at))

constexpr const char* kSelectDrafts =
    "SELECT d.user_id, COALESCE(u.name, '') AS user_name, d.public, d.body_html, d.body_text, d.to_json, "
    "d.attachment_ids, d.updated_at "
    "FROM drafts d LEFT JOIN users u ON u.id = d.user_id AND u.account_id = d.account_id WHERE d.account_id = $1 AND "
    "d.ticket_id = $2";

Draft to_draft(Tx& tx, AccountId account, DraftRow&& row) {
  Draft draft;
  draft.user = {row.user_id, std::move(row.user_name)};
  draft.public_ = row.public_;
  draft.body_html = std::move(row.body_html);
  draft.body_text = std::move(row.body_text);
  auto recipients = from_json<Recipients>(row.to_json);
  draft.to = std::move(recipients.to);
  draft.cc = std::move(recipients.cc);
  draft.attachments = store::attachments_by_id(tx, account, from_json<std::vector<AttachmentId>>(row.attachment_ids));
  draft.updated_datetime = row.updated_at;
  return draft;
}

}  // namespace

Draft save_draft(Tx& tx, const Caller& caller, const DraftInput& input) {
  if (!caller.user) throw_not_allowed("A draft belongs to an agent.");
  store::require_ticket(tx, caller.account, input.id);
  if (input.body_html.size() + input.body_text.size() > 2'000'000)
    throw_invalid("body_html", "A draft has at most 2,000,000 characters.");
  if (input.to.size() + input.cc.size() > 200 || input.attachment_ids.size() > 50)
    throw_invalid("to", "A draft goes to at most 200 addresses and carries 50 files.");
  const MessageBody body = make_body(input.body_html, input.body_text);
  tx.exec(
      "INSERT INTO drafts (account_id, ticket_id, user_id, public, body_html, body_text, to_json, attachment_ids, "
      "updated_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (account_id, ticket_id, user_id) DO UPDATE SET public = "
      "excluded.public, "
      "body_html = excluded.body_html, body_text = excluded.body_text, to_json = excluded.to_json, "
      "attachment_ids = excluded.attachment_ids, updated_at = excluded.updated_at",
      caller.account, input.id, caller.user, input.public_, body.html, body.text,
      to_json(Recipients{input.to, input.cc}), to_json(input.attachment_ids), tx.now());
  emit(tx, cause_of(caller), "draft.changed", input.id, DraftChangedEvent{caller.user});
  return *find_draft(tx, caller.account, input.id, caller.user);
}

void delete_draft(Tx& tx, const Caller& caller, TicketId ticket) {
  store::require_ticket(tx, caller.account, ticket);
  if (tx.exec("DELETE FROM drafts WHERE account_id = $1 AND ticket_id = $2 AND user_id = $3", caller.account, ticket,
              caller.user))
    emit(tx, cause_of(caller), "draft.changed", ticket, DraftChangedEvent{caller.user});
}

std::vector<Draft> drafts_of(Tx& tx, AccountId account, TicketId ticket) {
  std::vector<Draft> drafts;
  for (auto& row : tx.list<DraftRow>(kSelectDrafts, account, ticket))
    drafts.push_back(to_draft(tx, account, std::move(row)));
  return drafts;
}

std::optional<Draft> find_draft(Tx& tx, AccountId account, TicketId ticket, UserId user) {
  auto row = tx.find<DraftRow>(std::string(kSelectDrafts) + " AND d.user_id = $3", account, ticket, user);
  if (!row) return std::nullopt;
  return to_draft(tx, account, std::move(*row));
}

}  // namespace peakdesk::tickets
