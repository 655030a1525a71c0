// People who ask: the shapes of the API. A customer has several addresses, one kind for each channel.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"

namespace peakdesk::customers {

struct CustomerAddress {
  AddressId id;
  std::string channel;  // email | phone | chat | ...
  std::string address;
  bool is_primary = false;
};
BOOST_DESCRIBE_STRUCT(CustomerAddress, (), (id, channel, address, is_primary))

struct Customer {
  CustomerId id;
  std::string name;
  std::string firstname;
  std::string lastname;
  std::string email;  // the primary e-mail address
  std::string locale;
  std::string timezone;
  std::string note;
  RawJson custom_fields;
  std::string external_id;
  std::vector<CustomerAddress> addresses;
  std::int64_t ticket_count = 0;
  std::int64_t open_ticket_count = 0;
  Instant created_datetime;
  Instant updated_datetime;
};
BOOST_DESCRIBE_STRUCT(Customer, (),
                      (id, name, firstname, lastname, email, locale, timezone, note, custom_fields, external_id,
                       addresses, ticket_count, open_ticket_count, created_datetime, updated_datetime))

struct NewAddress {
  std::string channel = "email";
  std::string address;
  bool is_primary = false;
};
BOOST_DESCRIBE_STRUCT(NewAddress, (), (channel, address, is_primary))

struct NewCustomer {
  std::string name;
  std::string firstname;
  std::string lastname;
  std::string email;
  std::string locale;
  std::string timezone;
  std::string note;
  std::map<std::string, Json> custom_fields;
  std::string external_id;
  std::vector<NewAddress> addresses;
};
BOOST_DESCRIBE_STRUCT(NewCustomer, (),
                      (name, firstname, lastname, email, locale, timezone, note, custom_fields, external_id, addresses))

/// What is absent stays.
struct CustomerChanges {
  CustomerId id;
  std::optional<std::string> name;
  std::optional<std::string> firstname;
  std::optional<std::string> lastname;
  std::optional<std::string> email;
  std::optional<std::string> locale;
  std::optional<std::string> timezone;
  std::optional<std::string> note;
  std::map<std::string, Json> custom_fields;  // by key; null clears
  std::optional<std::string> external_id;
};
BOOST_DESCRIBE_STRUCT(CustomerChanges, (),
                      (id, name, firstname, lastname, email, locale, timezone, note, custom_fields, external_id))

}  // namespace peakdesk::customers
