// How many questions came when and how: what planning counts on. Reads only.
#pragma once
#include <string>
#include <vector>

#include "platform/db/tx.h"

namespace peakdesk::tickets {

struct TicketCount {
  std::string channel;
  Instant from;  // start of half an hour, UTC
  std::int64_t tickets = 0;
};

/// Tickets that customers began in [from, to), by channel and half hour; no spam, merged ones once.
std::vector<TicketCount> count_by_half_hour(Tx& tx, AccountId account, Instant from, Instant to);

}  // namespace peakdesk::tickets
