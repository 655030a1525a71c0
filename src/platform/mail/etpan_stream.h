// Lets libetpan's protocols run over a MailConnection. Included by .cpp files of platform/mail only.
#pragma once

struct _mailstream;

namespace peakdesk::platform {
class MailConnection;

/// The stream does not own the connection, which must outlive it. Owned by the session it is given to.
_mailstream* make_etpan_stream(MailConnection& connection);
/// Bytes that libetpan has read already and not used.
bool has_buffered_bytes(const _mailstream* stream);

}  // namespace peakdesk::platform
