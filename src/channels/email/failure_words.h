// What mail servers say when they refuse, by cause. Data and one decision: does writing to this address again make
// sense?
#pragma once
#include <string>
#include <string_view>

namespace peakdesk::channels::email {

enum class FailureCause {
  Unknown,
  UserUnknown,
  HostUnknown,
  Moved,
  NoMailAccepted,
  MailboxFull,
  Delayed,
  TooBig,
  Unwanted,
  Suspended,
  System
};

/// The first cause whose words stand in the text.
FailureCause cause_of(std::string_view said);
/// The address or its host does not exist or takes no mail. `status` may be empty; words beat codes, which servers use
/// loosely.
bool is_hard(std::string_view status, FailureCause cause);

}  // namespace peakdesk::channels::email
