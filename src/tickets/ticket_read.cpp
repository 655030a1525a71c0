#include "base/error.h"
#include "platform/db/id_list.h"
#include "tickets/directory.h"
#include "tickets/drafts.h"
#include "tickets/reply.h"
#include "tickets/ticket_store.h"
#include "tickets/tickets.h"

namespace peakdesk::tickets {

Ticket get_ticket(Tx& tx, AccountId account, TicketId id) {
  static const std::string sql = store::kSelectNamed + " AND t.id = $2";
  auto row = tx.find<store::NamedRow>(sql, account, id);
  if (!row) throw_not_found("ticket");
  Ticket ticket;
  ticket.mailbox = directory::find_mailbox(tx, account, row->mailbox_id);
  ticket.external_id = row->external_id;
  ticket.from_agent = row->from_agent;
  ticket.drafts = drafts_of(tx, account, id);
  ticket.reply_to = reply_to(tx, account, *row);
  static_cast<TicketSummary&>(ticket) = store::to_summary(std::move(*row));
  store::fill_tags(tx, account, {&ticket});
  return ticket;
}

void count_for_customers(Tx& tx, AccountId account, std::vector<customers::Customer>& customers) {
  if (customers.empty()) return;
  db::IdList ids;
  for (const auto& customer : customers) ids.add(customer.id);
  std::vector<db::Value> values{db::bind(account)};
  const std::string sql =
      "SELECT customer_id, COUNT(*), COUNT(*) FILTER (WHERE status = 'open') FROM tickets WHERE account_id = $1 AND "
      "merged_into_id = 0 AND "
      "trashed_at = 0 AND customer_id IN " +
      ids.append_to(values) + " GROUP BY customer_id";
  const auto cursor = tx.open(sql, values.data(), values.size());
  while (cursor->next())
    for (auto& customer : customers)
      if (customer.id.value == cursor->integer(0)) {
        customer.ticket_count = cursor->integer(1);
        customer.open_ticket_count = cursor->integer(2);
      }
}

}  // namespace peakdesk::tickets
