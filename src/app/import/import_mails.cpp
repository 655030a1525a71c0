#include "app/import/import_mails.h"

#include <algorithm>
#include <future>
#include <memory>
#include <optional>
#include <thread>

#include "accounts/accounts.h"
#include "app/command_failed.h"
#include "app/import/mail_files.h"
#include "base/text.h"
#include "channels/email/mailboxes.h"
#include "channels/email/past_mail.h"
#include "platform/mail/mime_parser.h"
#include "tickets/ticket_changes.h"

namespace peakdesk::app {
namespace {

namespace email = channels::email;

constexpr std::size_t kGlanceBytes = 64 << 10;
constexpr std::size_t kBatchMails = 64;
constexpr std::size_t kBatchBytes = 32 << 20;
constexpr std::size_t kMostSetAsideExamples = 20;

struct Dated {
  std::size_t index;  // into the mails found
  std::string id;
  Instant at;
};

struct Pending {
  const FoundMail* found = nullptr;
  Instant at;
  email::PreparedMail mail;
  email::InboundResult result;
  std::string failure;
};

class MailImport {
 public:
  MailImport(App& app, const MailImportOptions& options, const ImportProgress& progress)
      : app_(app), options_(options), progress_(progress) {}

  MailImportResult run() {
    app_.database->read([&](Tx& tx) { read_desk(tx); });
    files_ = find_mails(options_.paths);
    out_.found = files_.mails.size();
    out_.skipped_files = files_.skipped.size();
    const auto order = by_date();
    std::vector<Pending> batch;
    std::size_t bytes = 0, done = 0;
    for (const Dated& next : order) {
      const FoundMail& mail = files_.mails[next.index];
      if (is_known(next.id)) {
        ++out_.known;
        ++done;
        continue;
      }
      batch.push_back({&mail, next.at, {}, {}, {}});
      bytes += mail.end - mail.begin;
      if (batch.size() < kBatchMails && bytes < kBatchBytes) continue;
      done += batch.size();
      take_in(batch);
      bytes = 0;
      if (!progress_(done, order.size(), std::to_string(out_.stored) + " new")) {
        out_.interrupted = true;
        break;
      }
    }
    take_in(batch);
    if (!options_.dry_run) {
      close_old();
      app_.followers.catch_up();
      app_.search_index.catch_up();
    }
    return std::move(out_);
  }

 private:
  void read_desk(Tx& tx) {
    const AccountId account = accounts::first_account(tx);
    if (!account)
      throw CommandFailed("There is no desk here yet. Start `peakdesk serve` once and set it up, then import.");
    desk_ = email::read_past_desk(tx, account);
    for (const auto& address : options_.own) desk_.own.insert(fold(trim(address)));
    if (options_.mailbox.empty()) return;
    desk_.mailbox = email::find_mailbox_by_address(tx, account, options_.mailbox);
    if (!desk_.mailbox)
      throw CommandFailed("There is no mailbox " + options_.mailbox +
                          ". Name one by its address, as it stands in the settings.");
  }

  const MappedFile& file_of(const FoundMail& mail) {
    if (!open_ || open_index_ != mail.file) {
      open_ = std::make_unique<MappedFile>(files_.paths[mail.file]);
      open_index_ = mail.file;
    }
    return *open_;
  }

  /// Oldest first; what has no date stands after the mail before it in its file.
  std::vector<Dated> by_date() {
    const Instant now = app_.clock.now();
    std::vector<Dated> order;
    order.reserve(files_.mails.size());
    for (std::size_t i = 0; i < files_.mails.size(); ++i) {
      const FoundMail& mail = files_.mails[i];
      const std::string_view bytes = file_of(mail).bytes().substr(mail.begin, mail.end - mail.begin);
      const auto glance = email::glance_at(bytes.substr(0, kGlanceBytes));
      Instant at = glance.at;
      if (!at && !order.empty() && files_.mails[order.back().index].file == mail.file) at = order.back().at;
      if (!at) at = mail.file_time;
      // Clocks of senders lie; nothing was written before 1990 or will have been tomorrow.
      at = std::clamp(at, Instant{631'152'000'000}, now);
      order.push_back({i, glance.id, at});
      if (i % 1'000 == 999) progress_(i + 1, files_.mails.size(), "looking");
    }
    std::stable_sort(order.begin(), order.end(), [](const Dated& a, const Dated& b) { return a.at < b.at; });
    return order;
  }

  bool is_known(const std::string& id) {
    if (id.empty()) return false;
    bool known = false;
    app_.database->read([&](Tx& tx) { known = email::is_known_mail(tx, desk_.account, id); });
    return known;
  }

  void prepare(Pending& pending, const std::string& raw) const {
    const auto limit = static_cast<std::size_t>(app_.config.max_mail_mib) << 20;
    if (options_.dry_run) {
      platform::ParseLimits limits;
      limits.max_bytes = limit;
      pending.mail.problem = platform::parse_mail(raw, limits).problem;
      return;
    }
    try {
      pending.mail = email::prepare_mail(raw, app_.files, limit, "");
    } catch (const RequestError&) {
      throw;  // the disk is full: nothing more can be done now
    } catch (const std::exception& e) {
      pending.mail.raw_file = app_.files.put(raw).name;
      pending.mail.problem = {
          "mail_unreadable", {{"detail", e.what()}}, std::string("The mail cannot be read: ") + e.what()};
    }
  }

  void take_in(std::vector<Pending>& batch) {
    if (batch.empty()) return;
    std::vector<std::string> raws;
    for (const Pending& pending : batch) raws.push_back(mail_bytes(*pending.found, file_of(*pending.found)));
    // Reading and syncing files of several mails at once; storing them in order.
    std::vector<std::future<void>> workers;
    const std::size_t threads = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 2, 8);
    for (std::size_t t = 0; t < threads; ++t)
      workers.push_back(std::async(std::launch::async, [&, t] {
        for (std::size_t i = t; i < batch.size(); i += threads) prepare(batch[i], raws[i]);
      }));
    for (auto& worker : workers) worker.wait();
    for (auto& worker : workers) worker.get();
    if (!options_.dry_run) store(batch);
    for (const Pending& pending : batch) count(pending);
    batch.clear();
  }

  void store(std::vector<Pending>& batch) {
    std::vector<std::promise<void>> stored(batch.size());
    for (std::size_t i = 0; i < batch.size(); ++i) {
      Pending& pending = batch[i];
      const bool accepted = app_.database->post_write(
          {.work = [&](Tx& tx) { pending.result = email::take_in_past(tx, pending.mail, desk_); },
           .done =
               [&, i](std::exception_ptr failed) {
                 if (failed)
                   stored[i].set_exception(failed);
                 else
                   stored[i].set_value();
               },
           .lane = db::Lane::Background,
           .at = pending.at});
      if (!accepted) stored[i].set_exception(std::make_exception_ptr(CommandFailed("The store takes no writes.")));
    }
    std::exception_ptr fatal;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      try {
        stored[i].get_future().get();
      } catch (const RequestError& e) {
        if (e.kind == ErrorKind::StorageFull || e.kind == ErrorKind::Unavailable) fatal = std::current_exception();
        batch[i].failure = e.what();
      } catch (const std::exception& e) {
        batch[i].failure = e.what();
      }
    }
    if (fatal) std::rethrow_exception(fatal);
    for (Pending& pending : batch)
      if (!pending.failure.empty()) keep_what_failed(pending);
  }

  void keep_what_failed(Pending& pending) {
    pending.mail.problem = {"mail_not_stored", {{"detail", pending.failure}}, pending.failure};
    app_.database->write([&](Tx& tx) { pending.result = email::take_in_past(tx, pending.mail, desk_); });
  }

  void count(const Pending& pending) {
    const auto aside = [&](const Notice& why) {
      ++out_.set_aside;
      ++out_.reasons[why.text];
      if (out_.examples.size() < kMostSetAsideExamples)
        out_.examples.push_back(files_.name_of(*pending.found) + ": " + why.text);
    };
    if (options_.dry_run) {
      if (pending.mail.problem)
        aside(pending.mail.problem);
      else
        ++out_.stored;
      return;
    }
    switch (pending.result.outcome) {
      case email::InboundOutcome::Stored:
        ++out_.stored;
        break;
      case email::InboundOutcome::Duplicate:
        ++out_.known;
        break;
      case email::InboundOutcome::Noted:
        ++out_.noted;
        ++out_.reasons[pending.result.notice.text];
        break;
      case email::InboundOutcome::SetAside:
        aside(pending.result.notice);
        break;
    }
  }

  /// Old conversations are over, unless somebody here has touched them since.
  void close_old() {
    const Instant cutoff = app_.clock.now() - days(options_.close_after_days);
    std::vector<std::pair<TicketId, Instant>> old;
    app_.database->read([&](Tx& tx) {
      tx.rows(
          "SELECT t.id, t.last_message_at FROM tickets t WHERE t.account_id = $1 AND t.via = 'import' AND t.status = "
          "'open' AND t.trashed_at = 0 AND t.last_message_at < $2 AND NOT EXISTS (SELECT 1 FROM events e WHERE "
          "e.account_id = t.account_id AND e.ticket_id = t.id AND e.name = 'ticket.status_changed')",
          [&](const db::Cursor& row) { old.emplace_back(TicketId(row.integer(0)), Instant{row.integer(1)}); },
          desk_.account, cutoff);
      out_.tickets = static_cast<std::size_t>(tx.scalar<std::int64_t>(
          0, "SELECT COUNT(*) FROM tickets WHERE account_id = $1 AND via = 'import'", desk_.account));
    });
    tickets::TicketChanges closing;
    closing.status = tickets::TicketStatus::Closed;
    const tickets::Cause cause{desk_.account, {"system", 0}, {}};
    std::vector<std::future<void>> writes;
    for (const auto& [id, at] : old) {
      auto done = std::make_shared<std::promise<void>>();
      writes.push_back(done->get_future());
      const bool accepted =
          app_.database->post_write({.work = [=](Tx& tx) { tickets::change_ticket(tx, cause, id, closing); },
                                     .done =
                                         [done](std::exception_ptr failed) {
                                           if (failed)
                                             done->set_exception(failed);
                                           else
                                             done->set_value();
                                         },
                                     .lane = db::Lane::Background,
                                     .at = at});
      if (!accepted) done->set_exception(std::make_exception_ptr(CommandFailed("The store takes no writes.")));
      if (writes.size() < 1'000) continue;
      for (auto& write : writes) write.get();
      writes.clear();
    }
    for (auto& write : writes) write.get();
    out_.closed = old.size();
  }

  App& app_;
  const MailImportOptions& options_;
  const ImportProgress& progress_;
  email::PastDesk desk_;
  MailFiles files_;
  std::unique_ptr<MappedFile> open_;
  std::size_t open_index_ = 0;
  MailImportResult out_;
};

}  // namespace

MailImportResult import_mails(App& app, const MailImportOptions& options, const ImportProgress& progress) {
  return MailImport(app, options, progress).run();
}

}  // namespace peakdesk::app
