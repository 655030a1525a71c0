#include "platform/mail/etpan_stream.h"

#include <libetpan/libetpan.h>

#include <cstdlib>

#include "platform/mail/mail_connection.h"

namespace peakdesk::platform {
namespace {

MailConnection& connection_of(mailstream_low* low) { return *static_cast<MailConnection*>(low->data); }

ssize_t stream_read(mailstream_low* low, void* buffer, size_t size) { return connection_of(low).read(buffer, size); }
ssize_t stream_write(mailstream_low* low, const void* buffer, size_t size) {
  return connection_of(low).write(buffer, size);
}
int stream_close(mailstream_low*) { return 0; }
int stream_descriptor(mailstream_low* low) { return connection_of(low).descriptor(); }
void stream_free(mailstream_low* low) { std::free(low); }
void stream_cancel(mailstream_low*) {}
struct mailstream_cancel* stream_get_cancel(mailstream_low*) {
  return nullptr;
}
carray* stream_certificates(mailstream_low*) { return nullptr; }
int stream_idle(mailstream_low*) { return -1; }

mailstream_low_driver etpan_driver = {stream_read, stream_write,  stream_close,      stream_descriptor,
                                      stream_free, stream_cancel, stream_get_cancel, stream_certificates,
                                      stream_idle, stream_idle,   stream_idle};

}  // namespace

_mailstream* make_etpan_stream(MailConnection& connection) {
  mailstream_low* low = mailstream_low_new(&connection, &etpan_driver);
  return low ? mailstream_new(low, 65'536) : nullptr;
}

bool has_buffered_bytes(const _mailstream* stream) { return stream && stream->read_buffer_len > 0; }

}  // namespace peakdesk::platform
