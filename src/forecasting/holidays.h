// Public holidays by country, computed from rules (no table of dates), and the shopping days that move with them. Knows
// nothing of regions inside a country and nothing of what a shop does on such a day.
#pragma once
#include <span>
#include <string_view>
#include <vector>

namespace peakdesk::forecasting {

struct Holiday {
  int days = 0;                // days since 1970-01-01
  std::string_view name;       // English; the same name is the same kind of day in every year
  bool public_holiday = true;  // false: a shopping day such as Black Friday
};

/// The countries that have rules, as ISO 3166 codes in alphabetical order.
std::span<const std::string_view> holiday_countries();
bool has_holidays(std::string_view country);
/// Public holidays (with substitute days where the country moves them) and shopping days (Black Friday, Cyber Monday,
/// Christmas Eve, ...) of one year, by date. Shopping days alone for a country without rules.
std::vector<Holiday> holidays(std::string_view country, int year);

}  // namespace peakdesk::forecasting
