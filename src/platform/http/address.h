// IP addresses as far as trust goes: which are of the public internet, and which an operator allowed. Pure.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace peakdesk::http {

/// Sixteen bytes; an IPv4 address is kept as ::ffff:a.b.c.d, so that writing it the other way hides nothing.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};
  bool is_v4() const;
};
std::optional<IpAddress> parse_ip(std::string_view text);

/// False for loopback, private, link-local, carrier, documentation, multicast and reserved ranges, for tunnels that
/// carry an IPv4 address inside (6to4, Teredo, NAT64), and for text that is no address.
bool is_public_address(std::string_view text);

/// "10.0.0.0/8", "::1/128" or a bare address.
struct AddressRange {
  IpAddress base;
  int bits = 128;  // of the sixteen bytes
  bool contains(const IpAddress& address) const;
};
std::optional<AddressRange> parse_range(std::string_view text);

/// "10.0.0.0/8, 127.0.0.1": ranges with commas between them. Throws std::invalid_argument naming what is none.
std::vector<AddressRange> parse_ranges(std::string_view text);

/// May the desk connect to this address because a person named it? Public addresses, and those in `allowed`.
bool may_connect_to(std::string_view address, const std::vector<AddressRange>& allowed);

}  // namespace peakdesk::http
