#include "tickets/history.h"

#include <map>

#include "platform/http/page_cursor.h"
#include "tickets/ticket_store.h"

namespace peakdesk::tickets {
namespace {

std::string actor_name(Tx& tx, AccountId account, const std::string& kind, std::int64_t id) {
  if (id == 0) return {};
  if (kind == "user")
    return tx.scalar<std::string>("", "SELECT name FROM users WHERE account_id = $1 AND id = $2", account, id);
  if (kind == "customer")
    return tx.scalar<std::string>("", "SELECT name FROM customers WHERE account_id = $1 AND id = $2", account, id);
  if (kind == "api_key")
    return tx.scalar<std::string>("", "SELECT name FROM api_keys WHERE account_id = $1 AND id = $2", account, id);
  return {};
}

}  // namespace

std::vector<HistoryEvent> with_actor_names(Tx& tx, AccountId account, const std::vector<events::Event>& events) {
  std::map<std::pair<std::string, std::int64_t>, std::string> names;
  std::vector<HistoryEvent> out;
  for (const auto& event : events) {
    const auto key = std::pair(event.actor_kind, event.actor_id);
    auto known = names.find(key);
    if (known == names.end())
      known = names.emplace(key, actor_name(tx, account, event.actor_kind, event.actor_id)).first;
    HistoryEvent shown;
    shown.id = event.id;
    shown.name = event.name;
    shown.ticket_id = event.ticket_id;
    shown.actor.kind = event.actor_kind;
    if (event.actor_id) shown.actor.id = event.actor_id;
    shown.actor.name = known->second;
    shown.payload.text = event.payload;
    shown.cause_id = event.cause_id;
    shown.created_datetime = event.created_at;
    out.push_back(std::move(shown));
  }
  return out;
}

Page<HistoryEvent> list_history(Tx& tx, const Caller& caller, const HistoryInput& input) {
  store::require_ticket(tx, caller.account, input.id);
  const int limit = http::checked_limit(input.limit);
  const std::string order = "history/" + std::to_string(input.id.value);
  const auto cursor = http::decode_cursor(order, input.cursor, 1);
  const bool backwards = cursor && cursor->backwards;
  const std::string sql =
      std::string(
          "SELECT id, account_id, name, ticket_id, actor_kind, actor_id, cause_id, payload, created_at FROM events "
          "WHERE account_id = $1 "
          "AND ticket_id = $2 AND name NOT IN ('draft.changed', 'ticket.read', 'ticket.unread') AND id ") +
      (backwards ? "> $3 ORDER BY id ASC" : "< $3 ORDER BY id DESC") + " LIMIT $4";
  auto rows = tx.list<events::Event>(sql, caller.account, input.id, cursor ? cursor->keys[0] : INT64_MAX, limit + 1);
  auto page = http::finish_page(std::move(rows), limit, order, cursor,
                                [](const events::Event& event) { return std::vector{event.id.value}; });
  return {with_actor_names(tx, caller.account, page.data), page.meta};
}

}  // namespace peakdesk::tickets
