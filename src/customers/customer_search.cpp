#include <unordered_set>

#include "base/error.h"
#include "base/text.h"
#include "customers/customers.h"
#include "customers/events.h"
#include "customers/store.h"
#include "platform/db/match_query.h"
#include "platform/http/page_cursor.h"

namespace peakdesk::customers {

void index_customers(Tx& tx, const std::vector<events::Event>& batch) {
  std::unordered_set<std::int64_t> seen;
  const auto reindex = [&](AccountId account, CustomerId id) {
    if (!id || !seen.insert(id.value).second) return;
    tx.exec("DELETE FROM customer_search WHERE rowid = $1 /* every account: ids are unique */", id);
    auto row = store::find_customer(tx, account, id);
    if (!row || row->merged_into_id || row->erased_at) return;
    std::vector<Customer> one{store::to_customer(std::move(*row))};
    store::fill_addresses(tx, account, one);
    std::string addresses;
    for (const auto& address : one[0].addresses) addresses += address.address + " ";
    tx.exec("INSERT INTO customer_search (rowid, scope, name, addresses) VALUES ($1, $2, $3, $4)", id,
            db::account_scope(account), one[0].name, addresses);
  };
  for (const auto& event : batch) {
    if (event.name == kCustomerCreated || event.name == kCustomerUpdated || event.name == kCustomerErased) {
      reindex(event.account_id, from_json<CustomerEvent>(event.payload).customer_id);
    } else if (event.name == kCustomerMerged) {
      const auto merged = from_json<CustomerMergedEvent>(event.payload);
      reindex(event.account_id, merged.customer_id);
      reindex(event.account_id, merged.from_customer_id);
    }
  }
}

Page<Customer> list_customers(Tx& tx, const Caller& caller, const ListCustomersInput& input) {
  const bool ascending = input.order_by == "created_datetime:asc";
  if (!ascending && input.order_by != "created_datetime:desc")
    throw_invalid("order_by", "Customers can be ordered by created_datetime:desc or created_datetime:asc.");
  const int limit = http::checked_limit(input.limit);
  const std::string order = "customers/" + input.order_by;
  const auto cursor = http::decode_cursor(order, input.cursor, 1);
  const bool rising = ascending != (cursor && cursor->backwards);

  std::string sql = std::string("SELECT ") + store::kCustomerColumns +
                    " FROM customers c WHERE c.account_id = $1 AND c.merged_into_id = 0 AND c.erased_at = 0";
  std::vector<db::Value> values{db::bind(caller.account)};
  const auto place = [&](db::Value value) {
    values.push_back(value);
    return "$" + std::to_string(values.size());
  };
  const std::string typed = fold(trim(input.search));
  const std::string after_typed = typed + "\xF4\x8F\xBF\xBF";  // U+10FFFF: just after everything that starts with it
  std::string match;
  if (!typed.empty()) {
    sql +=
        " AND c.id IN (SELECT customer_id FROM customer_addresses WHERE account_id = $1 AND channel IN ('email', "
        "'phone') AND "
        "address_folded >= " +
        place(db::bind(typed)) + " AND address_folded < " + place(db::bind(after_typed));
    const std::string words = db::match_all_prefixes(input.search);
    if (!words.empty()) {
      match = db::match_in_account(caller.account, words);
      sql += " UNION SELECT rowid FROM customer_search WHERE customer_search MATCH " + place(db::bind(match));
    }
    sql += ")";
  }
  if (cursor) sql += std::string(" AND c.id ") + (rising ? ">" : "<") + " " + place(db::bind(cursor->keys[0]));
  sql += std::string(" ORDER BY c.id ") + (rising ? "ASC" : "DESC") + " LIMIT " + place(db::bind(limit + 1));

  std::vector<Customer> rows;
  for (auto& row : tx.list_bound<store::CustomerRow>(sql, values.data(), values.size()))
    rows.push_back(store::to_customer(std::move(row)));
  store::fill_addresses(tx, caller.account, rows);
  return http::finish_page(std::move(rows), limit, order, cursor,
                           [](const Customer& c) { return std::vector{c.id.value}; });
}

}  // namespace peakdesk::customers
