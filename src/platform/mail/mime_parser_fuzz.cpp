// The way of every mail from outside: MIME, charsets, headers.
#include <cstdint>
#include <cstdlib>

#include "base/text.h"
#include "platform/mail/mime_parser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace peakdesk;
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  platform::ParseLimits limits;
  limits.max_parts = 50;
  limits.max_depth = 10;
  const platform::ParsedMail mail = platform::parse_mail(raw, limits);
  if (!is_valid_utf8(mail.text) || !is_valid_utf8(mail.subject) || !is_valid_utf8(mail.html)) std::abort();
  for (const auto& attachment : mail.attachments)
    if (!is_valid_utf8(attachment.name) || attachment.size != attachment.bytes.size()) std::abort();
  platform::parse_mail_addresses(raw);
  platform::parse_mail_ids(raw);
  Instant date;
  platform::parse_mail_date(raw, date);
  return 0;
}
