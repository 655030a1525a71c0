#include "channels/email/reply_address.h"

#include "base/text.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/random_bytes.h"

namespace peakdesk::channels::email {
namespace {

// Lower-case letters and digits only: mail servers may fold the case of an address.
constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";

std::string to_base36(std::uint64_t n) {
  std::string out;
  do {
    out.insert(out.begin(), kDigits[n % 36]);
    n /= 36;
  } while (n > 0);
  return out;
}

std::string domain_of(std::string_view address) {
  const auto at = address.rfind('@');
  return at == std::string_view::npos ? "peakdesk.invalid" : std::string(address.substr(at + 1));
}

}  // namespace

std::string ReplyAddresses::sign(TicketId ticket) const {
  const std::string id = to_base36(static_cast<std::uint64_t>(ticket.value));
  const std::string mac = crypto::hmac_sha256(key_, "ticket " + id);
  std::string signature;
  for (int i = 0; i < 12; ++i) signature += kDigits[static_cast<unsigned char>(mac[i]) % 36];  // 62 bits
  return "t" + id + "-" + signature;
}

std::string ReplyAddresses::address_for(std::string_view mailbox_address, TicketId ticket) const {
  const auto at = mailbox_address.rfind('@');
  if (at == std::string_view::npos) return std::string(mailbox_address);
  return std::string(mailbox_address.substr(0, at)) + "+" + sign(ticket) + std::string(mailbox_address.substr(at));
}

std::string ReplyAddresses::message_id_for(std::string_view mailbox_address, TicketId ticket, MessageId message) const {
  return sign(ticket) + "." + to_base36(static_cast<std::uint64_t>(message.value)) + "@" + domain_of(mailbox_address);
}

TicketId ReplyAddresses::ticket_of(std::string_view text) const {
  const std::string lower = to_lower_ascii(text.substr(0, text.rfind('@')));
  std::string_view local = lower;
  if (const auto plus = local.rfind('+'); plus != std::string_view::npos) local.remove_prefix(plus + 1);
  if (const auto dot = local.find('.'); dot != std::string_view::npos) local = local.substr(0, dot);
  const auto dash = local.find('-');
  if (local.size() < 3 || local.front() != 't' || dash == std::string_view::npos || dash > 12) return {};
  std::int64_t id = 0;
  for (const char c : local.substr(1, dash - 1)) {
    const auto digit = kDigits.find(c);
    if (digit == std::string_view::npos) return {};
    id = id * 36 + static_cast<std::int64_t>(digit);
  }
  const TicketId ticket(id);
  return crypto::constant_time_equal(sign(ticket), local) ? ticket : TicketId{};
}

}  // namespace peakdesk::channels::email
