#include "understanding/tracking_numbers.h"

#include <algorithm>
#include <cstddef>

#include "understanding/words_in_place.h"

namespace peakdesk::understanding {
namespace {

int value(char c) { return c - '0'; }
bool all_digits(std::string_view s) { return !s.empty() && std::all_of(s.begin(), s.end(), is_digit); }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// UPS: letters count (code - 63) mod 10, every second one twice.
bool ups_checks(std::string_view s) {
  int sum = 0;
  for (std::size_t i = 2; i < 17; ++i) {
    const int v = is_digit(s[i]) ? value(s[i]) : (s[i] - 63) % 10;
    sum += i % 2 == 0 ? v : 2 * v;
  }
  return is_digit(s[17]) && (10 - sum % 10) % 10 == value(s[17]);
}

/// UPU S10: eight digits weighed, modulo 11.
bool s10_checks(std::string_view digits) {
  static constexpr int kWeights[] = {8, 6, 4, 2, 3, 5, 9, 7};
  int sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += kWeights[i] * value(digits[i]);
  const int check = 11 - sum % 11;
  return value(digits[8]) == (check == 10 ? 0 : check == 11 ? 5 : check);
}

/// GS1: from the right, every other digit three times. Serves SSCC, USPS and Colissimo.
bool gs1_checks(std::string_view s) {
  int sum = 0;
  for (std::size_t i = 0; i + 1 < s.size(); ++i) sum += value(s[i]) * ((s.size() - i) % 2 == 0 ? 3 : 1);
  return (10 - sum % 10) % 10 == value(s.back());
}

bool fedex_checks(std::string_view s) {
  static constexpr int kWeights[] = {3, 1, 7};
  int sum = 0;
  for (std::size_t i = 0; i < 11; ++i) sum += kWeights[i % 3] * value(s[i]);
  return sum % 11 % 10 == value(s[11]);
}

bool dhl_express_checks(std::string_view s) {
  int rest = 0;
  for (std::size_t i = 0; i < 9; ++i) rest = (rest * 10 + value(s[i])) % 7;
  return rest == value(s[9]);
}

}  // namespace

TrackingNumber tracking_number(std::string_view s) {
  if (s.size() == 18 && s.starts_with("1Z")) return {"ups", ups_checks(s), true};
  if (s.size() == 13 && is_upper(s[0]) && is_upper(s[1]) && is_upper(s[11]) && is_upper(s[12]) &&
      all_digits(s.substr(2, 9)))
    return {"post", s10_checks(s.substr(2, 9)), true};
  if (s.size() == 13 && is_digit(s[0]) && (is_upper(s[1]) || is_digit(s[1])) && all_digits(s.substr(2)) &&
      is_upper(s[1]))
    return {"colissimo", gs1_checks(s.substr(2)), true};
  if (s.starts_with("JJD") && s.size() >= 18 && s.size() <= 24 && all_digits(s.substr(3))) return {"dhl", false, true};
  if (s.starts_with("JD") && s.size() == 20 && all_digits(s.substr(2))) return {"dhl", false, true};
  if (s.starts_with("3S") && s.size() >= 13 && s.size() <= 15) return {"postnl", false, true};
  if (!all_digits(s)) return {};
  if (s.size() == 20 && s.starts_with("00")) return {"dhl", gs1_checks(s.substr(2)), true};
  if ((s.size() == 22 || s.size() == 20) && s[0] == '9' && s[1] >= '1' && s[1] <= '5')
    return {"usps", gs1_checks(s), gs1_checks(s)};
  if (s.size() == 26 && s[0] == '9') return {"usps", gs1_checks(s), gs1_checks(s)};
  if (s.size() == 12 && fedex_checks(s)) return {"fedex", true, false};
  if (s.size() == 10 && dhl_express_checks(s)) return {"dhl", true, false};
  if (s.size() == 14) return {"dpd", false, false};
  if (s.size() == 24) return {"inpost", false, false};
  return {};
}

}  // namespace peakdesk::understanding
