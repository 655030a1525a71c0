#include "forecasting/holidays.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "base/text.h"
#include "forecasting/civil.h"

namespace peakdesk::forecasting {
namespace {

bool has(std::string_view country, Date date, std::string_view name) {
  for (const Holiday& h : holidays(country, date.year))
    if (h.days == days_of(date) && h.name == name) return true;
  return false;
}

TEST(Civil, DaysAndDatesAreInverse) {
  EXPECT_EQ(days_of(Date{1970, 1, 1}), 0);
  EXPECT_EQ(days_of(Date{2000, 3, 1}), 11017);
  for (int d = -40'000; d < 60'000; d += 17) EXPECT_EQ(days_of(date_of_days(d)), d);
  EXPECT_EQ(weekday_of(days_of(Date{2026, 11, 27})), 4);
}

TEST(Civil, Easter) {
  EXPECT_EQ(easter(2024), days_of(Date{2024, 3, 31}));
  EXPECT_EQ(easter(2025), days_of(Date{2025, 4, 20}));
  EXPECT_EQ(easter(2038), days_of(Date{2038, 4, 25}));
  EXPECT_EQ(orthodox_easter(2024), days_of(Date{2024, 5, 5}));
  EXPECT_EQ(orthodox_easter(2025), days_of(Date{2025, 4, 20}));
}

TEST(Holidays, ShoppingDaysMoveWithThanksgiving) {
  EXPECT_TRUE(has("US", {2025, 11, 27}, "Thanksgiving"));
  EXPECT_TRUE(has("FR", {2025, 11, 28}, "Black Friday"));
  EXPECT_TRUE(has("FR", {2025, 12, 1}, "Cyber Monday"));
  // November 2024 has five Fridays before the Thursday rule bites: the fourth Thursday counts, not the fourth Friday.
  EXPECT_TRUE(has("GB", {2024, 11, 29}, "Black Friday"));
  EXPECT_TRUE(has("GB", {2019, 11, 29}, "Black Friday"));
}

TEST(Holidays, SubstituteDays) {
  EXPECT_TRUE(has("GB", {2010, 12, 27}, "Christmas Day"));
  EXPECT_TRUE(has("GB", {2010, 12, 28}, "Boxing Day"));
  EXPECT_TRUE(has("GB", {2022, 12, 27}, "Christmas Day"));
  EXPECT_TRUE(has("US", {2010, 12, 31}, "New Year's Day"));
  EXPECT_TRUE(has("US", {2026, 7, 3}, "Independence Day"));
  EXPECT_TRUE(has("NL", {2014, 4, 26}, "King's Day"));
  EXPECT_TRUE(has("RU", {2026, 3, 9}, "International Women's Day"));
}

TEST(Holidays, UnknownCountryHasShoppingDaysAlone) {
  EXPECT_FALSE(has_holidays("XX"));
  for (const Holiday& h : holidays("XX", 2026)) EXPECT_FALSE(h.public_holiday);
}

/// Days that a state gave once, and Argentina's bridge days and moved feasts, are no rule.
bool is_one_off(const std::vector<std::string_view>& row) {
  for (const char* word : {"Election", "Census", "Bridge", "Bicentennial", "World Football", "transferred", "Jubilee",
                           "Funeral", "Coronation", "Change of Federal", "National Day 2011", "The Day of the Race"})
    if (row[3].find(word) != std::string_view::npos) return true;
  return row[0] == "AR" && row[3].find("substitute") != std::string_view::npos;
}

TEST(Holidays, AgreeWithTheRecordedCalendars) {
  std::ifstream file(PEAKDESK_SOURCE_DIR "/../shared/data/holidays/holidays_18_countries_2009_2030.tsv");
  if (!file) GTEST_SKIP() << "the set of recorded holidays is not beside the checkout";
  std::set<std::pair<std::string, int>> recorded;
  int missing = 0, checked = 0;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const auto row = split(line, '\t');
    ASSERT_GE(row.size(), 5u) << line;
    const int year = std::stoi(std::string(row[1].substr(0, 4)));
    const int day =
        days_of(Date{year, std::stoi(std::string(row[1].substr(5, 2))), std::stoi(std::string(row[1].substr(8, 2)))});
    recorded.insert({std::string(row[0]), day});
    if (row[2] != "public" || is_one_off(row)) continue;
    // In 2012 Britain held the spring holiday on 4 June, beside the Diamond Jubilee; the record keeps the usual Monday.
    if (row[0] == "GB" && row[1] == "2012-05-28") continue;
    ++checked;
    bool found = false;
    for (const Holiday& h : holidays(row[0], year)) found = found || (h.days == day && h.public_holiday);
    if (!found) {
      ++missing;
      // Argentina moves its feasts by decree each year.
      if (row[0] != "AR") ADD_FAILURE() << "no rule for " << line;
    }
  }
  EXPECT_GT(checked, 3500);
  EXPECT_LT(missing, checked / 100);
  // And the other way round: what the rules name stands in the record, but for regional and newer days it does not
  // list.
  int extra = 0, ours = 0;
  for (const auto country : holiday_countries())
    for (int year = 2009; year <= 2030; ++year)
      for (const Holiday& h : holidays(country, year)) {
        if (!h.public_holiday) continue;
        ++ours;
        const bool regional = (year == 2012 && h.name == "Spring bank holiday") || h.name == "Summer bank holiday" ||
                              h.name == "Royal wedding" || h.name == "New Year holidays" || country == "AR";
        if (!regional && !recorded.contains({std::string(country), h.days})) {
          ++extra;
          const Date d = date_of_days(h.days);
          ADD_FAILURE() << country << " " << h.name << " " << d.year << "-" << d.month << "-" << d.day
                        << " is not in the record";
        }
      }
  EXPECT_GT(ours, 4000);
  EXPECT_EQ(extra, 0);
}

}  // namespace
}  // namespace peakdesk::forecasting
