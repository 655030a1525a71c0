#include "customers/customers.h"

#include <string>

#include "base/error.h"
#include "base/text.h"
#include "customers/custom_fields.h"
#include "customers/events.h"
#include "customers/person_name.h"
#include "customers/store.h"

namespace peakdesk::customers {
namespace {

void emit_customer(Tx& tx, const Caller& caller, const char* name, CustomerId id) {
  tx.emit({.account = caller.account, .name = name, .actor = caller.actor, .payload = to_json(CustomerEvent{id})});
}

std::string checked_text(const std::string& field, std::string_view text, std::size_t max_characters) {
  std::string out = collapse_space(to_valid_utf8(text));
  if (length(out) > max_characters)
    throw_invalid(field, "At most " + std::to_string(max_characters) + " characters fit here.");
  return out;
}

void set_name(store::CustomerRow& row, std::string_view name) {
  const PersonName parts = parse_person_name(name);
  row.name = parts.full.empty() ? checked_text("name", name, 200) : parts.full;
  row.firstname = parts.first;
  row.lastname = parts.last;
}

/// Adds or takes over an address that is the customer's already. A stranger's address is a conflict.
void put_address(Tx& tx, AccountId account, store::CustomerRow& row, const std::string& field,
                 const NewAddress& input) {
  const std::string address = normalise_address(input.channel, input.address, field);
  const CustomerId owner = store::find_by_address(tx, account, input.channel, address);
  if (owner && owner != row.id)
    throw RequestError(ErrorKind::Conflict, "address_taken",
                       "Another customer has this address. Merge the two instead.", field);
  const bool first = !store::has_address_on(tx, account, row.id, input.channel);
  const bool primary = input.is_primary || first;
  if (primary) store::clear_primary(tx, account, row.id, input.channel);
  if (owner)
    store::set_primary(tx, account, row.id, input.channel, address, primary);
  else
    store::insert_address(tx, account, row.id, input.channel, address, primary);
  if (primary && input.channel == "email") row.email = address;
}

}  // namespace

std::string normalise_address(std::string_view channel, std::string_view address, const std::string& field) {
  std::string out(trim(address));
  if (out.empty()) throw_invalid(field, "An address is missing here.");
  if (out.size() > 320 || !is_valid_utf8(out)) throw_invalid(field, "This is no address.");
  if (channel == "email") {
    const auto at = out.rfind('@');
    if (at == std::string::npos || at == 0 || at + 1 == out.size() ||
        out.find_first_of(" \t\r\n<>,;") != std::string::npos)
      throw_invalid(field, "This is no e-mail address (name@domain).");
  } else if (channel == "phone") {
    std::string digits;
    for (const char c : out)
      if ((c >= '0' && c <= '9') || (c == '+' && digits.empty())) digits += c;
    if (digits.size() < 4) throw_invalid(field, "This is no phone number.");
    return digits;
  }
  return out;
}

CustomerId find_by_address(Tx& tx, AccountId account, std::string_view channel, std::string_view address) {
  return store::find_by_address(tx, account, channel, address);
}

CustomerId find_or_create(Tx& tx, AccountId account, const Actor& actor, std::string_view channel,
                          std::string_view address_text, std::string_view name) {
  const std::string address = normalise_address(channel, address_text, "address");
  if (const auto [found, is_named] = store::find_named_by_address(tx, account, channel, address); found) {
    if (!name.empty() && !is_named) {
      auto row = store::find_customer(tx, account, found);
      set_name(*row, name);
      store::save_customer(tx, account, *row);
      tx.emit({.account = account, .name = kCustomerUpdated, .actor = actor, .payload = to_json(CustomerEvent{found})});
    }
    return found;
  }
  store::CustomerRow row;
  row.id = tx.new_id<CustomerId>();
  const PersonName parts = parse_person_name(name);
  row.name = parts.full;
  row.firstname = parts.first;
  row.lastname = parts.last;
  if (channel == "email") row.email = address;
  store::insert_customer(tx, account, row);
  store::insert_address(tx, account, row.id, channel, address, true);
  tx.emit({.account = account, .name = kCustomerCreated, .actor = actor, .payload = to_json(CustomerEvent{row.id})});
  return row.id;
}

Customer create_customer(Tx& tx, const Caller& caller, const NewCustomer& input) {
  if (trim(input.name).empty() && trim(input.email).empty() && input.addresses.empty())
    throw_invalid("name", "A customer needs a name or an address.");
  store::CustomerRow row;
  row.id = tx.new_id<CustomerId>();
  set_name(row, input.name);
  if (!input.firstname.empty()) row.firstname = checked_text("firstname", input.firstname, 100);
  if (!input.lastname.empty()) row.lastname = checked_text("lastname", input.lastname, 100);
  if (row.name.empty()) row.name = collapse_space(row.firstname + " " + row.lastname);
  row.locale = checked_text("locale", input.locale, 20);
  row.timezone = checked_text("timezone", input.timezone, 60);
  row.note = truncate(to_valid_utf8(input.note), 10'000);
  row.external_id = checked_text("external_id", input.external_id, 200);
  row.custom_fields = merge_custom_fields(tx, caller.account, FieldObject::Customer, "{}", input.custom_fields);
  store::insert_customer(tx, caller.account, row);
  if (!trim(input.email).empty()) put_address(tx, caller.account, row, "email", {"email", input.email, true});
  for (std::size_t i = 0; i < input.addresses.size(); ++i)
    put_address(tx, caller.account, row, "addresses[" + std::to_string(i) + "].address", input.addresses[i]);
  store::save_customer(tx, caller.account, row);
  emit_customer(tx, caller, kCustomerCreated, row.id);
  return get_customer(tx, caller.account, row.id);
}

Customer get_customer(Tx& tx, AccountId account, CustomerId id) {
  auto row = store::find_customer(tx, account, id);
  if (row && row->merged_into_id) row = store::find_customer(tx, account, row->merged_into_id);
  if (!row || row->erased_at) throw_not_found("customer");
  std::vector<Customer> one{store::to_customer(std::move(*row))};
  store::fill_addresses(tx, account, one);
  return one[0];
}

Customer update_customer(Tx& tx, const Caller& caller, const CustomerChanges& changes) {
  auto row = store::require_customer(tx, caller.account, changes.id);
  if (changes.name) set_name(row, *changes.name);
  if (changes.firstname) row.firstname = checked_text("firstname", *changes.firstname, 100);
  if (changes.lastname) row.lastname = checked_text("lastname", *changes.lastname, 100);
  if (!changes.name && (changes.firstname || changes.lastname))
    row.name = collapse_space(row.firstname + " " + row.lastname);
  if (changes.locale) row.locale = checked_text("locale", *changes.locale, 20);
  if (changes.timezone) row.timezone = checked_text("timezone", *changes.timezone, 60);
  if (changes.note) row.note = truncate(to_valid_utf8(*changes.note), 10'000);
  if (changes.external_id) row.external_id = checked_text("external_id", *changes.external_id, 200);
  row.custom_fields =
      merge_custom_fields(tx, caller.account, FieldObject::Customer, row.custom_fields, changes.custom_fields);
  if (changes.email) put_address(tx, caller.account, row, "email", {"email", *changes.email, true});
  store::save_customer(tx, caller.account, row);
  emit_customer(tx, caller, kCustomerUpdated, row.id);
  return get_customer(tx, caller.account, row.id);
}

Customer add_address(Tx& tx, const Caller& caller, const AddAddressInput& input) {
  auto row = store::require_customer(tx, caller.account, input.id);
  if (input.channel.empty() || input.channel.size() > 40)
    throw_invalid("channel", "A channel such as email or phone is missing here.");
  put_address(tx, caller.account, row, "address", {input.channel, input.address, input.is_primary});
  store::save_customer(tx, caller.account, row);
  emit_customer(tx, caller, kCustomerUpdated, row.id);
  return get_customer(tx, caller.account, row.id);
}

void remove_address(Tx& tx, const Caller& caller, CustomerId id, AddressId address) {
  auto row = store::require_customer(tx, caller.account, id);
  if (!store::delete_address(tx, caller.account, row.id, address)) throw_not_found("address");
  row.email = store::promote_primary_email(tx, caller.account, row.id);
  store::save_customer(tx, caller.account, row);
  emit_customer(tx, caller, kCustomerUpdated, row.id);
}

void erase_customer(Tx& tx, const Caller& caller, CustomerId id) {
  const auto row = store::require_customer(tx, caller.account, id);
  // Told first: whoever keeps things by the person's addresses must still be able to ask for these.
  emit_customer(tx, caller, kCustomerErased, row.id);
  store::CustomerRow blank;
  blank.id = row.id;
  blank.erased_at = tx.now();
  store::delete_all_addresses(tx, caller.account, row.id);
  store::save_customer(tx, caller.account, blank);
}

Customer merge_customers(Tx& tx, const Caller& caller, CustomerId into_id, CustomerId from_id) {
  if (into_id == from_id) throw_invalid("from_customer_id", "A customer cannot be merged into itself.");
  auto into = store::require_customer(tx, caller.account, into_id);
  auto from = store::require_customer(tx, caller.account, from_id);
  const auto fill = [](std::string& to, const std::string& value) {
    if (to.empty()) to = value;
  };
  if (into.name.empty()) {
    into.firstname = from.firstname;
    into.lastname = from.lastname;
  }
  fill(into.name, from.name);
  fill(into.locale, from.locale);
  fill(into.timezone, from.timezone);
  fill(into.external_id, from.external_id);
  if (!from.note.empty() && from.note != into.note) into.note += (into.note.empty() ? "" : "\n") + from.note;
  Json fields = parse_json(into.custom_fields);
  const Json others = parse_json(from.custom_fields);  // a name: a loop does not keep what it calls alive
  for (const auto& item : others.as_object()) fields.as_object().emplace(item.key(), item.value());
  into.custom_fields = boost::json::serialize(fields);
  store::move_addresses(tx, caller.account, from.id, into.id);
  into.email = store::promote_primary_email(tx, caller.account, into.id);
  from.merged_into_id = into.id;
  from.email.clear();
  store::save_customer(tx, caller.account, into);
  store::save_customer(tx, caller.account, from);
  store::repoint_merged(tx, caller.account, from.id, into.id);
  tx.emit({.account = caller.account,
           .name = kCustomerMerged,
           .actor = caller.actor,
           .payload = to_json(CustomerMergedEvent{into.id, from.id})});
  return get_customer(tx, caller.account, into.id);
}

}  // namespace peakdesk::customers
