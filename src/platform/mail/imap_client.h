// Reads a mailbox by IMAP (RFC 3501, IDLE), by libetpan. Blocking, with timeouts; one connection belongs to one thread,
// but wake() may come from any. Certificates are checked against the system's authorities and the host's name.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "platform/mail/connection_step.h"

namespace peakdesk::platform {

struct ImapFolder {
  std::int64_t uid_validity = 0;
  std::int64_t uid_next = 0;  // 0 when the server does not say
  std::int64_t exists = 0;
};

struct ImapSize {
  std::int64_t uid = 0;
  std::int64_t bytes = 0;
};

class ImapClient {
 public:
  /// Connects and signs in. Throws MailServerError.
  explicit ImapClient(const MailServer& server);
  ~ImapClient();
  ImapClient(const ImapClient&) = delete;
  ImapClient& operator=(const ImapClient&) = delete;

  /// Throws MailServerError (step "folder") when there is no such folder.
  ImapFolder select(const std::string& folder);
  /// UIDs greater than `after` with their sizes, ascending. Empty when there are none.
  std::vector<ImapSize> list_after(std::int64_t after);
  /// UIDs of mails that arrived on or after that day, ascending.
  std::vector<std::int64_t> arrived_since(Instant day);
  /// The whole mail as it came; it stays unread on the server. Nothing when it is gone.
  std::optional<std::string> fetch(std::int64_t uid);
  /// Only its header.
  std::optional<std::string> fetch_header(std::int64_t uid);

  bool can_idle() const;
  /// Waits until the folder changes, `at_most` passes, or wake(). True when the server said something.
  bool wait_for_news(Duration at_most);
  /// Ends a wait_for_news from another thread, now or the next one.
  void wake();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace peakdesk::platform
