#include "forecasting/holidays.h"

#include <algorithm>
#include <array>

#include "forecasting/civil.h"

namespace peakdesk::forecasting {
namespace {

enum class Kind {
  Fixed,   // month, day
  Easter,  // offset in days from Easter Sunday
  Nth,     // the n-th (or, negative, the last) weekday of the month, plus `plus` days
  OrthodoxEaster,
};
enum class Shift {
  None,
  FridayOrNextMonday,  // held on the Monday on or after it, unless it is a Friday
  SundayToMonday,      // when it falls on Sunday, Monday is off as well
  WeekendToMonday,     // when it falls on Saturday or Sunday, the next working day is off as well
  NearestWeekday,      // Saturday: Friday is off as well; Sunday: Monday
  SundayMovesBack,     // when it falls on Sunday, it is held on Saturday instead
  NearestMonday,       // Tuesday and Wednesday: held the Monday before; Thursday and Friday: the Monday after
};
constexpr int kMon = 0, kTue = 1, kThu = 3, kFri = 4, kSat = 5, kSun = 6;

struct Rule {
  std::string_view country, name;
  Kind kind;
  int a = 0, b = 0,
      c = 0;  // Fixed: month, day. Easter: offset. Nth: month, n, weekday.
  int from = 0, to = 9999;
  Shift shift = Shift::None;
  int plus = 0;
};
using enum Kind;
using enum Shift;

// clang-format off
constexpr Rule kRules[] = {
  {"*", "New Year's Day", Fixed, 1, 1}, {"*", "Christmas Day", Fixed, 12, 25},
  {"AR", "Carnival Monday", Easter, -48, 0, 0, 2011}, {"AR", "Carnival Tuesday", Easter, -47, 0, 0, 2011},
  {"AR", "Day of Remembrance", Fixed, 3, 24}, {"AR", "Malvinas Day", Fixed, 4, 2}, {"AR", "Good Friday", Easter, -2},
  {"AR", "Labour Day", Fixed, 5, 1}, {"AR", "May Revolution", Fixed, 5, 25}, {"AR", "Flag Day", Nth, 6, 3, kMon, 0, 2010},
  {"AR", "Flag Day", Fixed, 6, 20, 0, 2011}, {"AR", "Güemes Day", Fixed, 6, 17, 0, 2016, 9999, NearestMonday},
  {"AR", "Independence Day", Fixed, 7, 9}, {"AR", "San Martín Day", Nth, 8, 3, kMon, 0, 2011},
  {"AR", "San Martín Day", Fixed, 8, 17, 0, 2012, 9999, NearestMonday},
  {"AR", "Cultural Diversity Day", Fixed, 10, 12, 0, 0, 9999, NearestMonday},
  {"AR", "National Sovereignty Day", Fixed, 11, 20, 0, 2010, 9999, NearestMonday}, {"AR", "Immaculate Conception", Fixed, 12, 8},
  {"AT", "Epiphany", Fixed, 1, 6}, {"AT", "Easter Monday", Easter, 1}, {"AT", "Labour Day", Fixed, 5, 1},
  {"AT", "Ascension Day", Easter, 39}, {"AT", "Whit Monday", Easter, 50}, {"AT", "Corpus Christi", Easter, 60},
  {"AT", "Assumption", Fixed, 8, 15}, {"AT", "National Holiday", Fixed, 10, 26}, {"AT", "All Saints' Day", Fixed, 11, 1},
  {"AT", "Immaculate Conception", Fixed, 12, 8}, {"AT", "Boxing Day", Fixed, 12, 26},
  {"BE", "Easter Monday", Easter, 1}, {"BE", "Labour Day", Fixed, 5, 1}, {"BE", "Ascension Day", Easter, 39},
  {"BE", "Whit Monday", Easter, 50}, {"BE", "National Holiday", Fixed, 7, 21}, {"BE", "Assumption", Fixed, 8, 15},
  {"BE", "All Saints' Day", Fixed, 11, 1}, {"BE", "Armistice Day", Fixed, 11, 11},
  {"BR", "Carnival", Easter, -48}, {"BR", "Carnival", Easter, -47}, {"BR", "Good Friday", Easter, -2},
  {"BR", "Tiradentes' Day", Fixed, 4, 21}, {"BR", "Labour Day", Fixed, 5, 1}, {"BR", "Corpus Christi", Easter, 60},
  {"BR", "Independence Day", Fixed, 9, 7}, {"BR", "Our Lady of Aparecida", Fixed, 10, 12}, {"BR", "All Souls' Day", Fixed, 11, 2},
  {"BR", "Republic Day", Fixed, 11, 15}, {"BR", "Black Awareness Day", Fixed, 11, 20, 0, 2024},
  {"CA", "Good Friday", Easter, -2}, {"CA", "Canada Day", Fixed, 7, 1}, {"CA", "Labour Day", Nth, 9, 1, kMon},
  {"CH", "Good Friday", Easter, -2}, {"CH", "Easter Sunday", Easter, 0}, {"CH", "Easter Monday", Easter, 1},
  {"CH", "Ascension Day", Easter, 39}, {"CH", "Pentecost", Easter, 49}, {"CH", "Whit Monday", Easter, 50},
  {"CH", "National Day", Fixed, 8, 1}, {"CH", "Federal Day of Thanksgiving", Nth, 9, 3, kSun}, {"CH", "Boxing Day", Fixed, 12, 26},
  {"DE", "Good Friday", Easter, -2}, {"DE", "Easter Monday", Easter, 1}, {"DE", "Labour Day", Fixed, 5, 1},
  {"DE", "Ascension Day", Easter, 39}, {"DE", "Whit Monday", Easter, 50}, {"DE", "German Unity Day", Fixed, 10, 3},
  {"DE", "Reformation Day", Fixed, 10, 31, 0, 2017, 2017}, {"DE", "Boxing Day", Fixed, 12, 26},
  {"ES", "Epiphany", Fixed, 1, 6}, {"ES", "Good Friday", Easter, -2}, {"ES", "Labour Day", Fixed, 5, 1},
  {"ES", "Assumption", Fixed, 8, 15}, {"ES", "National Day", Fixed, 10, 12}, {"ES", "All Saints' Day", Fixed, 11, 1},
  {"ES", "Christmas Day", Fixed, 12, 25, 0, 0, 9999, SundayToMonday}, {"ES", "Constitution Day", Fixed, 12, 6}, {"ES", "Immaculate Conception", Fixed, 12, 8},
  {"FR", "Easter Monday", Easter, 1}, {"FR", "Labour Day", Fixed, 5, 1}, {"FR", "Victory Day", Fixed, 5, 8},
  {"FR", "Ascension Day", Easter, 39}, {"FR", "Whit Monday", Easter, 50}, {"FR", "Bastille Day", Fixed, 7, 14},
  {"FR", "Assumption", Fixed, 8, 15}, {"FR", "All Saints' Day", Fixed, 11, 1}, {"FR", "Armistice Day", Fixed, 11, 11},
  {"GB", "New Year's Day", Fixed, 1, 1, 0, 0, 9999, WeekendToMonday}, {"GB", "Good Friday", Easter, -2},
  {"GB", "Easter Monday", Easter, 1}, {"GB", "Early May bank holiday", Nth, 5, 1, kMon, 0, 2019},
  {"GB", "Early May bank holiday", Fixed, 5, 8, 0, 2020, 2020}, {"GB", "Early May bank holiday", Nth, 5, 1, kMon, 2021},
  {"GB", "Coronation", Fixed, 5, 8, 0, 2023, 2023}, {"GB", "Spring bank holiday", Nth, 5, -1, kMon, 0, 2011},
  {"GB", "Spring bank holiday", Fixed, 6, 4, 0, 2012, 2012}, {"GB", "Diamond Jubilee", Fixed, 6, 5, 0, 2012, 2012},
  {"GB", "Spring bank holiday", Nth, 5, -1, kMon, 2013, 2021}, {"GB", "Spring bank holiday", Fixed, 6, 2, 0, 2022, 2022},
  {"GB", "Platinum Jubilee", Fixed, 6, 3, 0, 2022, 2022}, {"GB", "Spring bank holiday", Nth, 5, -1, kMon, 2023},
  {"GB", "Royal wedding", Fixed, 4, 29, 0, 2011, 2011}, {"GB", "State funeral", Fixed, 9, 19, 0, 2022, 2022},
  {"GB", "Summer bank holiday", Nth, 8, -1, kMon},
  {"GB", "Christmas Day", Fixed, 12, 25, 0, 0, 9999, WeekendToMonday}, {"GB", "Boxing Day", Fixed, 12, 26, 0, 0, 9999, WeekendToMonday},
  {"IE", "St. Brigid's Day", Fixed, 2, 1, 0, 2023, 9999, FridayOrNextMonday}, {"IE", "St. Patrick's Day", Fixed, 3, 17},
  {"IE", "Easter Monday", Easter, 1}, {"IE", "May bank holiday", Nth, 5, 1, kMon}, {"IE", "June bank holiday", Nth, 6, 1, kMon},
  {"IE", "August bank holiday", Nth, 8, 1, kMon}, {"IE", "October bank holiday", Nth, 10, -1, kMon},
  {"IE", "St. Stephen's Day", Fixed, 12, 26},
  {"IT", "Epiphany", Fixed, 1, 6}, {"IT", "Unification Day", Fixed, 3, 17, 0, 2011, 2011}, {"IT", "Easter Sunday", Easter, 0},
  {"IT", "Easter Monday", Easter, 1}, {"IT", "Liberation Day", Fixed, 4, 25}, {"IT", "Labour Day", Fixed, 5, 1},
  {"IT", "Republic Day", Fixed, 6, 2}, {"IT", "Assumption", Fixed, 8, 15}, {"IT", "Saint Francis", Fixed, 10, 4, 0, 2026},
  {"IT", "All Saints' Day", Fixed, 11, 1}, {"IT", "Immaculate Conception", Fixed, 12, 8}, {"IT", "St. Stephen's Day", Fixed, 12, 26},
  {"MX", "Constitution Day", Nth, 2, 1, kMon}, {"MX", "Benito Juárez's birthday", Nth, 3, 3, kMon}, {"MX", "Labour Day", Fixed, 5, 1},
  {"MX", "Independence Day", Fixed, 9, 16}, {"MX", "Revolution Day", Nth, 11, 3, kMon},
  {"NL", "Easter Sunday", Easter, 0}, {"NL", "Easter Monday", Easter, 1}, {"NL", "Queen's Day", Fixed, 4, 30, 0, 0, 2013},
  {"NL", "King's Day", Fixed, 4, 27, 0, 2014, 9999, SundayMovesBack}, {"NL", "Ascension Day", Easter, 39},
  {"NL", "Pentecost", Easter, 49}, {"NL", "Whit Monday", Easter, 50}, {"NL", "Boxing Day", Fixed, 12, 26},
  {"PL", "Epiphany", Fixed, 1, 6, 0, 2011}, {"PL", "Easter Sunday", Easter, 0}, {"PL", "Easter Monday", Easter, 1},
  {"PL", "Labour Day", Fixed, 5, 1}, {"PL", "Constitution Day", Fixed, 5, 3}, {"PL", "Pentecost", Easter, 49},
  {"PL", "Corpus Christi", Easter, 60}, {"PL", "Assumption", Fixed, 8, 15}, {"PL", "All Saints' Day", Fixed, 11, 1},
  {"PL", "Independence Day", Fixed, 11, 11}, {"PL", "Christmas Eve", Fixed, 12, 24, 0, 2025}, {"PL", "Boxing Day", Fixed, 12, 26},
  {"PT", "Good Friday", Easter, -2}, {"PT", "Easter Sunday", Easter, 0}, {"PT", "Liberty Day", Fixed, 4, 25},
  {"PT", "Labour Day", Fixed, 5, 1}, {"PT", "Portugal Day", Fixed, 6, 10}, {"PT", "Corpus Christi", Easter, 60},
  {"PT", "Assumption", Fixed, 8, 15}, {"PT", "Republic Day", Fixed, 10, 5}, {"PT", "All Saints' Day", Fixed, 11, 1},
  {"PT", "Restoration of Independence", Fixed, 12, 1}, {"PT", "Immaculate Conception", Fixed, 12, 8},
  {"RU", "New Year holidays", Fixed, 1, 2}, {"RU", "New Year holidays", Fixed, 1, 3}, {"RU", "New Year holidays", Fixed, 1, 4},
  {"RU", "New Year holidays", Fixed, 1, 5}, {"RU", "New Year holidays", Fixed, 1, 6}, {"RU", "New Year holidays", Fixed, 1, 8},
  {"RU", "Orthodox Christmas", Fixed, 1, 7}, {"RU", "Defender of the Fatherland Day", Fixed, 2, 23},
  {"RU", "International Women's Day", Fixed, 3, 8, 0, 0, 9999, SundayToMonday}, {"RU", "Spring and Labour Day", Fixed, 5, 1},
  {"RU", "Victory Day", Fixed, 5, 9}, {"RU", "Russia Day", Fixed, 6, 12}, {"RU", "Unity Day", Fixed, 11, 4},
  {"US", "New Year's Day", Fixed, 1, 1, 0, 0, 9999, NearestWeekday}, {"US", "Martin Luther King Jr. Day", Nth, 1, 3, kMon},
  {"US", "Presidents' Day", Nth, 2, 3, kMon}, {"US", "Memorial Day", Nth, 5, -1, kMon},
  {"US", "Juneteenth", Fixed, 6, 19, 0, 2021, 9999, NearestWeekday}, {"US", "Independence Day", Fixed, 7, 4, 0, 0, 9999, NearestWeekday},
  {"US", "Labor Day", Nth, 9, 1, kMon}, {"US", "Columbus Day", Nth, 10, 2, kMon}, {"US", "Veterans Day", Fixed, 11, 11},
  {"US", "Thanksgiving", Nth, 11, 4, kThu}, {"US", "Christmas Day", Fixed, 12, 25, 0, 0, 9999, NearestWeekday},
};
// Days on which shops sell, or contacts come, unlike on others of that weekday; public nowhere by themselves.
constexpr Rule kShoppingDays[] = {
  {"*", "Black Friday", Nth, 11, 4, kThu, 0, 9999, None, 1}, {"*", "Cyber Monday", Nth, 11, 4, kThu, 0, 9999, None, 4},
  {"*", "Christmas Eve", Fixed, 12, 24}, {"*", "New Year's Eve", Fixed, 12, 31}, {"*", "Easter Sunday", Easter, 0},
  {"*", "Valentine's Day", Fixed, 2, 14}, {"US", "Super Bowl Sunday", Nth, 2, 1, kSun}, {"US", "Mother's Day", Nth, 5, 2, kSun},
  {"US", "Father's Day", Nth, 6, 3, kSun}, {"CA", "Mother's Day", Nth, 5, 2, kSun}, {"DE", "Mother's Day", Nth, 5, 2, kSun},
  {"AT", "Mother's Day", Nth, 5, 2, kSun}, {"CH", "Mother's Day", Nth, 5, 2, kSun}, {"IT", "Mother's Day", Nth, 5, 2, kSun},
  {"NL", "Mother's Day", Nth, 5, 2, kSun}, {"BE", "Mother's Day", Nth, 5, 2, kSun}, {"BR", "Mother's Day", Nth, 5, 2, kSun},
  {"ES", "Mother's Day", Nth, 5, 1, kSun}, {"PT", "Mother's Day", Nth, 5, 1, kSun}, {"GB", "Mother's Day", Easter, -21},
  {"IE", "Mother's Day", Easter, -21}, {"GB", "Father's Day", Nth, 6, 3, kSun}, {"NL", "Sinterklaas", Fixed, 12, 5},
  {"BR", "Dia dos Namorados", Fixed, 6, 12}, {"ES", "Reyes Eve", Fixed, 1, 5}, {"RU", "Orthodox Easter", OrthodoxEaster, 0},
};
// clang-format on

constexpr std::array<std::string_view, 18> kCountries = {"AR", "AT", "BE", "BR", "CA", "CH", "DE", "ES", "FR",
                                                         "GB", "IE", "IT", "MX", "NL", "PL", "PT", "RU", "US"};

int day_of_rule(const Rule& rule, int year) {
  switch (rule.kind) {
    case Fixed:
      return days_of(Date{year, rule.a, rule.b});
    case Easter:
      return easter(year) + rule.a;
    case OrthodoxEaster:
      return orthodox_easter(year) + rule.a;
    case Nth: {
      if (rule.b > 0) {
        const int first = days_of(Date{year, rule.a, 1});
        return first + (rule.c - weekday_of(first) + 7) % 7 + 7 * (rule.b - 1) + rule.plus;
      }
      const int last = days_of(Date{year, rule.a, days_in_month(year, rule.a)});
      return last - (weekday_of(last) - rule.c + 7) % 7 + rule.plus;
    }
  }
  return 0;
}

bool holds(const std::vector<Holiday>& list, int days) {
  return std::any_of(list.begin(), list.end(), [&](const Holiday& h) { return h.days == days && h.public_holiday; });
}

void add_rule(std::vector<Holiday>& list, std::vector<Holiday>& substitutes, const Rule& rule, int year) {
  int day = day_of_rule(rule, year);
  const int weekday = weekday_of(day);
  switch (rule.shift) {
    case None:
      break;
    case FridayOrNextMonday:
      if (weekday != kFri) day += (7 - weekday) % 7;
      break;
    case SundayMovesBack:
      if (weekday == kSun) day -= 1;
      break;
    case NearestMonday:
      if (weekday == kTue || weekday == 2) day -= weekday;
      if (weekday == kThu || weekday == kFri) day += 7 - weekday;
      break;
    case NearestWeekday:
      if (weekday == kSat) substitutes.push_back({day - 1, rule.name, true});
      if (weekday == kSun) substitutes.push_back({day + 1, rule.name, true});
      break;
    case SundayToMonday:
      if (weekday == kSun) substitutes.push_back({day + 1, rule.name, true});
      break;
    case WeekendToMonday:
      if (weekday >= kSat) substitutes.push_back({day + 7 - weekday, rule.name, true});
      break;
  }
  list.push_back({day, rule.name, true});
}

}  // namespace

std::span<const std::string_view> holiday_countries() { return kCountries; }

bool has_holidays(std::string_view country) {
  return std::find(kCountries.begin(), kCountries.end(), country) != kCountries.end();
}

std::vector<Holiday> holidays(std::string_view country, int year) {
  std::vector<Holiday> list, substitutes;
  if (has_holidays(country)) {
    for (const Rule& rule : kRules) {
      if (rule.from > year || rule.to < year) continue;
      const bool own = std::any_of(std::begin(kRules), std::end(kRules),
                                   [&](const Rule& r) { return r.country == country && r.name == rule.name; });
      if (country == "RU" && rule.name == "Christmas Day") continue;  // 7 January there
      if (rule.country == country || (rule.country == "*" && !own)) add_rule(list, substitutes, rule, year);
    }
    // 1 January of the next year can move to 31 December of this one, and the other way round belongs to its own year.
    for (const Rule& rule : kRules)
      if (rule.country == country && rule.shift == NearestWeekday && rule.kind == Fixed && rule.a == 1 && rule.b == 1) {
        const int day = days_of(Date{year + 1, 1, 1});
        if (weekday_of(day) == kSat) list.push_back({day - 1, rule.name, true});
      }
    for (Holiday substitute : substitutes) {
      while (holds(list, substitute.days)) ++substitute.days;
      if (date_of_days(substitute.days).year == year) list.push_back(substitute);
    }
  }
  for (const Rule& rule : kShoppingDays)
    if (rule.country == "*" || rule.country == country) {
      const int day = day_of_rule(rule, year);
      if (!holds(list, day)) list.push_back({day, rule.name, false});
    }
  std::sort(list.begin(), list.end(), [](const Holiday& x, const Holiday& y) { return x.days < y.days; });
  return list;
}

}  // namespace peakdesk::forecasting
