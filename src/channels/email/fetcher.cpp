#include "channels/email/fetcher.h"

#include <algorithm>
#include <chrono>

#include "base/error.h"
#include "channels/email/delivery.h"
#include "channels/email/mailboxes.h"

namespace peakdesk::channels::email {
namespace {

// A new mailbox begins with what is unread among its newest mails, not with ten years of archive.
constexpr std::size_t kFirstLook = 500;
// Servers end an IDLE after half an hour (RFC 2177); ask again well before.
constexpr Duration kIdleAtMost = minutes(9);

bool is_same_source(const Mailbox& a, const Mailbox& b) { return a.updated_at == b.updated_at; }

}  // namespace

void Fetcher::end(Reader& reader) {
  reader.stopping = true;
  reader.wakeup.wake();
  if (reader.thread.joinable()) reader.thread.join();
}

void Fetcher::stop() {
  std::map<MailboxId, std::unique_ptr<Reader>> readers;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    readers.swap(readers_);
  }
  for (auto& [id, reader] : readers) reader->stopping = true;
  for (auto& [id, reader] : readers) end(*reader);
}

void Fetcher::supervise() {
  std::vector<Mailbox> mailboxes;
  database_.read([&](Tx& tx) { mailboxes = all_active_mailboxes(tx); });
  const std::lock_guard lock(mutex_);
  if (stopped_) return;
  std::map<MailboxId, const Mailbox*> wanted;
  for (const auto& mailbox : mailboxes)
    if (!mailbox.imap_host.empty()) wanted[mailbox.id] = &mailbox;
  for (auto it = readers_.begin(); it != readers_.end();) {
    const auto found = wanted.find(it->first);
    if (found == wanted.end() || !is_same_source(*found->second, it->second->mailbox)) {
      end(*it->second);
      it = readers_.erase(it);
    } else {
      ++it;
    }
  }
  for (const auto& [id, mailbox] : wanted) {
    if (readers_.count(id)) continue;
    auto reader = std::make_unique<Reader>();
    reader->mailbox = *mailbox;
    Reader& started = *reader;
    reader->thread = std::thread([this, &started] { run(started); });
    readers_[id] = std::move(reader);
  }
}

void Fetcher::run(Reader& reader) {
  int failures = 0;
  while (!reader.stopping) {
    std::string problem;
    try {
      read_mailbox(reader);
      failures = 0;
    } catch (const std::exception& e) {
      problem = e.what();
    }
    if (reader.stopping) return;
    if (!problem.empty()) {
      ++failures;
      logger_.warning("mailbox.failed", {{"mailbox", reader.mailbox.address}, {"problem", problem}});
      try {
        database_.write([&](Tx& tx) { note_mailbox_state(tx, reader.mailbox, problem); });
      } catch (const std::exception&) {
        // The store refuses too (full disk); the mailbox is tried again all the same.
      }
    }
    // 2, 4, 8 … 120 seconds, in short steps so that stopping does not wait.
    const int pause_s = problem.empty() ? 0 : std::min(120, 1 << std::min(failures, 7));
    for (int i = 0; i < pause_s * 10 && !reader.stopping; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

void Fetcher::read_mailbox(Reader& reader) {
  platform::ImapClient client(imap_server_of(reader.mailbox, open_secrets(secrets_, reader.mailbox)), &reader.wakeup);
  client.connect();
  const auto folder = client.select(reader.mailbox.imap_folder);
  database_.write([&](Tx& tx) { note_mailbox_state(tx, reader.mailbox, ""); });
  while (!reader.stopping) {
    fetch_new(reader, client, folder);
    if (reader.stopping) return;
    client.idle(client.can_idle() ? kIdleAtMost : std::min(options_.poll, kIdleAtMost));
  }
}

void Fetcher::fetch_new(Reader& reader, platform::ImapClient& client, const platform::ImapFolder& folder) {
  Mailbox& mailbox = reader.mailbox;
  if (mailbox.uid_validity != folder.uid_validity) {
    // A new mailbox, or the server has numbered its mails anew. What is known already is recognised by its Message-ID.
    auto mails = client.list(1);
    if (mails.size() > kFirstLook) mails.erase(mails.begin(), mails.end() - kFirstLook);
    const auto unread =
        std::find_if(mails.begin(), mails.end(), [](const platform::ImapListed& mail) { return !mail.seen; });
    mailbox.uid_validity = folder.uid_validity;
    mailbox.last_uid = unread != mails.end() ? unread->uid - 1 : mails.empty() ? 0 : mails.back().uid;
    database_.write([&](Tx& tx) { note_fetched(tx, mailbox, mailbox.uid_validity, mailbox.last_uid); });
  }
  for (const auto& mail : client.list(static_cast<std::uint32_t>(mailbox.last_uid) + 1)) {
    if (reader.stopping) return;
    take_one(reader, client, folder.uid_validity, mail);
  }
}

void Fetcher::take_one(Reader& reader, platform::ImapClient& client, std::int64_t uid_validity,
                       const platform::ImapListed& mail) {
  Mailbox& mailbox = reader.mailbox;
  const bool too_large = mail.size > options_.max_mail_bytes;
  const std::string raw = too_large ? std::string() : client.fetch(mail.uid);
  PreparedMail prepared;
  if (!raw.empty()) {
    try {
      prepared = prepare_mail(raw, files_, options_.max_mail_bytes, options_.desk_mark);
    } catch (const RequestError&) {
      throw;  // the disk is full: the mail waits on the server
    } catch (const std::exception& e) {
      prepared.raw_file = files_.put(raw).name;
      prepared.set_aside_reason = std::string("The mail cannot be read: ") + e.what();
    }
  }
  if (too_large) {
    prepared.set_aside_reason = "The mail has " + std::to_string(mail.size >> 20) + " MiB; the limit is " +
                                std::to_string(options_.max_mail_bytes >> 20) +
                                " MiB (setting max-mail-mib). It was not fetched and is still on the mail server.";
    prepared.size = mail.size;
  }
  const auto store = [&](const PreparedMail& what) {
    database_.write([&](Tx& tx) {
      if (!raw.empty() || too_large) take_in(tx, what, mailbox.account_id, mailbox, addresses_);
      note_fetched(tx, mailbox, uid_validity, mail.uid);
    });
  };
  try {
    store(prepared);
  } catch (const RequestError& e) {
    if (e.kind == ErrorKind::StorageFull || e.kind == ErrorKind::Unavailable) throw;
    prepared.set_aside_reason = e.what();
    store(prepared);
  } catch (const std::exception& e) {
    logger_.error("mail.poisonous", {{"mailbox", mailbox.address}, {"uid", mail.uid}, {"problem", e.what()}});
    prepared.set_aside_reason = "The mail could not be stored. It is kept as it came; please report this.";
    store(prepared);
  }
  mailbox.last_uid = mail.uid;
}

}  // namespace peakdesk::channels::email
