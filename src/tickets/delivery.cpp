#include "base/error.h"
#include "base/text.h"
#include "tickets/events.h"
#include "tickets/message_store.h"
#include "tickets/reply.h"

namespace peakdesk::tickets {
namespace {

void save_failure_flag(Tx& tx, AccountId account, TicketId ticket) {
  tx.exec("UPDATE tickets SET has_failed_message = $3, updated_at = $4 WHERE account_id = $1 AND id = $2", account,
          ticket, store::has_failed_message(tx, account, ticket), tx.now());
}

const Actor kDesk{"system", 0};

}  // namespace

bool mark_sent(Tx& tx, AccountId account, MessageId id) {
  auto row = store::find_message(tx, account, id);
  if (!row || row->state != MessageState::Queued) return false;
  row->state = MessageState::Sent;
  row->failure_reason.clear();
  row->failure.clear();
  row->sent_at = tx.now();
  row->failed_at = {};
  store::save_delivery(tx, account, *row);
  emit(tx, {account, kDesk, {}}, "message.sent", row->ticket_id, MessageEvent{id, row->channel});
  return true;
}

bool mark_failed(Tx& tx, AccountId account, MessageId id, const Notice& why) {
  auto row = store::find_message(tx, account, id);
  if (!row || (row->state != MessageState::Queued && row->state != MessageState::Sent)) return false;
  row->state = MessageState::Failed;
  row->failure_reason = truncate(to_valid_utf8(why.text), 500);
  row->failure = write_notice(why);
  row->failed_at = tx.now();
  store::save_delivery(tx, account, *row);
  save_failure_flag(tx, account, row->ticket_id);
  emit(tx, {account, kDesk, {}}, "message.failed", row->ticket_id, MessageFailedEvent{id, row->failure_reason});
  return true;
}

void note_waiting(Tx& tx, AccountId account, MessageId id, const Notice& why) {
  auto row = store::find_message(tx, account, id);
  if (!row || row->state != MessageState::Queued || row->failure == write_notice(why)) return;
  row->failure = write_notice(why);
  store::save_delivery(tx, account, *row);
}

void set_mail_id(Tx& tx, AccountId account, MessageId id, const std::string& mail_id) {
  const auto row = store::require_message(tx, account, id);
  store::set_mail_id(tx, account, id, mail_id);
  store::remember_mail_id(tx, account, mail_id, row.ticket_id, id);
}

void retry_message(Tx& tx, const Caller& caller, MessageId id) {
  auto row = store::require_message(tx, caller.account, id);
  if (row.state != MessageState::Failed) throw_conflict("not_failed", "Only a failed message can be sent again.");
  row.state = MessageState::Queued;
  row.failure_reason.clear();
  row.failure.clear();
  row.failed_at = {};
  row.sent_at = {};
  store::save_delivery(tx, caller.account, row);
  save_failure_flag(tx, caller.account, row.ticket_id);
  emit(tx, cause_of(caller), "message.queued", row.ticket_id, MessageEvent{id, row.channel});
}

}  // namespace peakdesk::tickets
