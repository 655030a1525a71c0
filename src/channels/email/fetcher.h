// Reads every active mailbox by IMAP, each on a thread of its own, so that a slow or broken server delays nobody else.
// Where the server can tell of new mail (IDLE) it is taken in within moments. Progress moves in the transaction that
// stores the mail: nothing is lost or doubled by a crash. A mail that cannot be taken in is set aside, visibly, and the
// next one goes on.
#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "channels/email/inbound.h"
#include "channels/email/mail_servers.h"
#include "channels/email/mailbox.h"
#include "platform/crypto/secret_box.h"
#include "platform/db/database.h"
#include "platform/jobs/job.h"
#include "platform/log/log.h"
#include "platform/mail/imap_client.h"

namespace peakdesk::channels::email {

struct FetcherOptions {
  Duration poll = seconds(60);  // for servers without IDLE
  std::size_t max_mail_bytes = 50 << 20;
  std::string desk_mark;
  MailServerRules rules;
};

class Fetcher {
 public:
  Fetcher(Database& database, const crypto::SecretBox& secrets, const files::FileStore& files,
          const ReplyAddresses& addresses, log::Logger& logger, FetcherOptions options)
      : database_(database),
        secrets_(secrets),
        files_(files),
        addresses_(addresses),
        logger_(logger),
        options_(std::move(options)) {}
  ~Fetcher() { stop(); }

  /// Starts readers of new or changed mailboxes and ends those of removed ones. Called by the schedule and when
  /// settings change.
  void supervise();
  void stop();

  /// Runs kFetchLateJob: a mail that was set aside unfetched comes after all, because a lead asked for it.
  void fetch_late(const jobs::Job& job);

 private:
  struct Reader {
    Mailbox mailbox;
    std::thread thread;
    std::atomic<bool> stopping{false};
    std::atomic<bool> has_left{false};
    platform::Wakeup wakeup;
    Instant connected_at;        // of the running session; zero: not yet
    std::uint32_t hard_uid = 0;  // the mail that broke the session while it was fetched, and how often
    int hard_times = 0;
  };
  void run(Reader& reader);
  void read_mailbox(Reader& reader, const platform::MailServer& server);
  void pause(const Reader& reader, Duration at_most) const;
  void end_those_not_in(const std::map<MailboxId, const Mailbox*>& wanted);
  void fetch_new(Reader& reader, platform::ImapClient& client, const platform::ImapFolder& folder);
  void take_one(Reader& reader, platform::ImapClient& client, std::int64_t uid_validity,
                const platform::ImapListed& mail);
  /// The mail as it is, or nothing and the reason in `problem`.
  std::string fetch_one(Reader& reader, platform::ImapClient& client, const platform::ImapListed& mail,
                        PreparedMail& problem);
  /// What cannot even be read carries that as its problem. Throws RequestError StorageFull.
  PreparedMail prepare(const std::string& raw, std::size_t max_bytes) const;
  /// Runs `work`, which stores the mail, in a transaction; when the mail is poison, once more with that as its problem.
  void store(PreparedMail& mail, const Mailbox& mailbox, std::int64_t uid, const std::function<void(Tx&)>& work) const;
  static void tell_to_end(Reader& reader);

  Database& database_;
  const crypto::SecretBox& secrets_;
  const files::FileStore& files_;
  const ReplyAddresses& addresses_;
  log::Logger& logger_;
  FetcherOptions options_;
  std::mutex mutex_;
  bool stopped_ = false;
  platform::Wakeup late_wakeup_;
  std::map<MailboxId, std::unique_ptr<Reader>> readers_;
  std::vector<std::unique_ptr<Reader>> leaving_;  // told to end, still in a call that cannot be interrupted
};

}  // namespace peakdesk::channels::email
