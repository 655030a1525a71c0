// Sums of money in a text: number and currency in either order, in any of our languages' ways of writing them.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace peakdesk::understanding {

struct Amount {
  std::size_t start = 0, end = 0;  // bytes
  std::string value;               // "1234.50"
  std::string currency;            // ISO 4217
};

std::vector<Amount> find_amounts(std::string_view text);

}  // namespace peakdesk::understanding
