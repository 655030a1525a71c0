// What agents have begun to write: one unsent answer an agent and ticket, seen live by everybody on the ticket.
#pragma once
#include <vector>

#include "platform/db/tx.h"
#include "tickets/ticket.h"

namespace peakdesk::tickets {

struct DraftInput {
  TicketId id;
  bool public_ = true;
  std::string body_html;
  std::string body_text;
  std::vector<MailAddress> to;
  std::vector<MailAddress> cc;
  std::vector<AttachmentId> attachment_ids;
};
BOOST_DESCRIBE_STRUCT(DraftInput, (), (id, public_, body_html, body_text, to, cc, attachment_ids))

/// PUT /api/tickets/{id}/draft; also the socket's "draft" frame. Throws NotFound, Invalid.
Draft save_draft(Tx& tx, const Caller& caller, const DraftInput& input);
void delete_draft(Tx& tx, const Caller& caller, TicketId ticket);
std::vector<Draft> drafts_of(Tx& tx, AccountId account, TicketId ticket);
/// The one an agent has on a ticket, for push.
std::optional<Draft> find_draft(Tx& tx, AccountId account, TicketId ticket, UserId user);

}  // namespace peakdesk::tickets
