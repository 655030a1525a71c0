#include "forecasting/timestamp.h"

#include <cstdio>
#include <cstdlib>

namespace peakdesk::forecasting {
namespace {

/// Takes exactly `digits` digits off the front.
bool take_number(std::string_view& text, int digits, int& out) {
  if (int(text.size()) < digits) return false;
  out = 0;
  for (int i = 0; i < digits; ++i) {
    if (text[size_t(i)] < '0' || text[size_t(i)] > '9') return false;
    out = out * 10 + (text[size_t(i)] - '0');
  }
  text.remove_prefix(size_t(digits));
  return true;
}

bool take_char(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

bool take_zone(std::string_view& text, Timestamp& out) {
  if (text.empty()) return true;
  if (take_char(text, 'Z') || take_char(text, 'z')) {
    out.form.zone = TimestampForm::Zone::Z;
    return text.empty();
  }
  take_char(text, ' ');
  const int sign = !text.empty() && text.front() == '-' ? -1 : 1;
  if (!take_char(text, '+') && !take_char(text, '-')) return false;
  int hour = 0, minute = 0;
  if (!take_number(text, 2, hour) || hour > 14) return false;
  out.form.zone = TimestampForm::Zone::HoursOnly;
  if (!text.empty()) {
    out.form.zone = take_char(text, ':') ? TimestampForm::Zone::Colon : TimestampForm::Zone::Plain;
    if (!take_number(text, 2, minute) || minute > 59) return false;
  }
  out.offset_minutes = sign * (hour * 60 + minute);
  return text.empty();
}

bool take_date(std::string_view& text, TimestampForm& form, Date& date) {
  if (!take_number(text, 4, date.year) || date.year < 1900 || date.year > 2200) return false;
  form.date_separator = 0;
  if (!text.empty() && (text.front() == '-' || text.front() == '/' || text.front() == '.')) {
    form.date_separator = text.front();
    text.remove_prefix(1);
  }
  if (!take_number(text, 2, date.month)) return false;
  if (form.date_separator && text.empty()) {
    form.has_day = false;
    date.day = 1;
    return is_date(date);
  }
  if (form.date_separator && !take_char(text, form.date_separator)) return false;
  return take_number(text, 2, date.day) && is_date(date);
}

}  // namespace

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  Timestamp out;
  Date date;
  if (!take_date(text, out.form, date)) return std::nullopt;
  out.wall = WallTime(days_of(date)) * kDay;
  if (text.empty()) return out;
  if (text.front() != 'T' && text.front() != 't' && text.front() != ' ') return std::nullopt;
  out.form.time_separator = text.front() == ' ' ? ' ' : 'T';
  text.remove_prefix(1);
  int hour = 0, minute = 0, second = 0;
  if (!take_number(text, 2, hour) || !take_char(text, ':') || !take_number(text, 2, minute)) return std::nullopt;
  if (take_char(text, ':')) {
    out.form.has_seconds = true;
    if (!take_number(text, 2, second)) return std::nullopt;
    if (take_char(text, '.'))
      while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        if (text.front() != '0' || out.form.fraction_digits == 9) return std::nullopt;
        ++out.form.fraction_digits;
        text.remove_prefix(1);
      }
  }
  if (hour > 23 || minute > 59 || second > 59 || !take_zone(text, out)) return std::nullopt;
  out.wall += hour * kHour + minute * 60 + second;
  return out;
}

std::string write_timestamp(WallTime wall, int offset_minutes, const TimestampForm& form) {
  const Date date = date_of_days(days_of(wall));
  char text[64];
  const char separator[] = {form.date_separator, 0};
  int n = std::snprintf(text, sizeof text, "%04d%s%02d", date.year, separator, date.month);
  if (form.has_day) n += std::snprintf(text + n, sizeof text - size_t(n), "%s%02d", separator, date.day);
  std::string out(text, size_t(n));
  if (!form.time_separator) return out;
  const int second = second_of_day(wall);
  std::snprintf(text, sizeof text, "%c%02d:%02d", form.time_separator, second / 3600, second / 60 % 60);
  out += text;
  if (form.has_seconds) {
    std::snprintf(text, sizeof text, ":%02d", second % 60);
    out += text;
    if (form.fraction_digits) out += "." + std::string(size_t(form.fraction_digits), '0');
  }
  const int minutes = std::abs(offset_minutes);
  const char sign = offset_minutes < 0 ? '-' : '+';
  switch (form.zone) {
    case TimestampForm::Zone::None:
      return out;
    case TimestampForm::Zone::Z:
      return out + "Z";
    case TimestampForm::Zone::Colon:
      std::snprintf(text, sizeof text, "%c%02d:%02d", sign, minutes / 60, minutes % 60);
      break;
    case TimestampForm::Zone::Plain:
      std::snprintf(text, sizeof text, "%c%02d%02d", sign, minutes / 60, minutes % 60);
      break;
    case TimestampForm::Zone::HoursOnly:
      std::snprintf(text, sizeof text, minutes % 60 ? "%c%02d:%02d" : "%c%02d", sign, minutes / 60, minutes % 60);
      break;
  }
  return out + text;
}

}  // namespace peakdesk::forecasting
