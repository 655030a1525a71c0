// A mail as bytes to a mail as plain values, by GMime. Owns the reading of MIME, charsets and addresses; does not
// judge, sanitise or store. Input is untrusted: nothing here throws for it, a mail that cannot be taken in says why in
// `problem`.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/notice.h"

namespace peakdesk::platform {

struct MailAddress {
  std::string name;     // decoded, may be empty
  std::string address;  // "local@domain" as written; may be malformed
  friend bool operator==(const MailAddress&, const MailAddress&) = default;
};

struct MailHeader {
  std::string name;   // as written
  std::string value;  // unfolded, RFC 2047 decoded, UTF-8
};

struct MailAttachment {
  std::string name;          // decoded; empty when the mail names none
  std::string content_type;  // lower case, without parameters
  std::size_t size = 0;      // bytes after transfer decoding
  std::string content_id;    // without <>
  bool is_inline = false;    // the mail wants it shown within the text (an image of a signature, an invitation)
  std::string bytes;         // decoded; an attached mail (message/rfc822) whole
};

struct ParsedMail {
  std::string message_id;               // without <>
  std::string in_reply_to;              // first id, without <>
  std::vector<std::string> references;  // oldest first, without <>
  Instant date;                         // the Date header
  bool date_ok = false;                 // false: there was none or it could not be read; `date` is zero
  std::vector<MailAddress> from, sender, reply_to, to, cc, bcc;
  std::string subject;
  std::string content_type;  // of the whole mail: lower case, without parameters
  std::string text;          // best plain text, LF line ends; made from `html` when there is no plain part
  bool text_is_from_html = false;
  std::string html;  // as sent: NOT sanitised; empty when the mail has no HTML part
  std::vector<MailAttachment> attachments;
  std::vector<MailHeader> headers;  // in order
  Notice problem;                   // not empty: the mail must be set aside and only what is filled can be relied on

  /// First header of that name (case does not matter), or empty.
  std::string_view header(std::string_view name) const;
  bool has_header(std::string_view name) const;
};

struct ParseLimits {
  std::size_t max_bytes = 64u << 20;        // whole mail
  std::size_t max_header_bytes = 1u << 20;  // top header block
  std::size_t max_headers = 2'000;
  std::size_t max_parts = 1'000;
  std::size_t max_depth = 40;             // multiparts and attached mails within each other
  std::size_t max_text_bytes = 8u << 20;  // text and HTML each; what is longer is cut
};

/// Reads one mail (RFC 5322, MIME, an mbox "From " line in front is skipped, any line ends). About 10,000 a second for
/// 4 KB.
ParsedMail parse_mail(std::string_view raw, const ParseLimits& limits = {});

/// Reads a Date header the way mails write it. False when it cannot be read.
bool parse_mail_date(std::string_view text, Instant& out);
/// Reads an address list header, RFC 2047 words decoded, groups flattened.
std::vector<MailAddress> parse_mail_addresses(std::string_view text);
/// Ids of a Message-ID, In-Reply-To or References header without <>.
std::vector<std::string> parse_mail_ids(std::string_view text);
/// An unstructured header (Subject): unfolded, RFC 2047 decoded, valid UTF-8.
std::string decode_mail_header(std::string_view text);

}  // namespace peakdesk::platform
