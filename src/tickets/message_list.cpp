#include "base/error.h"
#include "platform/http/page_cursor.h"
#include "tickets/message_store.h"
#include "tickets/ticket_store.h"
#include "tickets/tickets.h"

namespace peakdesk::tickets {

Page<Message> list_messages(Tx& tx, const Caller& caller, const ListMessagesInput& input) {
  std::string order_by = input.order_by;
  if (order_by.empty()) order_by = input.id ? "id:desc" : "id:asc";
  if (order_by != "id:asc" && order_by != "id:desc")
    throw_invalid("order_by", "Messages can be ordered by id:asc or id:desc.");
  const int limit = http::checked_limit(input.limit);
  if (input.id) store::require_ticket(tx, caller.account, input.id);
  const std::string order = "messages/" + std::to_string(input.id.value) + "/" + order_by;
  const auto cursor = http::decode_cursor(order, input.cursor, 1);
  const bool rising = (order_by == "id:asc") != (cursor && cursor->backwards);
  std::vector<db::Value> values{db::bind(caller.account)};
  std::string sql = store::kSelectMessages;
  const auto place = [&](db::Value value) {
    values.push_back(value);
    return "$" + std::to_string(values.size());
  };
  if (input.id) sql += " AND m.ticket_id = " + place(db::bind(input.id));
  if (cursor) sql += std::string(" AND m.id ") + (rising ? "> " : "< ") + place(db::bind(cursor->keys[0]));
  sql += std::string(" ORDER BY m.id ") + (rising ? "ASC" : "DESC") + " LIMIT " + place(db::bind(limit + 1));
  auto rows = store::list_messages(tx, caller.account, sql, values);
  return http::finish_page(std::move(rows), limit, order, cursor,
                           [](const Message& message) { return std::vector{message.id.value}; });
}

Message get_message(Tx& tx, AccountId account, MessageId id) {
  const std::string sql = store::kSelectMessages + " AND m.id = $2";
  auto found = store::list_messages(tx, account, sql, {db::bind(account), db::bind(id)});
  if (found.empty()) throw_not_found("message");
  return std::move(found.front());
}

}  // namespace peakdesk::tickets
