// Rows of the table `tickets`, read and written whole. Owns that table's SQL for single tickets; lists are in
// ticket_list.cpp.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "platform/db/tx.h"
#include "tickets/ticket.h"

namespace peakdesk::tickets::store {

struct TicketRow {
  TicketId id;
  std::int64_t number = 0;
  std::string subject;
  std::string excerpt;
  TicketStatus status = TicketStatus::Open;
  std::int64_t priority = 0;
  std::string channel;
  std::string via;
  std::string language;
  CustomerId customer_id;
  UserId assignee_user_id;
  TeamId assignee_team_id;
  MailboxId mailbox_id;
  bool is_unread = true;
  bool spam = false;
  bool from_agent = false;
  bool last_message_from_agent = false;
  std::int64_t message_count = 0;
  bool has_failed_message = false;
  std::string custom_fields = "{}";
  std::string external_id;
  TicketId merged_into_id;
  Instant snooze_until;
  Instant opened_at;
  Instant closed_at;
  Instant trashed_at;
  Instant last_message_at;
  Instant last_received_message_at;
  Instant created_at;
  Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(TicketRow, (),
                      (id, number, subject, excerpt, status, priority, channel, via, language, customer_id,
                       assignee_user_id, assignee_team_id, mailbox_id, is_unread, spam, from_agent,
                       last_message_from_agent, message_count, has_failed_message, custom_fields, external_id,
                       merged_into_id, snooze_until, opened_at, closed_at, trashed_at, last_message_at,
                       last_received_message_at, created_at, updated_at))

/// A row with the names that lists show beside it.
struct NamedRow : TicketRow {
  std::string customer_name;
  std::string customer_email;
  std::string assignee_user_name;
  std::string assignee_team_name;
};
BOOST_DESCRIBE_STRUCT(NamedRow, (TicketRow), (customer_name, customer_email, assignee_user_name, assignee_team_name))

/// "SELECT … FROM tickets t …joins… WHERE t.account_id = $1"; more conditions and the order follow.
extern const std::string kSelectNamed;

TicketSummary to_summary(NamedRow&& row);
/// Tags of all these tickets in one query.
void fill_tags(Tx& tx, AccountId account, std::vector<TicketSummary*> tickets);

std::optional<TicketRow> find_ticket(Tx& tx, AccountId account, TicketId id);
/// Throws NotFound.
TicketRow require_ticket(Tx& tx, AccountId account, TicketId id);
std::int64_t next_number(Tx& tx, AccountId account);
void insert_ticket(Tx& tx, AccountId account, const TicketRow& row);
void save_ticket(Tx& tx, AccountId account, const TicketRow& row);
/// After a message was added: only what that changes, so that only the indexes of activity are touched.
void set_language_if_unknown(Tx& tx, AccountId account, TicketId id, const std::string& language);
void save_activity(Tx& tx, AccountId account, const TicketRow& row);
/// Counts, times, excerpt and failure flag anew from the messages that the ticket has now.
void recount(Tx& tx, AccountId account, TicketRow& row);

}  // namespace peakdesk::tickets::store
