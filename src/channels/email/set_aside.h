// Mails that could not be taken in, kept as they came with the reason, for a person to look at. The only SQL over
// `set_aside_mails`.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/caller.h"
#include "base/notice.h"
#include "platform/db/tx.h"
#include "platform/http/router.h"
#include "platform/jobs/job.h"

namespace peakdesk::channels::email {

struct SetAsideRow {
  std::int64_t id = 0;
  AccountId account_id;
  MailboxId mailbox_id;
  std::string raw_file;
  std::string reason;
  std::string notice;  // a Notice as JSON; empty in old rows
  std::string sender;
  std::string subject;
  std::int64_t size = 0;  // bytes
  std::string state;      // waiting | taken_in | dismissed
  Instant created_at;
  std::int64_t uid = 0, uid_validity = 0;  // of a mail that was not fetched: where it lies on its server

  bool can_be_fetched() const { return raw_file.empty() && uid != 0 && state == "waiting"; }
};
BOOST_DESCRIBE_STRUCT(SetAsideRow, (),
                      (id, account_id, mailbox_id, raw_file, reason, notice, sender, subject, size, state, created_at,
                       uid, uid_validity))

struct SetAsideMailbox {
  MailboxId id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(SetAsideMailbox, (), (id, name))
struct SetAsideOut {
  std::int64_t id = 0;
  std::optional<SetAsideMailbox> mailbox;
  std::string from;
  std::string subject;
  std::int64_t size = 0;
  std::string reason;
  std::optional<Notice> notice;
  bool fetched = false;    // it is here
  bool fetchable = false;  // still on the mail server, and not asked for yet
  Instant created_datetime;
};
BOOST_DESCRIBE_STRUCT(SetAsideOut, (),
                      (id, mailbox, from, subject, size, reason, notice, fetched, fetchable, created_datetime))

/// A mail over the limit is fetched when a lead asks for it, up to so many times the limit: it is held in memory.
inline constexpr std::size_t kMostOverLimit = 2;
inline constexpr const char* kFetchLateJob = "email.fetch_late";
struct FetchLatePayload {
  std::int64_t set_aside_id = 0;
  std::int64_t max_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(FetchLatePayload, (), (set_aside_id, max_bytes))

/// The id in a path. Throws NotFound when it is no number.
std::int64_t set_aside_id(std::string_view text);
std::int64_t insert_set_aside(Tx& tx, const SetAsideRow& row);
/// Those waiting for a person, newest first. `cursor` is the last id of the page before.
Page<SetAsideOut> list_set_aside(Tx& tx, AccountId account, const std::string& cursor, std::int64_t limit);
std::optional<SetAsideRow> find_set_aside(Tx& tx, AccountId account, std::int64_t id);
/// Throws NotFound.
SetAsideRow require_set_aside(Tx& tx, AccountId account, std::int64_t id);
/// It became a message. Throws NotFound.
void close_set_aside(Tx& tx, const Caller& caller, std::int64_t id);
/// Nobody wants it: it goes for good, with its file. Throws NotFound.
void dismiss_set_aside(Tx& tx, const Caller& caller, std::int64_t id);
/// Says anew why the mail waits. Nothing when it waits no longer.
void note_set_aside(Tx& tx, AccountId account, std::int64_t id, const Notice& why);
/// Queues kFetchLateJob. `up_to_mib` is what the person agreed to. Throws NotFound, Invalid (less than the mail has)
/// and Conflict "mail_not_fetchable" or "mail_far_too_large".
void ask_to_fetch(Tx& tx, const Caller& caller, std::int64_t id, std::int64_t up_to_mib, std::size_t max_mail_bytes);
/// For HandlerOptions::on_dead of kFetchLateJob.
void on_fetch_late_dead(Tx& tx, const jobs::Job& job, const std::string& reason);
/// In-transaction subscriber of customer.erased: mails from the person's addresses go, with their files.
void follow_customer_erasure(Tx& tx, const events::Event& event);

}  // namespace peakdesk::channels::email
