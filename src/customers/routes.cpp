#include "base/error.h"
#include "customers/customers.h"

namespace peakdesk::customers {
namespace {

struct CustomerIdInput {
  CustomerId id;
};
BOOST_DESCRIBE_STRUCT(CustomerIdInput, (), (id))

struct CustomerAddressInput {
  CustomerId id;
  AddressId address_id;
};
BOOST_DESCRIBE_STRUCT(CustomerAddressInput, (), (id, address_id))

struct MergeCustomersInput {
  CustomerId id;
  CustomerId from_customer_id;
};
BOOST_DESCRIBE_STRUCT(MergeCustomersInput, (), (id, from_customer_id))

}  // namespace

void add_customer_routes(Router& router, CountTickets count_tickets) {
  const auto counted = [count_tickets](Tx& tx, const Caller& caller, Customer customer) {
    std::vector<Customer> one{std::move(customer)};
    if (count_tickets) count_tickets(tx, caller.account, one);
    return one[0];
  };
  router.read_with<ListCustomersInput>("GET", "/api/customers", observers("customers:read"),
                                       [count_tickets](Tx& tx, const Caller& caller, const ListCustomersInput& in) {
                                         auto page = list_customers(tx, caller, in);
                                         if (count_tickets) count_tickets(tx, caller.account, page.data);
                                         return page;
                                       });
  router.write_with<NewCustomer>("POST", "/api/customers", agents("customers:write"),
                                 [](Tx& tx, const Caller& caller, const NewCustomer& in) {
                                   return Created<Customer>{create_customer(tx, caller, in)};
                                 });
  router.read_with<CustomerIdInput>("GET", "/api/customers/{id}", observers("customers:read"),
                                    [counted](Tx& tx, const Caller& caller, const CustomerIdInput& in) {
                                      return counted(tx, caller, get_customer(tx, caller.account, in.id));
                                    });
  router.write_with<CustomerChanges>("PATCH", "/api/customers/{id}", agents("customers:write"),
                                     [counted](Tx& tx, const Caller& caller, const CustomerChanges& in) {
                                       return counted(tx, caller, update_customer(tx, caller, in));
                                     });
  router.write_with<CustomerIdInput>("DELETE", "/api/customers/{id}", leads("customers:write"),
                                     [](Tx& tx, const Caller& caller, const CustomerIdInput& in) {
                                       erase_customer(tx, caller, in.id);
                                       return NoContent{};
                                     });
  router.write_with<AddAddressInput>("POST", "/api/customers/{id}/addresses", agents("customers:write"),
                                     [counted](Tx& tx, const Caller& caller, const AddAddressInput& in) {
                                       return Created<Customer>{counted(tx, caller, add_address(tx, caller, in))};
                                     });
  router.write_with<CustomerAddressInput>("DELETE", "/api/customers/{id}/addresses/{address_id}",
                                          agents("customers:write"),
                                          [](Tx& tx, const Caller& caller, const CustomerAddressInput& in) {
                                            remove_address(tx, caller, in.id, in.address_id);
                                            return NoContent{};
                                          });
  router.write_with<MergeCustomersInput>("POST", "/api/customers/{id}/merge", agents("customers:write"),
                                         [counted](Tx& tx, const Caller& caller, const MergeCustomersInput& in) {
                                           return counted(tx, caller,
                                                          merge_customers(tx, caller, in.id, in.from_customer_id));
                                         });
}

}  // namespace peakdesk::customers
