// Reads who failed and why out of a delivery failure report: RFC 3464 parts where they are, else the words of the many
// mail servers that write their own. Does not decide whether a mail is a bounce.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "channels/email/mail_kind.h"

namespace peakdesk::channels::email {

struct DeliveryStatus {
  bool present = false;        // the mail has a message/delivery-status part (or its text form)
  bool any_failed = false;     // some recipient failed or is delayed
  bool any_delivered = false;  // some recipient was reached (delivered, relayed, expanded)
  std::vector<FailedRecipient> recipients;
};

/// The machine-readable part.
DeliveryStatus read_delivery_status(const platform::ParsedMail& mail);
/// Recipients and reasons from headers and prose.
std::vector<FailedRecipient> read_failure_text(const platform::ParsedMail& mail);
/// Message-ID of the mail that bounced, from the returned part or headers quoted in the text.
std::string read_original_message_id(const platform::ParsedMail& mail);
/// Fills class, status and hardness from what the other server said.
void judge(FailedRecipient& failure, std::string_view said);

}  // namespace peakdesk::channels::email
