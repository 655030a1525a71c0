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
};
BOOST_DESCRIBE_STRUCT(SetAsideRow, (),
                      (id, account_id, mailbox_id, raw_file, reason, notice, sender, subject, size, state, created_at))

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
  Instant created_datetime;
};
BOOST_DESCRIBE_STRUCT(SetAsideOut, (), (id, mailbox, from, subject, size, reason, notice, created_datetime))

/// The id in a path. Throws NotFound when it is no number.
std::int64_t set_aside_id(std::string_view text);
std::int64_t insert_set_aside(Tx& tx, const SetAsideRow& row);
/// Those waiting for a person, newest first. `cursor` is the last id of the page before.
Page<SetAsideOut> list_set_aside(Tx& tx, AccountId account, const std::string& cursor, std::int64_t limit);
/// Throws NotFound.
SetAsideRow require_set_aside(Tx& tx, AccountId account, std::int64_t id);
/// `state`: taken_in or dismissed. Throws NotFound.
void close_set_aside(Tx& tx, const Caller& caller, std::int64_t id, std::string_view state);
/// In-transaction subscriber of customer.erased: mails from the person's addresses go, with their files.
void follow_customer_erasure(Tx& tx, const events::Event& event);

}  // namespace peakdesk::channels::email
