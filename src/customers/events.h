// What happens to customers, for whoever follows. Names and payloads are part of the product: webhooks will carry them.
#pragma once
#include "base/described.h"
#include "base/ids.h"

namespace peakdesk::customers {

inline constexpr const char* kCustomerCreated = "customer.created";  // payload CustomerEvent
inline constexpr const char* kCustomerUpdated = "customer.updated";  // payload CustomerEvent
inline constexpr const char* kCustomerMerged =
    "customer.merged";  // payload CustomerMergedEvent; tickets follow inside the transaction
inline constexpr const char* kCustomerErased = "customer.erased";  // payload CustomerEvent; tickets and mails follow
                                                                   // inside the transaction, before the addresses go

struct CustomerEvent {
  CustomerId customer_id;
};
BOOST_DESCRIBE_STRUCT(CustomerEvent, (), (customer_id))

struct CustomerMergedEvent {
  CustomerId customer_id;       // stays
  CustomerId from_customer_id;  // goes
};
BOOST_DESCRIBE_STRUCT(CustomerMergedEvent, (), (customer_id, from_customer_id))

}  // namespace peakdesk::customers
