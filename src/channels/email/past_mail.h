// Mails of the time before this desk, brought in as tickets with their dates and threads. What a live mail would set in
// motion does not happen: nothing is answered, nothing marked failed.
#pragma once
#include <map>
#include <set>
#include <string>

#include "channels/email/inbound.h"

namespace peakdesk::channels::email {

/// Who "we" are in those mails. Addresses are folded.
struct PastDesk {
  AccountId account;
  std::map<std::string, Mailbox> mailboxes;  // by address
  std::map<std::string, UserId> users;       // by address
  std::set<std::string> own;                 // further addresses the shop wrote from
  std::optional<Mailbox> mailbox;            // the import belongs to this one; otherwise a mail's addresses tell

  bool is_ours(std::string_view address) const;
};
PastDesk read_past_desk(Tx& tx, AccountId account);

/// In a transaction of the mail's own moment (Tx::is_history). Duplicate: it is here already, taken in or set aside.
InboundResult take_in_past(Tx& tx, const PreparedMail& mail, const PastDesk& desk);

/// A first look: what tells order and identity without reading the body. `id` is empty when the mail names none.
struct MailGlance {
  std::string id;
  Instant at;  // zero: the mail does not say
};
MailGlance glance_at(std::string_view first_bytes);
/// Whether a mail of that id was taken in or sent.
bool is_known_mail(Tx& tx, AccountId account, const std::string& mail_id);

}  // namespace peakdesk::channels::email
