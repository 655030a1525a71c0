#include "understanding/phone_numbers.h"

#include <algorithm>
#include <iterator>

#include "understanding/words_in_place.h"

namespace peakdesk::understanding {
namespace {

/// ITU E.164 country codes of one and two digits; every other code has three.
bool has_country_code(std::string_view digits) {
  static constexpr std::string_view kShort[] = {"1",  "7",  "20", "27", "30", "31", "32", "33", "34", "36", "39", "40",
                                                "41", "43", "44", "45", "46", "47", "48", "49", "51", "52", "53", "54",
                                                "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
                                                "82", "84", "86", "90", "91", "92", "93", "94", "95", "98"};
  if (std::any_of(std::begin(kShort), std::end(kShort), [&](auto code) { return digits.starts_with(code); }))
    return true;
  static constexpr std::string_view kLong[] = {"21", "22", "23", "24", "25", "26", "29", "35", "37", "38", "42", "50",
                                               "59", "67", "68", "69", "80", "85", "87", "88", "96", "97", "99"};
  return std::any_of(std::begin(kLong), std::end(kLong), [&](auto code) { return digits.starts_with(code); });
}

/// Lengths of the groups of digits as they are written in one country or another, without a country code.
bool groups_like_a_phone(const std::vector<std::size_t>& groups, std::string_view digits, bool bracket) {
  const std::vector<std::size_t> kFrench{2, 2, 2, 2, 2}, kAmerican{3, 3, 4}, kBrazilian{2, 5, 4},
      kBrazilianFixed{2, 4, 4}, kRussian{1, 3, 3, 2, 2}, kNine{3, 3, 3}, kSpanish{3, 2, 2, 2}, kBritish{5, 6},
      kBritishShort{4, 3, 4}, kBritishLondon{3, 4, 4};
  if (groups == kFrench || groups == kBritish || groups == kBritishShort || groups == kBritishLondon)
    return digits[0] == '0';
  if (groups == kRussian) return digits[0] == '8' || digits[0] == '7';
  if (groups == kBrazilian || groups == kBrazilianFixed) return bracket;
  if (groups == kAmerican) return digits[0] >= '2';
  return (groups == kNine || groups == kSpanish) && digits[0] >= '5';
}

}  // namespace

bool phone_number_at(std::string_view text, std::size_t start, bool announced, PhoneNumber& out) {
  std::string digits;
  std::vector<std::size_t> groups;
  bool bracket = false, in_group = false, plus = false, slash = false;
  std::size_t end = start, i = start;
  if (i < text.size() && text[i] == '+') {
    plus = true;
    ++i;
  }
  for (int gap = 0; i < text.size() && digits.size() <= 16; ++i) {
    const char c = text[i];
    if (is_digit(c)) {
      if (!in_group) groups.push_back(0);
      in_group = true;
      ++groups.back();
      digits += c;
      end = i + 1;
      gap = 0;
    } else if (c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/') {
      bracket = bracket || c == '(';
      slash = slash || c == '/';
      in_group = false;
      if (++gap > 2) break;
    } else {
      break;
    }
  }
  if (end < text.size() && is_letter(text[end])) return false;
  if (digits.starts_with("00") && !plus) {
    digits.erase(0, 2);
    plus = true;
  }
  if (plus) {
    // "+49 (0)30" carries the national 0 in brackets.
    const auto zero = text.substr(start, end - start).find("(0)");
    if (zero != std::string_view::npos) {
      const auto before =
          static_cast<std::size_t>(std::count_if(text.begin() + static_cast<std::ptrdiff_t>(start),
                                                 text.begin() + static_cast<std::ptrdiff_t>(start + zero), is_digit));
      if (before < digits.size() && digits[before] == '0') digits.erase(before, 1);
    }
    if (digits.size() < 8 || digits.size() > 15 || !has_country_code(digits)) return false;
    out = {start, end, "+" + digits};
    return true;
  }
  if (digits.size() < 7 || digits.size() > 12) return false;
  const bool trunk = digits[0] == '0' && digits[1] != '0' && digits.size() >= 9 && digits.size() <= 12;
  const bool shaped = groups.size() > 1 && groups_like_a_phone(groups, digits, bracket);
  const bool trunk_apart = trunk && groups.size() == 2 && groups[0] >= 3 && groups[0] <= 5 && (slash || groups[1] >= 6);
  if (!shaped && !trunk_apart && !(announced && (trunk || digits.size() >= 9 || groups.size() > 1))) return false;
  out = {start, end, digits};
  return true;
}

}  // namespace peakdesk::understanding
