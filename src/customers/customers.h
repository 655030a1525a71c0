// The front door to the people who ask: finding or making them by address, changing, merging, erasing, searching.
// Owns customers and their addresses; knows nothing of tickets, whose counts are handed in by whoever has them.
#pragma once
#include <functional>
#include <string_view>

#include "customers/customer.h"
#include "platform/db/tx.h"
#include "platform/http/router.h"
#include "platform/search/search_index.h"

namespace peakdesk::customers {

/// Fills ticket_count and open_ticket_count of these customers (the room of tickets does).
using CountTickets = std::function<void(Tx&, AccountId, std::vector<Customer>&)>;

/// The customer with this address on this channel; made when there is none. `name` (as a mail program writes it) fills
/// a name that is still empty. Addresses equal up to case and width are one. Throws Invalid (field "address") for an
/// address the channel cannot have.
CustomerId find_or_create(Tx& tx, AccountId account, const Actor& actor, std::string_view channel,
                          std::string_view address, std::string_view name = {});
/// Null when nobody has it.
CustomerId find_by_address(Tx& tx, AccountId account, std::string_view channel, std::string_view address);

/// POST /api/customers. An address that belongs to somebody else is a Conflict "address_taken".
Customer create_customer(Tx& tx, const Caller& caller, const NewCustomer& input);
/// A merged customer answers as the one it went into; an erased one is NotFound.
Customer get_customer(Tx& tx, AccountId account, CustomerId id);
Customer update_customer(Tx& tx, const Caller& caller, const CustomerChanges& changes);
/// Forgets the person (name, addresses, notes, fields). Their tickets and mails follow by the event customer.erased,
/// while the person is still known.
void erase_customer(Tx& tx, const Caller& caller, CustomerId id);

struct AddAddressInput {
  CustomerId id;
  std::string channel = "email";
  std::string address;
  bool is_primary = false;
};
BOOST_DESCRIBE_STRUCT(AddAddressInput, (), (id, channel, address, is_primary))
Customer add_address(Tx& tx, const Caller& caller, const AddAddressInput& input);
void remove_address(Tx& tx, const Caller& caller, CustomerId id, AddressId address);

/// `from` goes into `into`: addresses move, empty fields and custom fields are filled. Tickets follow by the event
/// customer.merged.
Customer merge_customers(Tx& tx, const Caller& caller, CustomerId into, CustomerId from);

struct ListCustomersInput {
  std::string search;  // words of the name (prefixes match) or the start of an address
  std::string cursor;
  std::int64_t limit = 30;
  std::string order_by = "created_datetime:desc";
};
BOOST_DESCRIBE_STRUCT(ListCustomersInput, (), (search, cursor, limit, order_by))
Page<Customer> list_customers(Tx& tx, const Caller& caller, const ListCustomersInput& input);

/// What the search index holds of people: names and addresses (customer_search).
search::Kind searched_customers();

void add_customer_routes(Router& router, CountTickets count_tickets);

}  // namespace peakdesk::customers
