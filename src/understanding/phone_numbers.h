// Telephone numbers as people write them. A careful recogniser of our own: international ones by country code and
// length, national ones by the groups their country writes or by a word before them. Not a numbering plan: it cannot
// say that a number is in use.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace peakdesk::understanding {

struct PhoneNumber {
  std::size_t start = 0, end = 0;  // bytes
  std::string digits;              // "+33612345678", or without + where the country is not said
};

/// `announced(start)`: whether a word for telephone stands shortly before.
template <typename Announced>
std::vector<PhoneNumber> find_phone_numbers(std::string_view text, Announced announced);

/// The number that starts at `start`, if there is one; `announced` lowers the bar for national forms.
bool phone_number_at(std::string_view text, std::size_t start, bool announced, PhoneNumber& out);

template <typename Announced>
std::vector<PhoneNumber> find_phone_numbers(std::string_view text, Announced announced) {
  std::vector<PhoneNumber> found;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c != '+' && c != '(' && (c < '0' || c > '9')) continue;
    if (i > 0 && ((text[i - 1] >= '0' && text[i - 1] <= '9') || (text[i - 1] | 32) >= 'a')) continue;
    PhoneNumber number;
    if (phone_number_at(text, i, announced(i), number)) {
      i = number.end;
      found.push_back(std::move(number));
    } else {
      while (i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9') ++i;
    }
  }
  return found;
}

}  // namespace peakdesk::understanding
