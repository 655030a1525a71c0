#include "customers/store.h"

#include <unordered_map>

#include "base/error.h"
#include "base/text.h"
#include "platform/db/id_list.h"

namespace peakdesk::customers::store {

Customer to_customer(CustomerRow&& row) {
  Customer out;
  out.id = row.id;
  out.name = std::move(row.name);
  out.firstname = std::move(row.firstname);
  out.lastname = std::move(row.lastname);
  out.email = std::move(row.email);
  out.locale = std::move(row.locale);
  out.timezone = std::move(row.timezone);
  out.note = std::move(row.note);
  out.custom_fields.text = std::move(row.custom_fields);
  out.external_id = std::move(row.external_id);
  out.created_datetime = row.created_at;
  out.updated_datetime = row.updated_at;
  return out;
}

std::optional<CustomerRow> find_customer(Tx& tx, AccountId account, CustomerId id) {
  static const std::string sql =
      std::string("SELECT ") + kCustomerColumns + " FROM customers c WHERE c.account_id = $1 AND c.id = $2";
  return tx.find<CustomerRow>(sql, account, id);
}

CustomerRow require_customer(Tx& tx, AccountId account, CustomerId id) {
  auto row = find_customer(tx, account, id);
  if (!row || row->erased_at || row->merged_into_id) throw_not_found("customer");
  return std::move(*row);
}

void insert_customer(Tx& tx, AccountId account, const CustomerRow& row) {
  tx.exec(
      "INSERT INTO customers (id, account_id, name, firstname, lastname, email, locale, timezone, note, custom_fields, "
      "external_id, "
      "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)",
      row.id, account, row.name, row.firstname, row.lastname, row.email, row.locale, row.timezone, row.note,
      row.custom_fields, row.external_id, tx.now());
}

void save_customer(Tx& tx, AccountId account, const CustomerRow& row) {
  tx.exec(
      "UPDATE customers SET name = $3, firstname = $4, lastname = $5, email = $6, locale = $7, timezone = $8, note = "
      "$9, "
      "custom_fields = $10, external_id = $11, merged_into_id = $12, erased_at = $13, updated_at = $14 "
      "WHERE account_id = $1 AND id = $2",
      account, row.id, row.name, row.firstname, row.lastname, row.email, row.locale, row.timezone, row.note,
      row.custom_fields, row.external_id, row.merged_into_id, row.erased_at, tx.now());
}

void repoint_merged(Tx& tx, AccountId account, CustomerId from, CustomerId into) {
  tx.exec("UPDATE customers SET merged_into_id = $3 WHERE account_id = $1 AND merged_into_id = $2", account, from,
          into);
}

CustomerId find_by_address(Tx& tx, AccountId account, std::string_view channel, std::string_view address) {
  return CustomerId(tx.scalar<std::int64_t>(
      0, "SELECT customer_id FROM customer_addresses WHERE account_id = $1 AND channel = $2 AND address_folded = $3",
      account, channel, fold(trim(address))));
}

std::pair<CustomerId, bool> find_named_by_address(Tx& tx, AccountId account, std::string_view channel,
                                                  std::string_view address) {
  std::pair<CustomerId, bool> found;
  tx.rows(
      "SELECT a.customer_id, COALESCE(c.name, '') <> '' FROM customer_addresses a "
      "LEFT JOIN customers c ON c.account_id = a.account_id AND c.id = a.customer_id "
      "WHERE a.account_id = $1 AND a.channel = $2 AND a.address_folded = $3",
      [&](const db::Cursor& row) {
        found = {CustomerId(row.integer(0)), row.integer(1) != 0};
      },
      account, channel, fold(trim(address)));
  return found;
}

bool has_address_on(Tx& tx, AccountId account, CustomerId id, std::string_view channel) {
  return tx.scalar<std::int64_t>(
             0, "SELECT 1 FROM customer_addresses WHERE account_id = $1 AND customer_id = $2 AND channel = $3 LIMIT 1",
             account, id, channel) != 0;
}

void insert_address(Tx& tx, AccountId account, CustomerId id, std::string_view channel, std::string_view address,
                    bool primary) {
  tx.exec(
      "INSERT INTO customer_addresses (id, account_id, customer_id, channel, address, address_folded, is_primary, "
      "created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      tx.next_id(), account, id, channel, address, fold(address), primary, tx.now());
}

void set_primary(Tx& tx, AccountId account, CustomerId id, std::string_view channel, std::string_view address,
                 bool primary) {
  tx.exec(
      "UPDATE customer_addresses SET is_primary = $5 "
      "WHERE account_id = $1 AND customer_id = $2 AND channel = $3 AND address_folded = $4",
      account, id, channel, fold(address), primary);
}

void clear_primary(Tx& tx, AccountId account, CustomerId id, std::string_view channel) {
  tx.exec(
      "UPDATE customer_addresses SET is_primary = FALSE WHERE account_id = $1 AND customer_id = $2 AND channel = $3",
      account, id, channel);
}

bool delete_address(Tx& tx, AccountId account, CustomerId id, AddressId address) {
  return tx.exec("DELETE FROM customer_addresses WHERE account_id = $1 AND customer_id = $2 AND id = $3", account, id,
                 address) > 0;
}

void delete_all_addresses(Tx& tx, AccountId account, CustomerId id) {
  tx.exec("DELETE FROM customer_addresses WHERE account_id = $1 AND customer_id = $2", account, id);
}

void move_addresses(Tx& tx, AccountId account, CustomerId from, CustomerId into) {
  tx.exec(
      "UPDATE customer_addresses SET customer_id = $3, is_primary = FALSE WHERE account_id = $1 AND customer_id = $2",
      account, from, into);
}

std::string promote_primary_email(Tx& tx, AccountId account, CustomerId id) {
  const std::string primary = tx.scalar<std::string>("",
                                                     "SELECT address FROM customer_addresses WHERE account_id = $1 AND "
                                                     "customer_id = $2 AND channel = 'email' AND is_primary = TRUE",
                                                     account, id);
  if (!primary.empty()) return primary;
  const std::string first = tx.scalar<std::string>("",
                                                   "SELECT address FROM customer_addresses WHERE account_id = $1 AND "
                                                   "customer_id = $2 AND channel = 'email' ORDER BY id LIMIT 1",
                                                   account, id);
  if (!first.empty()) set_primary(tx, account, id, "email", first, true);
  return first;
}

void fill_addresses(Tx& tx, AccountId account, std::vector<Customer>& customers) {
  if (customers.empty()) return;
  std::unordered_map<std::int64_t, Customer*> by_id;
  db::IdList ids;
  for (auto& customer : customers) {
    by_id[customer.id.value] = &customer;
    ids.add(customer.id);
  }
  std::vector<db::Value> values{db::bind(account)};
  const std::string sql =
      "SELECT customer_id, id, channel, address, is_primary FROM customer_addresses WHERE account_id = $1 AND "
      "customer_id IN " +
      ids.append_to(values) + " ORDER BY id";
  const auto cursor = tx.open(sql, values.data(), values.size());
  while (cursor->next())
    by_id[cursor->integer(0)]->addresses.push_back({AddressId(cursor->integer(1)), std::string(cursor->text(2)),
                                                    std::string(cursor->text(3)), cursor->integer(4) != 0});
}

}  // namespace peakdesk::customers::store
