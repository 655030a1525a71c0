#include "tickets/ticket_counts.h"

namespace peakdesk::tickets {

std::vector<TicketCount> count_by_half_hour(Tx& tx, AccountId account, Instant from, Instant to) {
  constexpr std::int64_t kHalfHourMs = 30 * 60 * 1000;
  std::vector<TicketCount> counts;
  tx.rows(
      "SELECT channel, created_at / $4, COUNT(*) FROM tickets WHERE account_id = $1 AND created_at >= $2 AND "
      "created_at "
      "< $3 AND spam = FALSE AND from_agent = FALSE AND merged_into_id = 0 GROUP BY 1, 2",
      [&](const db::Cursor& row) {
        counts.push_back({std::string(row.text(0)), {row.integer(1) * kHalfHourMs}, row.integer(2)});
      },
      account, from, to, kHalfHourMs);
  return counts;
}

}  // namespace peakdesk::tickets
