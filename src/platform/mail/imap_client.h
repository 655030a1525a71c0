// One IMAP session: log in, look at a folder, fetch, wait for new mail. Blocking; one thread at a time. Owns the
// connection; keeps no state about what was read (that is the caller's cursor of UIDVALIDITY and UID). Every method
// throws MailServerError.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "platform/mail/mail_server.h"

namespace peakdesk::platform {

struct ImapFolder {
  std::uint32_t uid_validity = 0;  // another value than last time: every UID means something else now
  std::uint32_t uid_next = 0;      // 0: the server does not say
  std::uint32_t exists = 0;        // number of mails
};

struct ImapListed {
  std::uint32_t uid = 0;
  std::uint32_t size = 0;  // bytes, as the server says
  bool seen = false;
};

class ImapClient {
 public:
  /// `wakeup` (may be null) ends every wait; it must outlive the client.
  explicit ImapClient(MailServer server, const Wakeup* wakeup = nullptr);
  ~ImapClient();
  ImapClient(ImapClient&&) noexcept;
  ImapClient& operator=(ImapClient&&) noexcept;

  /// Connects and logs in.
  void connect();
  void logout() noexcept;

  std::vector<std::string> folders();
  ImapFolder select(const std::string& folder);
  /// UIDs from `from_uid` on in the selected folder, ascending, with sizes; so that a huge mail is not fetched to learn
  /// its size.
  std::vector<ImapListed> list(std::uint32_t from_uid);
  /// The newest `count` of the folder's `exists` mails, ascending: so that a folder of a million is not listed whole.
  std::vector<ImapListed> list_newest(std::uint32_t exists, std::uint32_t count);
  /// The whole mail; it stays unseen. Empty when it has gone.
  std::string fetch(std::uint32_t uid);
  /// At most its first `bytes`.
  std::string fetch_start(std::uint32_t uid, std::uint32_t bytes);
  void mark_seen(std::uint32_t uid);
  /// By MOVE, or copy and delete where the server has no MOVE.
  void move(std::uint32_t uid, const std::string& folder);
  void append(const std::string& folder, const std::string& mail, bool seen);

  bool can_idle();
  enum class Idle { NewMail, TimedOut, Woken };
  /// Waits in the selected folder until the server reports something, `at_most` passed or the wakeup was woken. Servers
  /// end an IDLE after 30 minutes: stay below. Without IDLE it waits and asks (NOOP).
  Idle idle(Duration at_most);

 private:
  struct Session;
  std::unique_ptr<Session> session_;
};

}  // namespace peakdesk::platform
