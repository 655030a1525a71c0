// One TCP connection to a mail server with timeouts, TLS (certificates checked) and a way to end its waits. Speaks no
// protocol.
#pragma once
#include <cstddef>
#include <memory>
#include <string>

#include "platform/mail/mail_server.h"

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;

namespace peakdesk::platform {

class MailConnection {
 public:
  /// Resolves, connects and, for TlsMode::Tls, shakes hands. Throws MailServerError. `wakeup` may be null and must
  /// outlive this.
  MailConnection(const MailServer& server, const Wakeup* wakeup);
  ~MailConnection();
  MailConnection(const MailConnection&) = delete;
  MailConnection& operator=(const MailConnection&) = delete;

  /// After the server agreed to STARTTLS. Throws MailServerError.
  void start_tls();
  bool is_encrypted() const { return tls_ != nullptr; }

  /// Bytes read or written; 0: the other side closed; -1: see trouble(). Never throw (called from C).
  long read(void* buffer, std::size_t size) noexcept;
  long write(const void* buffer, std::size_t size) noexcept;
  void close() noexcept;
  int descriptor() const { return descriptor_; }

  /// While false a wakeup ends no exchange at once, it only leaves the server two seconds to answer: for the few words
  /// that begin or end a wait properly.
  void heed_wakeup(bool heed) { heeds_wakeup_ = heed; }

  enum class Wait { Readable, TimedOut, Woken };
  /// Until something can be read. Throws MailServerError when the connection is gone.
  Wait wait_readable(Duration at_most);

  /// What went wrong last; thrown by the clients after the C library gave up. Throws always.
  [[noreturn]] void throw_trouble(const std::string& doing) const;
  bool saw_bytes() const { return saw_bytes_; }

 private:
  bool wait(short events, std::int64_t at_most_ms) noexcept;
  void connect();
  long fail(MailTrouble trouble, std::string detail) noexcept;

  MailServer server_;
  const Wakeup* wakeup_;
  int descriptor_ = -1;
  bool heeds_wakeup_ = true;
  SSL_CTX* context_ = nullptr;
  SSL* tls_ = nullptr;
  bool saw_bytes_ = false;
  bool failed_ = false;
  MailTrouble trouble_ = MailTrouble::Lost;
  std::string detail_;
};

}  // namespace peakdesk::platform
