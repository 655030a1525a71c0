// Time as a value. Clocks are passed in; nothing below app/ asks the machine for the time by itself.
#pragma once
#include <atomic>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace peakdesk {

struct Duration {
  std::int64_t ms = 0;
  friend constexpr auto operator<=>(Duration, Duration) = default;
};
constexpr Duration milliseconds(std::int64_t n) { return {n}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1000}; }
constexpr Duration minutes(std::int64_t n) { return {n * 60'000}; }
constexpr Duration hours(std::int64_t n) { return {n * 3'600'000}; }
constexpr Duration days(std::int64_t n) { return {n * 86'400'000}; }

/// A point in time: milliseconds since 1970-01-01 UTC. Zero means "never".
struct Instant {
  std::int64_t ms = 0;
  constexpr explicit operator bool() const { return ms != 0; }
  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr Instant operator+(Instant t, Duration d) { return {t.ms + d.ms}; }
  friend constexpr Instant operator-(Instant t, Duration d) { return {t.ms - d.ms}; }
  friend constexpr Duration operator-(Instant a, Instant b) { return {a.ms - b.ms}; }
};

/// "2026-11-27T08:15:00.250Z"; the form the API shows. Empty for the zero instant.
std::string to_iso8601(Instant t);
/// Reads ISO 8601 with zone ("Z" or ±hh:mm) or a bare date (midnight UTC). False when it is neither.
bool parse_iso8601(std::string_view text, Instant& out);

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

/// For tests: stands still until it is moved.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Instant start = {1'795'000'000'000}) : ms_(start.ms) {}
  Instant now() const override { return {ms_.load()}; }
  void advance(Duration d) { ms_ += d.ms; }
  void set(Instant t) { ms_ = t.ms; }

 private:
  std::atomic<std::int64_t> ms_;
};

}  // namespace peakdesk
