// For tests: a store with an account, agents and a mailbox, and short words for what customers and agents do.
#pragma once
#include <string>
#include <vector>

#include "platform/testing/test_store.h"
#include "tickets/receive.h"
#include "tickets/reply.h"
#include "tickets/tickets.h"

namespace peakdesk::tickets::testing {

class Desk {
 public:
  Desk();

  IncomingMessage incoming(const std::string& from, const std::string& subject, const std::string& text,
                           const std::string& mail_id) const;
  ReceiveResult receive(const std::string& from, const std::string& subject, const std::string& text,
                        const std::string& mail_id, const std::vector<std::string>& candidates = {});
  /// Tickets "S0", "S1", … of as many customers, in one transaction.
  void receive_many(int count, const std::string& text);
  MessageId reply(TicketId ticket, const std::string& text, std::optional<TicketStatus> status = std::nullopt);
  MessageId reply_as(const Caller& who, TicketId ticket, const std::string& text);
  /// `changes` is the JSON of a PATCH.
  void change(TicketId ticket, const std::string& changes);
  Ticket ticket(TicketId id);
  Message message(MessageId id);
  std::vector<std::string> event_names(TicketId ticket);
  /// Subjects of a list, in order.
  std::vector<std::string> list(const std::string& q, const std::string& order_by = {});

  peakdesk::testing::TestStore store;
  AccountId account{1};
  Caller agent;  // Alice, a lead
  Caller boris;  // an agent
  MailboxId mailbox{900};

 private:
  Caller add_user(const std::string& name, Role role, std::int64_t id);
};

}  // namespace peakdesk::tickets::testing
