#include "insights/agent_time.h"

#include <map>
#include <tuple>

namespace peakdesk::insights {

void count_agent_time(Tx& tx, const std::vector<events::Event>& batch) {
  std::map<std::pair<AccountId, std::int64_t>, Instant> last_seen;
  std::map<std::tuple<AccountId, std::int64_t, TicketId>, std::int64_t> spent;  // account, day, ticket
  for (const auto& event : batch) {
    if (event.actor_kind != "user" || event.actor_id == 0) continue;
    const auto who = std::pair(event.account_id, event.actor_id);
    auto known = last_seen.find(who);
    if (known == last_seen.end())
      known = last_seen
                  .emplace(who, tx.scalar<Instant>(
                                    Instant{}, "SELECT at FROM agent_last_seen WHERE account_id = $1 AND user_id = $2",
                                    who.first, who.second))
                  .first;
    const Duration gap = event.created_at - known->second;
    if (event.ticket_id && gap.ms > 0) {
      const std::int64_t day = event.created_at.ms - event.created_at.ms % days(1).ms;
      spent[{event.account_id, day, event.ticket_id}] += (gap > kLongestWork ? kLeastWork : gap).ms;
    }
    known->second = std::max(known->second, event.created_at);
  }
  for (const auto& [key, ms] : spent)
    tx.exec(
        "INSERT INTO agent_time (account_id, day, ticket_id, ms) VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, day, "
        "ticket_id) DO UPDATE SET ms = agent_time.ms + excluded.ms",
        std::get<0>(key), std::get<1>(key), std::get<2>(key), ms);
  for (const auto& [who, at] : last_seen)
    tx.exec(
        "INSERT INTO agent_last_seen (account_id, user_id, at) VALUES ($1, $2, $3) ON CONFLICT (account_id, user_id) "
        "DO UPDATE SET at = excluded.at",
        who.first, who.second, at);
}

}  // namespace peakdesk::insights
