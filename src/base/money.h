// Money: an integer of minor units and a currency. Never a floating-point number.
#pragma once
#include <compare>
#include <cstdint>
#include <string>

namespace peakdesk {

struct Money {
  std::int64_t minor_units = 0;  // cents, kopecks; yen count whole
  std::string currency;          // ISO 4217: "EUR"
  friend auto operator<=>(const Money&, const Money&) = default;
};

}  // namespace peakdesk
