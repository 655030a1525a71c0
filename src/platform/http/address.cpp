#include "platform/http/address.h"

#include <arpa/inet.h>

#include <charconv>
#include <cstring>
#include <stdexcept>

#include "base/text.h"

namespace peakdesk::http {
namespace {
// IANA special-purpose registries (RFC 6890 and updates), as far as they are not globally reachable.
constexpr std::string_view kNotPublicV4[] = {"0.0.0.0/8",      "10.0.0.0/8",     "100.64.0.0/10", "127.0.0.0/8",
                                             "169.254.0.0/16", "172.16.0.0/12",  "192.0.0.0/24",  "192.0.2.0/24",
                                             "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
                                             "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4"};
// Only 2000::/3 is given out; within it these are not what they look like.
constexpr std::string_view kNotPublicV6[] = {"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"};

bool in_any(const IpAddress& address, const std::string_view* first, const std::string_view* last) {
  for (; first != last; ++first)
    if (parse_range(*first)->contains(address)) return true;
  return false;
}
}  // namespace

bool IpAddress::is_v4() const {
  static constexpr std::uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  return std::memcmp(bytes.data(), kMapped, sizeof kMapped) == 0;
}

std::optional<IpAddress> parse_ip(std::string_view text) {
  const std::string copy(text.substr(0, text.find('%')));  // without the zone of a link-local address
  IpAddress address;
  if (inet_pton(AF_INET, copy.c_str(), address.bytes.data() + 12) == 1) {
    address.bytes[10] = address.bytes[11] = 0xff;
    return address;
  }
  if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

std::optional<AddressRange> parse_range(std::string_view text) {
  const auto slash = text.find('/');
  const auto base = parse_ip(text.substr(0, slash));
  if (!base) return std::nullopt;
  AddressRange range{*base, 128};
  if (slash == std::string_view::npos) return range;
  const auto digits = text.substr(slash + 1);
  int bits = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  const int most = base->is_v4() ? 32 : 128;
  if (failed != std::errc() || end != digits.data() + digits.size() || bits < 0 || bits > most) return std::nullopt;
  range.bits = bits + (base->is_v4() ? 96 : 0);
  return range;
}

bool AddressRange::contains(const IpAddress& address) const {
  for (int bit = 0; bit < bits; ++bit) {
    const auto byte = static_cast<std::size_t>(bit / 8);
    const int shift = 7 - bit % 8;
    if ((base.bytes[byte] >> shift & 1) != (address.bytes[byte] >> shift & 1)) return false;
  }
  return true;
}

bool is_public_address(std::string_view text) {
  const auto address = parse_ip(text);
  if (!address) return false;
  if (address->is_v4()) return !in_any(*address, std::begin(kNotPublicV4), std::end(kNotPublicV4));
  if ((address->bytes[0] & 0xe0) != 0x20) return false;
  return !in_any(*address, std::begin(kNotPublicV6), std::end(kNotPublicV6));
}

std::vector<AddressRange> parse_ranges(std::string_view text) {
  std::vector<AddressRange> ranges;
  for (const std::string_view part : split(text, ',')) {
    if (trim(part).empty()) continue;
    const auto range = parse_range(trim(part));
    if (!range)
      throw std::invalid_argument("\"" + std::string(trim(part)) + "\" is no address range such as 10.1.2.0/24.");
    ranges.push_back(*range);
  }
  return ranges;
}

bool may_connect_to(std::string_view address, const std::vector<AddressRange>& allowed) {
  if (is_public_address(address)) return true;
  const auto parsed = parse_ip(address);
  if (!parsed) return false;
  for (const AddressRange& range : allowed)
    if (range.contains(*parsed)) return true;
  return false;
}

}  // namespace peakdesk::http
