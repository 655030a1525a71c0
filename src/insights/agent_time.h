// How long agents worked on tickets, from the log of what they did: the time from one act of a person to the next,
// given to the ticket of the later one. Nothing is measured on screens.
#pragma once
#include <vector>

#include "platform/db/tx.h"
#include "platform/events/event.h"

namespace peakdesk::insights {

/// After a pause longer than this the work before an act is not known.
inline constexpr Duration kLongestWork = minutes(15);
/// What an act counts then.
inline constexpr Duration kLeastWork = minutes(1);

/// Adds the acts of people on tickets in `batch`; events in order of their ids, each given once.
void count_agent_time(Tx& tx, const std::vector<events::Event>& batch);

}  // namespace peakdesk::insights
