#include "channels/email/fetcher.h"

#include <algorithm>
#include <chrono>

#include "accounts/accounts.h"
#include "base/error.h"
#include "base/this_thread.h"
#include "channels/email/delivery.h"
#include "channels/email/mailboxes.h"
#include "channels/email/set_aside.h"
#include "platform/jobs/runner.h"

namespace peakdesk::channels::email {
namespace {

// A new mailbox begins with what is unread among its newest mails, not with ten years of archive.
constexpr std::uint32_t kFirstLook = 500;
// Servers end an IDLE after half an hour (RFC 2177); ask again well before.
constexpr Duration kIdleAtMost = minutes(9);
constexpr Duration kLongestPause = minutes(2);
constexpr int kMostFetches = 3;
constexpr std::uint32_t kStartBytes = 64 << 10;

bool is_same_source(const Mailbox& a, const Mailbox& b) { return a.updated_at == b.updated_at; }

}  // namespace

void Fetcher::tell_to_end(Reader& reader) {
  reader.stopping = true;
  reader.wakeup.wake();
}

void Fetcher::stop() {
  std::map<MailboxId, std::unique_ptr<Reader>> readers;
  std::vector<std::unique_ptr<Reader>> leaving;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    late_wakeup_.wake();
    readers.swap(readers_);
    leaving.swap(leaving_);
  }
  for (auto& [id, reader] : readers) tell_to_end(*reader);
  for (auto& [id, reader] : readers) reader->thread.join();
  for (auto& reader : leaving) reader->thread.join();
}

void Fetcher::end_those_not_in(const std::map<MailboxId, const Mailbox*>& wanted) {
  for (auto it = readers_.begin(); it != readers_.end();) {
    const auto found = wanted.find(it->first);
    if (found != wanted.end() && is_same_source(*found->second, it->second->mailbox)) {
      ++it;
      continue;
    }
    tell_to_end(*it->second);
    leaving_.push_back(std::move(it->second));
    it = readers_.erase(it);
  }
  // Most leave within moments; one that asks a dead name server must not hold up the schedule.
  for (int i = 0; i < 100 && std::any_of(leaving_.begin(), leaving_.end(), [](auto& r) { return !r->has_left; }); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  std::erase_if(leaving_, [](const std::unique_ptr<Reader>& reader) {
    if (reader->has_left) reader->thread.join();
    return reader->has_left.load();
  });
}

void Fetcher::supervise() {
  std::vector<Mailbox> mailboxes;
  database_.read([&](Tx& tx) { mailboxes = all_active_mailboxes(tx); });
  const std::lock_guard lock(mutex_);
  if (stopped_) return;
  std::map<MailboxId, const Mailbox*> wanted;
  for (const auto& mailbox : mailboxes)
    if (!mailbox.imap_host.empty()) wanted[mailbox.id] = &mailbox;
  end_those_not_in(wanted);
  for (const auto& [id, mailbox] : wanted) {
    const bool is_leaving = std::any_of(leaving_.begin(), leaving_.end(),
                                        [&, id = id](const auto& reader) { return reader->mailbox.id == id; });
    if (readers_.count(id) || is_leaving) continue;
    auto reader = std::make_unique<Reader>();
    reader->mailbox = *mailbox;
    Reader& started = *reader;
    reader->thread = std::thread([this, &started] {
      name_this_thread("mailbox");
      run(started);
      started.has_left = true;
    });
    readers_[id] = std::move(reader);
  }
}

void Fetcher::pause(const Reader& reader, Duration at_most) const {
  // In short steps, so that stopping does not wait.
  for (std::int64_t i = 0; i < at_most.ms / 100 && !reader.stopping; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
}

void Fetcher::run(Reader& reader) {
  int failures = 0;
  while (!reader.stopping) {
    Notice problem;
    reader.connected_at = {};
    try {
      const auto server = imap_server_of(reader.mailbox, open_secrets(secrets_, reader.mailbox), options_.rules);
      try {
        read_mailbox(reader, server);
      } catch (const platform::MailServerError& e) {
        problem = notice_of(e, server);
      }
    } catch (const std::exception& e) {
      problem = {"mail_not_read", {{"detail", e.what()}}, e.what()};
    }
    if (reader.stopping) return;
    if (!problem) continue;
    // Servers end sessions now and then; only when the next one does not come about, something is wrong.
    const bool lasted = reader.connected_at && database_.clock().now() - reader.connected_at > minutes(1);
    if (lasted) failures = 0;
    if (lasted && problem.code == platform::name_of(platform::MailTrouble::Lost)) continue;
    logger_.warning("mailbox.failed", {{"mailbox", reader.mailbox.address}, {"problem", problem.text}});
    try {
      database_.write([&](Tx& tx) { note_mailbox_state(tx, reader.mailbox, problem); });
    } catch (const std::exception&) {
      // The store refuses too (full disk); the mailbox is tried again all the same.
    }
    pause(reader, std::min(kLongestPause, milliseconds(options_.rules.first_pause.ms << std::min(failures, 10))));
    ++failures;
  }
}

void Fetcher::read_mailbox(Reader& reader, const platform::MailServer& server) {
  platform::ImapClient client(server, &reader.wakeup);
  client.connect();
  const auto folder = client.select(reader.mailbox.imap_folder);
  reader.connected_at = database_.clock().now();
  database_.write([&](Tx& tx) { note_mailbox_state(tx, reader.mailbox, {}); });
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
    const auto mails = client.list_newest(folder.exists, kFirstLook);
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

std::string Fetcher::fetch_one(Reader& reader, platform::ImapClient& client, const platform::ImapListed& mail,
                               PreparedMail& prepared) {
  const auto leave_it = [&](Notice problem) {
    prepared.problem = std::move(problem);
    prepared.size = mail.size;
    prepared.uid = mail.uid;
    prepared.uid_validity = reader.mailbox.uid_validity;
    return std::string();
  };
  if (reader.hard_uid == mail.uid && reader.hard_times >= kMostFetches)
    return leave_it({"mail_not_fetched",
                     {},
                     "The mail could not be fetched in several attempts. It is still on the mail server; look at it "
                     "there."});
  reader.hard_times = reader.hard_uid == mail.uid ? reader.hard_times + 1 : 1;
  reader.hard_uid = mail.uid;
  if (mail.size > options_.max_mail_bytes) {
    const std::string size = std::to_string((mail.size + (1 << 20) - 1) >> 20);
    const std::string limit = std::to_string(options_.max_mail_bytes >> 20);
    leave_it({"mail_too_large_to_fetch",
              {{"size", size}, {"limit", limit}},
              "The mail has " + size + " MiB; the limit is " + limit +
                  " MiB (setting max-mail-mib). It was not fetched and is still on the mail server."});
    try {
      // Whose mail it is stands at its beginning.
      describe_from_start(client.fetch_start(mail.uid, kStartBytes), prepared);
    } catch (const platform::MailServerError& e) {
      if (e.trouble != platform::MailTrouble::Rejected) throw;
    }
    reader.hard_times = 0;
    return {};
  }
  try {
    std::string raw = client.fetch(mail.uid);
    reader.hard_times = 0;
    return raw;
  } catch (const platform::MailServerError& e) {
    if (e.trouble == platform::MailTrouble::Interrupted) --reader.hard_times;
    if (e.trouble != platform::MailTrouble::Rejected) throw;
    return leave_it({"mail_not_handed_over",
                     {{"said", e.server_said}},
                     "The mail server does not hand over this mail. It said: " + e.server_said});
  }
}

void Fetcher::take_one(Reader& reader, platform::ImapClient& client, std::int64_t uid_validity,
                       const platform::ImapListed& mail) {
  Mailbox& mailbox = reader.mailbox;
  PreparedMail prepared;
  const std::string raw = fetch_one(reader, client, mail, prepared);
  const bool unfetched = static_cast<bool>(prepared.problem);
  if (!raw.empty()) prepared = prepare(raw, options_.max_mail_bytes);
  store(prepared, mailbox, mail.uid, [&](Tx& tx) {
    // Neither: the mail went away in the meantime.
    if (!raw.empty() || unfetched) take_in(tx, prepared, mailbox.account_id, mailbox, addresses_);
    note_fetched(tx, mailbox, uid_validity, mail.uid);
  });
  mailbox.last_uid = mail.uid;
}

PreparedMail Fetcher::prepare(const std::string& raw, std::size_t max_bytes) const {
  try {
    return prepare_mail(raw, files_, max_bytes, options_.desk_mark);
  } catch (const RequestError&) {
    throw;  // the disk is full: the mail waits on the server
  } catch (const std::exception& e) {
    PreparedMail unreadable;
    unreadable.size = static_cast<std::int64_t>(raw.size());
    unreadable.raw_file = files_.put(raw).name;
    unreadable.problem = {
        "mail_unreadable", {{"detail", e.what()}}, std::string("The mail cannot be read: ") + e.what()};
    return unreadable;
  }
}

void Fetcher::store(PreparedMail& mail, const Mailbox& mailbox, std::int64_t uid,
                    const std::function<void(Tx&)>& work) const {
  try {
    database_.write(work);
  } catch (const RequestError& e) {
    if (e.kind == ErrorKind::StorageFull || e.kind == ErrorKind::Unavailable) throw;
    mail.problem = {"mail_not_stored", {{"detail", e.what()}}, e.what()};
    database_.write(work);
  } catch (const std::exception& e) {
    logger_.error("mail.poisonous", {{"mailbox", mailbox.address}, {"uid", uid}, {"problem", e.what()}});
    mail.problem = {"mail_not_stored", {}, "The mail could not be stored. It is kept as it came; please report this."};
    database_.write(work);
  }
}

void Fetcher::fetch_late(const jobs::Job& job) {
  const auto asked = from_json<FetchLatePayload>(job.payload);
  std::optional<SetAsideRow> row;
  std::optional<Mailbox> mailbox;
  database_.read([&](Tx& tx) {
    row = find_set_aside(tx, job.account_id, asked.set_aside_id);
    if (row) mailbox = find_mailbox(tx, job.account_id, row->mailbox_id);
  });
  if (!row || !row->can_be_fetched()) return;  // dismissed or erased meanwhile, or a crash came between
  std::string raw;
  if (mailbox && !mailbox->imap_host.empty()) {
    try {
      platform::ImapClient client(imap_server_of(*mailbox, open_secrets(secrets_, *mailbox), options_.rules),
                                  &late_wakeup_);
      client.connect();
      if (client.select(mailbox->imap_folder).uid_validity == row->uid_validity)
        raw = client.fetch(static_cast<std::uint32_t>(row->uid));
      client.logout();
    } catch (const platform::MailServerError& e) {
      if (e.trouble == platform::MailTrouble::Interrupted)
        throw jobs::TryLater("The desk stopped; the mail is fetched again.", Duration{});
      throw;
    }
  }
  if (raw.empty()) {
    database_.write([&](Tx& tx) {
      note_set_aside(tx, job.account_id, row->id,
                     {"mail_gone", {}, "The mail is no longer where it lay on the mail server."});
    });
    return;
  }
  PreparedMail mail = prepare(raw, static_cast<std::size_t>(asked.max_bytes));
  store(mail, *mailbox, row->uid, [&](Tx& tx) {
    // First: when nothing waits any more, nothing is taken in. What cannot be read waits anew, with its file.
    close_set_aside(tx, accounts::system_caller(job.account_id), row->id);
    take_in(tx, mail, job.account_id, mailbox, addresses_);
  });
}

}  // namespace peakdesk::channels::email
