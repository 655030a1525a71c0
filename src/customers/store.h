// The only SQL of the room: rows of customers and their addresses. Every statement names its account.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "customers/customer.h"
#include "platform/db/tx.h"

namespace peakdesk::customers {

/// Trimmed and, by channel, in its one spelling. Throws Invalid naming `field`.
std::string normalise_address(std::string_view channel, std::string_view address, const std::string& field);

namespace store {

struct CustomerRow {
  CustomerId id;
  std::string name;
  std::string firstname;
  std::string lastname;
  std::string email;
  std::string locale;
  std::string timezone;
  std::string note;
  std::string custom_fields = "{}";
  std::string external_id;
  CustomerId merged_into_id;
  Instant erased_at;
  Instant created_at;
  Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(CustomerRow, (),
                      (id, name, firstname, lastname, email, locale, timezone, note, custom_fields, external_id,
                       merged_into_id, erased_at, created_at, updated_at))

inline constexpr const char* kCustomerColumns =
    "c.id, c.name, c.firstname, c.lastname, c.email, c.locale, c.timezone, c.note, c.custom_fields, c.external_id, "
    "c.merged_into_id, "
    "c.erased_at, c.created_at, c.updated_at";

Customer to_customer(CustomerRow&& row);
std::optional<CustomerRow> find_customer(Tx& tx, AccountId account, CustomerId id);
/// Throws NotFound for one that does not exist, was merged away or erased.
CustomerRow require_customer(Tx& tx, AccountId account, CustomerId id);
void insert_customer(Tx& tx, AccountId account, const CustomerRow& row);
void save_customer(Tx& tx, AccountId account, const CustomerRow& row);
void repoint_merged(Tx& tx, AccountId account, CustomerId from, CustomerId into);

CustomerId find_by_address(Tx& tx, AccountId account, std::string_view channel, std::string_view address);
/// And whether we know a name.
std::pair<CustomerId, bool> find_named_by_address(Tx& tx, AccountId account, std::string_view channel,
                                                  std::string_view address);
bool has_address_on(Tx& tx, AccountId account, CustomerId id, std::string_view channel);
void insert_address(Tx& tx, AccountId account, CustomerId id, std::string_view channel, std::string_view address,
                    bool primary);
void set_primary(Tx& tx, AccountId account, CustomerId id, std::string_view channel, std::string_view address,
                 bool primary);
void clear_primary(Tx& tx, AccountId account, CustomerId id, std::string_view channel);
bool delete_address(Tx& tx, AccountId account, CustomerId id, AddressId address);
void delete_all_addresses(Tx& tx, AccountId account, CustomerId id);
void move_addresses(Tx& tx, AccountId account, CustomerId from, CustomerId into);
/// Makes sure that one e-mail address is the primary one, and returns it (empty when there is none).
std::string promote_primary_email(Tx& tx, AccountId account, CustomerId id);
void fill_addresses(Tx& tx, AccountId account, std::vector<Customer>& customers);

}  // namespace store
}  // namespace peakdesk::customers
