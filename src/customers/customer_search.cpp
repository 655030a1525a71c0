#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "customers/customers.h"
#include "customers/events.h"
#include "customers/store.h"
#include "platform/db/id_list.h"
#include "platform/db/match_query.h"
#include "platform/http/page_cursor.h"

namespace peakdesk::customers {

namespace {

struct CustomerWords {
  std::int64_t id = 0;
  std::string scope;
  std::string name;
  std::string addresses;
};
BOOST_DESCRIBE_STRUCT(CustomerWords, (), (id, scope, name))

void touched_customers(Tx&, const events::Event& event, search::Ids& ids) {
  if (event.name == kCustomerCreated || event.name == kCustomerUpdated || event.name == kCustomerErased) {
    ids.push_back(from_json<CustomerEvent>(event.payload).customer_id.value);
  } else if (event.name == kCustomerMerged) {
    const auto merged = from_json<CustomerMergedEvent>(event.payload);
    ids.push_back(merged.customer_id.value);
    ids.push_back(merged.from_customer_id.value);
  }
}

search::Change read_customers(Tx& desk, const search::Ids& ids) {
  db::IdList list;
  for (const auto id : ids) list.add(id);
  std::vector<db::Value> values;
  const std::string in = list.append_to(values);
  const std::string names =
      "SELECT id, 'a' || account_id AS scope, name FROM customers WHERE merged_into_id = 0 AND erased_at = 0 AND id "
      "IN " +
      in + " ORDER BY id";
  auto rows = desk.list_bound<CustomerWords>(names, values.data(), values.size());
  const std::string addresses =
      "SELECT a.customer_id, a.address FROM customers c JOIN customer_addresses a ON a.account_id = c.account_id AND "
      "a.customer_id = c.id WHERE c.id IN " +
      in + " ORDER BY a.id";
  const auto cursor = desk.open(addresses, values.data(), values.size());
  while (cursor->next()) {
    const auto row = std::lower_bound(rows.begin(), rows.end(), cursor->integer(0),
                                      [](const CustomerWords& words, std::int64_t id) { return words.id < id; });
    if (row != rows.end() && row->id == cursor->integer(0)) row->addresses += std::string(cursor->text(1)) + " ";
  }
  return [ids, rows = std::move(rows)](Tx& index) {
    for (const auto id : ids) index.exec("DELETE FROM customer_search WHERE rowid = $1", id);
    for (const auto& row : rows)
      index.exec("INSERT INTO customer_search (rowid, scope, name, addresses) VALUES ($1, $2, $3, $4)", row.id,
                 row.scope, row.name, row.addresses);
  };
}

}  // namespace

search::Kind searched_customers() {
  return {"customers",
          touched_customers,
          "SELECT id FROM customers WHERE id < $1 ORDER BY id DESC LIMIT $2 /* every account */",
          read_customers,
          "customer_search",
          kCustomerErased};
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
