// A mail as plain values to the bytes that go to a mail server (RFC 5322, MIME, CRLF). Owns encoding and structure;
// does not send, sign or decide what is written. Line ends and control characters in any header value are removed:
// nothing can inject a header.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "platform/mail/mime_parser.h"

namespace peakdesk::platform {

struct OutgoingAttachment {
  std::string name;
  std::string content_type;  // "image/png"; "application/octet-stream" when empty or malformed
  std::string content_id;    // without <>; not empty: an inline image of the HTML (src="cid:…")
  std::string bytes;
};

struct OutgoingMail {
  MailAddress from;
  std::vector<MailAddress> to, cc, reply_to;  // blind copies are the envelope's business
  std::string subject;
  std::string text;  // always there
  std::string html;  // empty: text only
  std::vector<OutgoingAttachment> attachments;
  std::string message_id;               // without <>
  std::string in_reply_to;              // without <>, may be empty
  std::vector<std::string> references;  // without <>, oldest first; long chains keep the first and the last ones
  Instant date;
  std::string auto_submitted;                 // "auto-replied", "auto-generated"; empty for what a person wrote
  std::string list_id;                        // "sale.shop.test"
  std::vector<std::string> list_unsubscribe;  // "https://…", "mailto:…"
  bool one_click_unsubscribe = false;         // RFC 8058; wants an https address above
  std::vector<MailHeader> more_headers;       // "X-Peakdesk-Ticket"; names that are not tokens are left out
};

std::string build_mail(const OutgoingMail& mail);

/// "token@domain" ready for `message_id`; the token comes from the caller (unguessable or not, as they need).
std::string make_message_id(std::string_view token, std::string_view domain);

}  // namespace peakdesk::platform
