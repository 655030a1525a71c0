// Addresses and Message-IDs that prove which ticket they belong to, so that an answer finds its ticket even when a mail
// program drops the threading headers, and nobody joins somebody else's ticket by guessing.
#pragma once
#include <string>
#include <string_view>

#include "base/ids.h"

namespace peakdesk::channels::email {

class ReplyAddresses {
 public:
  /// `key`: 32 bytes, SecretBox::derive_key("reply-address").
  explicit ReplyAddresses(std::string key) : key_(std::move(key)) {}

  /// "support@shop.example" -> "support+t1k9-4fj2…@shop.example".
  std::string address_for(std::string_view mailbox_address, TicketId ticket) const;
  /// A new Message-ID without angle brackets: "t1k9-4fj2….<message>@shop.example".
  std::string message_id_for(std::string_view mailbox_address, TicketId ticket, MessageId message) const;
  /// The ticket an address or Message-ID proves, or none.
  TicketId ticket_of(std::string_view address_or_message_id) const;

 private:
  std::string sign(TicketId ticket) const;
  std::string key_;
};

}  // namespace peakdesk::channels::email
