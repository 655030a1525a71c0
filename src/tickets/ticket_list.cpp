#include <algorithm>
#include <array>

#include "base/error.h"
#include "platform/db/id_list.h"
#include "platform/http/page_cursor.h"
#include "tickets/search_sql.h"
#include "tickets/ticket_store.h"
#include "tickets/tickets.h"
#include "tickets/views.h"

namespace peakdesk::tickets {
namespace {

/// An order of the list: the columns of an index after account_id, each falling or rising together; the id makes it
/// total.
struct ListOrder {
  std::string_view field;
  std::array<std::string_view, 3> columns;  // empty ones are not there
  std::size_t count;
};

constexpr std::array<ListOrder, 6> kOrders{{
    {"last_message_datetime", {"t.last_message_at", "t.id", ""}, 2},
    {"last_received_message_datetime", {"t.last_received_message_at", "t.id", ""}, 2},
    {"created_datetime", {"t.id", "", ""}, 1},  // ids are ordered by time
    {"updated_datetime", {"t.updated_at", "t.id", ""}, 2},
    {"snooze_datetime", {"t.snooze_until", "t.id", ""}, 2},
    {"priority", {"t.priority", "t.last_message_at", "t.id"}, 3},
}};

struct ChosenOrder {
  const ListOrder* order = nullptr;
  bool ascending = false;
};

ChosenOrder choose_order(const std::string& text, const std::string& field) {
  const auto colon = text.find(':');
  const std::string_view name = std::string_view(text).substr(0, colon);
  const std::string_view direction = colon == std::string::npos ? "desc" : std::string_view(text).substr(colon + 1);
  for (const auto& order : kOrders)
    if (order.field == name && (direction == "asc" || direction == "desc")) return {&order, direction == "asc"};
  std::string possible;
  for (const auto& order : kOrders) possible += (possible.empty() ? "" : ", ") + std::string(order.field);
  throw_invalid(field, "Tickets can be ordered by " + possible + ", followed by :asc or :desc.");
}

std::int64_t key_of(const TicketSummary& ticket, std::string_view column) {
  if (column == "t.id") return ticket.id.value;
  if (column == "t.last_message_at") return ticket.last_message_datetime.ms;
  if (column == "t.last_received_message_at") return ticket.last_received_message_datetime.ms;
  if (column == "t.updated_at") return ticket.updated_datetime.ms;
  if (column == "t.snooze_until") return ticket.snooze_datetime.ms;
  return static_cast<std::int64_t>(ticket.priority);
}

std::vector<TicketSummary> read_summaries(Tx& tx, AccountId account, const std::string& sql,
                                          const std::vector<db::Value>& values) {
  std::vector<TicketSummary> tickets;
  for (auto& row : tx.list_bound<store::NamedRow>(sql, values.data(), values.size()))
    tickets.push_back(store::to_summary(std::move(row)));
  std::vector<TicketSummary*> pointers;
  for (auto& ticket : tickets) pointers.push_back(&ticket);
  store::fill_tags(tx, account, std::move(pointers));
  return tickets;
}

}  // namespace

void check_order(const std::string& order_by, const std::string& field) { choose_order(order_by, field); }

Page<TicketSummary> list_tickets(Tx& tx, const Caller& caller, const ListTicketsInput& input) {
  std::string filter;
  std::string order_by = input.order_by;
  if (input.view_id) {
    const ViewRow view = require_view(tx, caller, input.view_id);
    filter = view.filter;
    if (order_by.empty()) order_by = view.order_by;
  }
  if (!input.q.empty()) filter += (filter.empty() ? "" : " ") + input.q;
  if (order_by.empty()) order_by = "last_message_datetime:desc";
  const auto [order, ascending] = choose_order(order_by, "order_by");
  const int limit = http::checked_limit(input.limit);
  const std::string cursor_order = "tickets/" + order_by;
  const auto cursor = http::decode_cursor(cursor_order, input.cursor, order->count);
  const bool rising = ascending != (cursor && cursor->backwards);

  CompiledSearch search =
      compile_search_text(tx, caller.account, caller.user, filter, input.q.empty() ? "view_id" : "q");
  std::string sql = store::kSelectNamed + search.where;
  if (input.customer_id) sql += " AND t.customer_id = " + search.place(db::bind(input.customer_id));
  // A leading plus keeps the planner from walking the order's index when a short list of tickets is the better start.
  const std::string plus = search.is_narrow || input.customer_id ? "+" : "";
  std::string columns, keys, order_sql;
  for (std::size_t i = 0; i < order->count; ++i) {
    const std::string comma = i ? ", " : "";
    columns += comma + plus + std::string(order->columns[i]);
    order_sql += comma + plus + std::string(order->columns[i]) + (rising ? " ASC" : " DESC");
    if (cursor) keys += comma + search.place(db::bind(cursor->keys[i]));
  }
  if (cursor) sql += " AND (" + columns + ") " + (rising ? ">" : "<") + " (" + keys + ")";
  sql += " ORDER BY " + order_sql + " LIMIT " + search.place(db::bind(limit + 1));

  auto rows = read_summaries(tx, caller.account, sql, search.values);
  return http::finish_page(std::move(rows), limit, cursor_order, cursor, [order = order](const TicketSummary& ticket) {
    std::vector<std::int64_t> row_keys;
    for (std::size_t i = 0; i < order->count; ++i) row_keys.push_back(key_of(ticket, order->columns[i]));
    return row_keys;
  });
}

std::vector<TicketId> list_ticket_ids(Tx& tx, const Caller& caller, const std::string& filter, TicketId after,
                                      int limit) {
  CompiledSearch search = compile_search_text(tx, caller.account, caller.user, filter);
  const std::string sql = "SELECT t.id FROM tickets t WHERE t.account_id = $1" + search.where + " AND t.id > " +
                          search.place(db::bind(after)) + " ORDER BY t.id LIMIT " + search.place(db::bind(limit));
  return tx.list_bound<TicketId>(sql, search.values.data(), search.values.size());
}

std::vector<TicketSummary> summaries(Tx& tx, AccountId account, const std::vector<TicketId>& wanted) {
  if (wanted.empty()) return {};
  db::IdList ids;
  for (const auto id : wanted) ids.add(id);
  std::vector<db::Value> values{db::bind(account)};
  const std::string sql = store::kSelectNamed + " AND t.id IN " + ids.append_to(values);
  return read_summaries(tx, account, sql, values);
}

}  // namespace peakdesk::tickets
