#include "app/planning_knowledge.h"

#include "accounts/accounts.h"
#include "accounts/teams.h"
#include "tickets/ticket_counts.h"

namespace peakdesk::app {

planning::DeskKnowledge planning_knowledge() {
  planning::DeskKnowledge knowledge;
  knowledge.facts = [](Tx& tx, AccountId account) {
    planning::DeskFacts facts;
    facts.timezone = accounts::account_of(tx, account).timezone;
    const auto names = accounts::user_names(tx, account);
    for (const auto& team : accounts::list_teams(tx, accounts::system_caller(account), {"", 100}).data) {
      planning::TeamFact fact{team.name, {}};
      for (const UserId member : team.member_ids) {
        if (const auto found = names.find(member); found != names.end()) fact.members.push_back(found->second);
      }
      facts.teams.push_back(std::move(fact));
    }
    return facts;
  };
  knowledge.tickets = [](Tx& tx, AccountId account, Instant from, Instant to) {
    std::vector<planning::ChannelCount> counts;
    for (auto& count : tickets::count_by_half_hour(tx, account, from, to)) {
      counts.push_back({std::move(count.channel), count.from, count.tickets});
    }
    return counts;
  };
  return knowledge;
}

}  // namespace peakdesk::app
