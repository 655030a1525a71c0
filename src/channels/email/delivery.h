// Answers leave as mails. An answer that an agent writes becomes a job in the same transaction; the job builds the mail
// and hands it to the mailbox's SMTP server, and the message says what came of it. At least once: a mail repeated after
// a crash carries the same Message-ID.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "channels/email/mail_servers.h"
#include "channels/email/mailbox.h"
#include "channels/email/reply_address.h"
#include "platform/crypto/secret_box.h"
#include "platform/db/database.h"
#include "platform/files/file_store.h"
#include "platform/jobs/runner.h"
#include "platform/mail/smtp_client.h"

namespace peakdesk::channels::email {

inline constexpr const char* kSendJob = "email.send";

class Delivery {
 public:
  Delivery(const crypto::SecretBox& secrets, const files::FileStore& files, const ReplyAddresses& addresses,
           std::string desk_mark, MailServerRules rules)
      : secrets_(secrets),
        files_(files),
        addresses_(addresses),
        desk_mark_(std::move(desk_mark)),
        rules_(std::move(rules)) {}

  /// In-transaction subscriber of message.added and message.queued: queues the job for answers that go by mail.
  void on_message(Tx& tx, const events::Event& event) const;
  /// The job. Throws jobs::GiveUp when trying again cannot help, jobs::TryLater for the mailbox's rate.
  void send(Database& database, const jobs::Job& job);
  /// on_dead of the job: the message is marked failed with the reason.
  static void on_dead(Tx& tx, const jobs::Job& job, const std::string& reason);

 private:
  struct Outgoing;  // everything read for one mail
  Outgoing read_outgoing(Tx& tx, AccountId account, MessageId id) const;
  std::string build(const Outgoing& outgoing, Instant now) const;
  platform::SmtpResult hand_over(const Outgoing& outgoing, const std::vector<std::string>& recipients, Instant now);
  void note_result(Database& database, const jobs::Job& job, const Outgoing& outgoing,
                   const platform::SmtpResult& result);
  void respect_rate(const Mailbox& mailbox, Instant now);
  /// Throws the last problem while a server that failed just now is left alone: one silent server must not hold up the
  /// mails of the other mailboxes.
  void respect_outage(const Mailbox& mailbox, Instant now);
  void begin_outage(const Mailbox& mailbox, Instant until, const Notice& why);
  [[noreturn]] static void give_up(Database& database, const jobs::Job& job, const Outgoing& outgoing,
                                   const Notice& why);
  std::unique_ptr<platform::SmtpClient> borrow(const Mailbox& mailbox);
  void give_back(const Mailbox& mailbox, std::unique_ptr<platform::SmtpClient> client);

  const crypto::SecretBox& secrets_;
  const files::FileStore& files_;
  const ReplyAddresses& addresses_;
  std::string desk_mark_;
  MailServerRules rules_;
  std::mutex mutex_;
  std::map<MailboxId, std::vector<Instant>> sent_;  // within the last minute
  struct Kept {
    Instant mailbox_version;
    std::unique_ptr<platform::SmtpClient> client;
  };
  std::map<MailboxId, std::vector<Kept>> kept_;
  struct Outage {
    Instant mailbox_version;
    Instant until;
    Notice why;
  };
  std::map<MailboxId, Outage> outages_;
};

}  // namespace peakdesk::channels::email
