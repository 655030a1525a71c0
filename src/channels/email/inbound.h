// A raw mail becomes a message on a ticket, or is set aside with a reason. In two steps: everything slow (parsing,
// cleaning, writing attachments) happens before the transaction; the transaction only decides and stores. Every mail
// that came is kept as it came.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/notice.h"
#include "channels/email/mail_kind.h"
#include "channels/email/mailbox.h"
#include "channels/email/reply_address.h"
#include "platform/db/tx.h"
#include "platform/files/file_store.h"
#include "tickets/message.h"

namespace peakdesk::channels::email {

/// A mail read, judged and cleaned; its parts are in the file store already.
struct PreparedMail {
  MailKind kind;
  tickets::IncomingMessage message;  // account, mailbox and team are filled when it is taken in
  std::vector<std::string> recipients;
  std::string in_reply_to_or_references;  // for messages about us
  bool from_this_desk = false;            // carries our own mark: a loop or our own copy
  std::string raw_file;
  std::int64_t size = 0;
  std::int64_t uid = 0, uid_validity = 0;  // of one that was not fetched: where it lies on its server
  Notice problem;                          // not empty: it cannot be taken in and is set aside
};

/// Never throws for what the mail holds; throws RequestError StorageFull when nothing can be written.
PreparedMail prepare_mail(std::string_view raw, const files::FileStore& files, std::size_t max_bytes,
                          const std::string& desk_mark);

/// For a mail that is not taken in: who wrote it and what about, as far as its first bytes say.
void describe_from_start(std::string_view first_bytes, PreparedMail& mail);

enum class InboundOutcome { Stored, Duplicate, SetAside, Noted };
struct InboundResult {
  InboundOutcome outcome = InboundOutcome::Stored;
  TicketId ticket_id;
  MessageId message_id;
  std::int64_t set_aside_id = 0;
  Notice notice;  // why it was set aside or only noted
};

/// Decides: a person's mail goes to its ticket or opens one; a bounce marks our message failed; automatic replies join
/// a ticket they belong to but never open one; complaints are noted; what cannot be read is set aside.
InboundResult take_in(Tx& tx, const PreparedMail& mail, AccountId account, const std::optional<Mailbox>& mailbox,
                      const ReplyAddresses& addresses);

/// Puts a mail on the list of those set aside; returns its id. `state` "waiting" asks for a person, "dismissed" only
/// keeps it.
std::int64_t set_aside(Tx& tx, AccountId account, MailboxId mailbox, const PreparedMail& mail, const Notice& why,
                       const std::string& state = "waiting");

/// The value of the X-Peakdesk-Desk header on every mail this desk sends.
std::string desk_mark_of(const std::string& derived_key);

}  // namespace peakdesk::channels::email
