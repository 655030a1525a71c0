#include "channels/email/set_aside.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "customers/customers.h"
#include "customers/events.h"

namespace peakdesk::channels::email {

namespace {
constexpr const char* kBeingFetched = "mail_being_fetched";

/// With its file.
void remove(Tx& tx, const SetAsideRow& row) {
  if (!row.raw_file.empty())
    tx.exec(
        "INSERT INTO released_files (name, released_at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET "
        "released_at = excluded.released_at",
        row.raw_file, tx.now());
  tx.exec("DELETE FROM set_aside_mails WHERE account_id = $1 AND id = $2", row.account_id, row.id);
}

}  // namespace

std::int64_t set_aside_id(std::string_view text) {
  std::int64_t id = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (failed != std::errc() || end != text.data() + text.size()) throw_not_found("mail");
  return id;
}

std::int64_t insert_set_aside(Tx& tx, const SetAsideRow& row) {
  const std::int64_t id = tx.next_id();
  tx.exec(
      "INSERT INTO set_aside_mails (id, account_id, mailbox_id, raw_file, reason, notice, sender, subject, size, "
      "state, created_at, uid, uid_validity) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
      id, row.account_id, row.mailbox_id, row.raw_file, row.reason, row.notice, row.sender, row.subject, row.size,
      row.state, tx.now(), row.uid, row.uid_validity);
  if (row.state == "waiting") tx.emit({row.account_id, "settings.changed", {}, {}, R"({"what":"mailboxes"})", {}});
  return id;
}

Page<SetAsideOut> list_set_aside(Tx& tx, AccountId account, const std::string& cursor, std::int64_t limit) {
  const std::int64_t before = cursor.empty() ? (1LL << 53) : set_aside_id(cursor);
  limit = std::clamp<std::int64_t>(limit, 1, 100);
  Page<SetAsideOut> page;
  auto rows = tx.list<SetAsideRow>(
      "SELECT * FROM set_aside_mails WHERE account_id = $1 AND state = 'waiting' AND id < $2 ORDER BY id DESC LIMIT $3",
      account, before, limit + 1);
  const bool more = static_cast<std::int64_t>(rows.size()) > limit;
  if (more) rows.pop_back();
  for (const auto& row : rows) {
    auto notice = read_notice(row.notice);
    const bool fetchable = row.can_be_fetched() && !(notice && notice->code == kBeingFetched);
    SetAsideOut out{row.id,
                    {},
                    row.sender,
                    row.subject,
                    row.size,
                    row.reason,
                    std::move(notice),
                    !row.raw_file.empty(),
                    fetchable,
                    row.created_at};
    if (row.mailbox_id)
      if (auto name = tx.find<std::string>("SELECT name FROM mailboxes WHERE account_id = $1 AND id = $2", account,
                                           row.mailbox_id))
        out.mailbox = SetAsideMailbox{row.mailbox_id, *name};
    page.data.push_back(std::move(out));
  }
  if (more) page.meta.next_cursor = std::to_string(rows.back().id);
  return page;
}

std::optional<SetAsideRow> find_set_aside(Tx& tx, AccountId account, std::int64_t id) {
  return tx.find<SetAsideRow>("SELECT * FROM set_aside_mails WHERE account_id = $1 AND id = $2", account, id);
}

SetAsideRow require_set_aside(Tx& tx, AccountId account, std::int64_t id) {
  auto row = find_set_aside(tx, account, id);
  if (!row) throw_not_found("mail");
  return *row;
}

void close_set_aside(Tx& tx, const Caller& caller, std::int64_t id) {
  if (tx.exec("UPDATE set_aside_mails SET state = 'taken_in' WHERE account_id = $1 AND id = $2 AND state = 'waiting'",
              caller.account, id) == 0)
    throw_not_found("mail");
  tx.emit({caller.account, "settings.changed", {}, caller.actor, R"({"what":"mailboxes"})", {}});
}

void dismiss_set_aside(Tx& tx, const Caller& caller, std::int64_t id) {
  const SetAsideRow row = require_set_aside(tx, caller.account, id);
  if (row.state != "waiting") throw_not_found("mail");
  remove(tx, row);
  tx.emit({caller.account, "settings.changed", {}, caller.actor, R"({"what":"mailboxes"})", {}});
}

void note_set_aside(Tx& tx, AccountId account, std::int64_t id, const Notice& why) {
  if (tx.exec("UPDATE set_aside_mails SET reason = $3, notice = $4 WHERE account_id = $1 AND id = $2 AND state = "
              "'waiting'",
              account, id, why.text, write_notice(why)))
    tx.emit({account, "settings.changed", {}, {}, R"({"what":"mailboxes"})", {}});
}

void ask_to_fetch(Tx& tx, const Caller& caller, std::int64_t id, std::int64_t up_to_mib, std::size_t max_mail_bytes) {
  constexpr std::int64_t kMiB = 1 << 20;
  const SetAsideRow row = require_set_aside(tx, caller.account, id);
  const auto notice = read_notice(row.notice);
  if (!row.can_be_fetched() || (notice && notice->code == kBeingFetched))
    throw_conflict("mail_not_fetchable", "This mail is here, is being fetched, or nobody knows where it lies.");
  const auto most = static_cast<std::int64_t>(kMostOverLimit * max_mail_bytes);
  if (row.size > most)
    throw_conflict("mail_far_too_large", "This mail is larger than " + std::to_string(most / kMiB) +
                                             " MiB, twice the limit (setting max-mail-mib). Look at it on the mail "
                                             "server.");
  if (up_to_mib < 1 || up_to_mib > most / kMiB || up_to_mib * kMiB < row.size)
    throw_invalid("up_to_mib",
                  "Must be at least the size of the mail and at most " + std::to_string(most / kMiB) + ".");
  const std::int64_t max_bytes = std::max(up_to_mib * kMiB, static_cast<std::int64_t>(max_mail_bytes));
  tx.enqueue({caller.account, kFetchLateJob, to_json(FetchLatePayload{id, max_bytes}), {}, {}});
  note_set_aside(tx, caller.account, id,
                 {kBeingFetched, {}, "The mail is being fetched; it becomes a ticket when it is here."});
}

void on_fetch_late_dead(Tx& tx, const jobs::Job& job, const std::string& reason) {
  note_set_aside(tx, job.account_id, from_json<FetchLatePayload>(job.payload).set_aside_id,
                 {"mail_not_fetched",
                  {{"detail", reason}},
                  "The mail could not be fetched in several attempts. It is still on the mail server; look at it "
                  "there."});
}

void follow_customer_erasure(Tx& tx, const events::Event& event) {
  const AccountId account = event.account_id;
  const auto erased = from_json<customers::CustomerEvent>(event.payload);
  std::set<std::string> addresses;
  for (const auto& address : customers::get_customer(tx, account, erased.customer_id).addresses)
    if (address.channel == "email") addresses.insert(fold(address.address));
  if (addresses.empty()) return;
  bool shown = false;
  // Few mails are set aside and few people erased: no index keeps senders folded for this.
  for (const auto& row : tx.list<SetAsideRow>("SELECT * FROM set_aside_mails WHERE account_id = $1", account)) {
    if (!addresses.contains(fold(row.sender))) continue;
    shown |= row.state == "waiting";
    remove(tx, row);
  }
  if (shown)
    tx.emit({account, "settings.changed", {}, {event.actor_kind, event.actor_id}, R"({"what":"mailboxes"})", {}});
}

}  // namespace peakdesk::channels::email
