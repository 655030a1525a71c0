// What sort of mail this is: a person's, or one of the kinds a machine sends. Decides nothing about what happens then.
// A person's mail is never taken for a machine's on weak evidence: a wrong "human" costs an agent a click, a wrong
// "bounce" a customer.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "platform/mail/mime_parser.h"

namespace peakdesk::channels::email {

enum class Kind {
  Human,
  AutoReply,  // vacation notices, receipts, confirmations of delivery: nothing may answer these
  Bounce,     // a mail of ours was not (or not yet) delivered
  Report,     // a recipient or their provider complains (RFC 5965) or a receiver's statistics (DMARC, TLS)
  Spam,
};

struct FailedRecipient {
  std::string address;
  std::string status;      // RFC 3463, "5.1.1"; empty when the bounce does not say
  int status_class = 5;    // 5 permanent, 4 temporary
  bool hard = false;       // the address or its host does not exist, or takes no mail: writing again is useless
  std::string diagnostic;  // what the other server said, one line
};

struct MailKind {
  Kind kind = Kind::Human;
  std::string reason;                   // one phrase: what told it
  std::vector<FailedRecipient> failed;  // of a bounce; whom a complaint is about is here too when it says so
  std::string original_message_id;      // of the mail that bounced, when the bounce carries it; without <>
};

MailKind classify(const platform::ParsedMail& mail);
/// "human", "auto_reply", "bounce", "report", "spam".
std::string_view name_of(Kind kind);

}  // namespace peakdesk::channels::email
