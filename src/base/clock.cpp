#include "base/clock.h"

#include <algorithm>
#include <chrono>

namespace peakdesk {
namespace {

bool read_digits(std::string_view& text, int count, int& out) {
  if (static_cast<int>(text.size()) < count) return false;
  out = 0;
  for (int i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return true;
}

bool skip(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string to_iso8601(Instant t) {
  if (!t) return {};
  const std::chrono::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds{t.ms}};
  const auto midnight = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{midnight};
  const std::chrono::hh_mm_ss time{at - midnight};
  std::string text = "0000-00-00T00:00:00.000Z";
  // By hand: a list of tickets has hundreds of times, and printf reads its format anew for each.
  const auto put = [&](std::size_t first, std::size_t digits, std::int64_t number) {
    for (std::size_t i = digits; i-- > 0; number /= 10) text[first + i] = static_cast<char>('0' + number % 10);
  };
  put(0, 4, std::clamp(int(date.year()), 0, 9999));
  put(5, 2, unsigned(date.month()));
  put(8, 2, unsigned(date.day()));
  put(11, 2, time.hours().count());
  put(14, 2, time.minutes().count());
  put(17, 2, time.seconds().count());
  put(20, 3, time.subseconds().count());
  return text;
}

bool parse_iso8601(std::string_view text, Instant& out) {
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, ms = 0, offset_minutes = 0;
  if (!read_digits(text, 4, y) || !skip(text, '-') || !read_digits(text, 2, mo) || !skip(text, '-') ||
      !read_digits(text, 2, d))
    return false;
  const std::chrono::year_month_day date{std::chrono::year{y}, std::chrono::month{unsigned(mo)},
                                         std::chrono::day{unsigned(d)}};
  if (!date.ok()) return false;
  if (!text.empty()) {
    if (!skip(text, 'T') && !skip(text, ' ')) return false;
    if (!read_digits(text, 2, h) || !skip(text, ':') || !read_digits(text, 2, mi)) return false;
    if (skip(text, ':') && !read_digits(text, 2, s)) return false;
    if (skip(text, '.')) {
      int scale = 100;
      if (text.empty()) return false;
      while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        ms += (text.front() - '0') * scale;
        scale /= 10;
        text.remove_prefix(1);
      }
    }
    if (h > 23 || mi > 59 || s > 60) return false;
    if (!skip(text, 'Z')) {
      const bool minus = !text.empty() && text.front() == '-';
      if (!minus && (text.empty() || text.front() != '+')) return false;
      text.remove_prefix(1);
      int oh = 0, om = 0;
      if (!read_digits(text, 2, oh)) return false;
      skip(text, ':');
      if (!read_digits(text, 2, om) || oh > 14 || om > 59) return false;
      offset_minutes = (oh * 60 + om) * (minus ? -1 : 1);
    }
    if (!text.empty()) return false;
  }
  const std::int64_t day_ms = std::int64_t(std::chrono::sys_days{date}.time_since_epoch().count()) * 86'400'000;
  out.ms = day_ms + ((h * 60LL + mi - offset_minutes) * 60 + s) * 1000 + ms;
  return true;
}

Instant SystemClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

}  // namespace peakdesk
