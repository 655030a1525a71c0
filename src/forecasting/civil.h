// Dates and wall-clock times as plain numbers: days since 1970-01-01 and seconds since its midnight, without any zone.
// Forecasting lives on the shop's wall clock; zones are the reader's business (timestamp.h).
#pragma once
#include <cstdint>

namespace peakdesk::forecasting {

/// Seconds on the wall clock since 1970-01-01 00:00.
using WallTime = std::int64_t;
constexpr WallTime kHour = 3'600, kDay = 86'400, kWeek = 604'800;

struct Date {
  int year = 1970, month = 1, day = 1;
};

/// Days since 1970-01-01 in the proleptic Gregorian calendar; any year.
int days_of(Date date);
Date date_of_days(int days);
bool is_date(Date date);
/// 0 Monday ... 6 Sunday.
int weekday_of(int days);
int days_in_month(int year, int month);
/// Whole days of a wall time, rounded down.
constexpr int days_of(WallTime t) { return int(t >= 0 ? t / kDay : -((-t + kDay - 1) / kDay)); }
constexpr int second_of_day(WallTime t) { return int(t - WallTime(days_of(t)) * kDay); }
/// Sunday of Western (Gregorian) Easter, and of the Orthodox one in the Gregorian calendar; years 1900-2099.
int easter(int year);
int orthodox_easter(int year);

}  // namespace peakdesk::forecasting
