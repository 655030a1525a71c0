// Typed ids. The server makes them: 64-bit, ordered by time, below 2^53 so that JavaScript reads them exactly.
#pragma once
#include <compare>
#include <cstdint>
#include <functional>

namespace peakdesk {

/// An id of one kind of thing. Zero means "none".
template <class Tag>
struct Id {
  std::int64_t value = 0;
  constexpr Id() = default;
  constexpr explicit Id(std::int64_t v) : value(v) {}
  constexpr explicit operator bool() const { return value != 0; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

using AccountId = Id<struct AccountTag>;
using UserId = Id<struct UserTag>;
using TeamId = Id<struct TeamTag>;
using ApiKeyId = Id<struct ApiKeyTag>;
using SessionId = Id<struct SessionTag>;
using CustomerId = Id<struct CustomerTag>;
using TicketId = Id<struct TicketTag>;
using MessageId = Id<struct MessageTag>;
using AttachmentId = Id<struct AttachmentTag>;
using TagId = Id<struct TagTag>;
using ViewId = Id<struct ViewTag>;
using MacroId = Id<struct MacroTag>;
using CustomFieldId = Id<struct CustomFieldTag>;
using AddressId = Id<struct AddressTag>;
using OperationId = Id<struct OperationTag>;
using MailboxId = Id<struct MailboxTag>;
using FormId = Id<struct FormTag>;
using EventId = Id<struct EventTag>;
using JobId = Id<struct JobTag>;

}  // namespace peakdesk

template <class Tag>
struct std::hash<peakdesk::Id<Tag>> {
  std::size_t operator()(peakdesk::Id<Tag> id) const noexcept { return std::hash<std::int64_t>()(id.value); }
};
