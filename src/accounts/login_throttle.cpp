#include "accounts/login_throttle.h"

#include <arpa/inet.h>

#include <algorithm>

#include "base/error.h"
#include "platform/crypto/encoding.h"

namespace peakdesk::accounts {
namespace {

constexpr Duration kForgetAfter = hours(1);
constexpr Duration kKnownFor = days(30);
constexpr std::size_t kMostCounts = 50'000;

/// One household has a whole /64 of IPv6, so a guesser has too.
std::string address_key(std::string_view ip) {
  in6_addr v6{};
  const std::string text(ip);
  if (text.find(':') == std::string::npos || inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
  if (IN6_IS_ADDR_V4MAPPED(&v6)) return text;
  return crypto::to_hex({reinterpret_cast<const char*>(v6.s6_addr), 8});
}

}  // namespace

const std::string& LoginThrottle::account_key(const std::string& pair, const std::string& account) const {
  const auto known = known_pairs_.find(pair);
  return known != known_pairs_.end() && clock_.now() - known->second < kKnownFor ? pair : account;
}

void LoginThrottle::begin(std::string_view ip, std::string_view account) {
  const std::string address = address_key(ip);
  const std::string name(account);
  const std::lock_guard lock(mutex_);
  const std::string key = account_key(address + "|" + name, name);
  const int wait = std::max(wait_s(by_address_, address), wait_s(by_account_, key));
  if (wait > 0)
    throw RequestError(
        ErrorKind::TooMany, "too_many_attempts",
        "Too many attempts to sign in. Try again in " + std::to_string(wait) + (wait == 1 ? " second." : " seconds."),
        "", wait);
  add_failure(by_address_, address, {20, minutes(15)});
  add_failure(by_account_, key, {5, minutes(5)});
}

void LoginThrottle::succeeded(std::string_view ip, std::string_view account) {
  const std::string address = address_key(ip);
  const std::string name(account);
  const std::lock_guard lock(mutex_);
  const std::string pair = address + "|" + name;
  by_account_.erase(account_key(pair, name));
  remove_failure(by_address_, address);
  if (known_pairs_.size() >= kMostCounts)
    std::erase_if(known_pairs_, [&](const auto& entry) { return clock_.now() - entry.second >= kKnownFor; });
  if (known_pairs_.size() < kMostCounts || known_pairs_.contains(pair)) known_pairs_[pair] = clock_.now();
}

void LoginThrottle::take_back(std::string_view ip, std::string_view account) {
  const std::string address = address_key(ip);
  const std::string name(account);
  const std::lock_guard lock(mutex_);
  remove_failure(by_address_, address);
  remove_failure(by_account_, account_key(address + "|" + name, name));
}

int LoginThrottle::wait_s(const Counts& counts, const std::string& key) const {
  const auto found = counts.find(key);
  if (found == counts.end()) return 0;
  const Duration left = found->second.blocked_until - clock_.now();
  // A clock that jumped back must not lock anybody out for longer than the longest wait.
  if (left > minutes(15)) return 0;
  return left.ms <= 0 ? 0 : static_cast<int>((left.ms + 999) / 1000);
}

void LoginThrottle::add_failure(Counts& counts, const std::string& key, Limit limit) {
  make_room(counts);
  Count& count = counts[key];
  const Instant now = clock_.now();
  if (now - count.last > kForgetAfter) count = {};
  count.last = now;
  ++count.failures;
  const int beyond = count.failures - limit.free_failures;
  if (beyond < 0) return;
  const Duration wait = beyond >= 20 ? limit.longest : std::min(limit.longest, seconds(std::int64_t{1} << beyond));
  count.blocked_until = now + wait;
}

void LoginThrottle::remove_failure(Counts& counts, const std::string& key) {
  const auto found = counts.find(key);
  if (found == counts.end()) return;
  if (--found->second.failures <= 0)
    counts.erase(found);
  else
    found->second.blocked_until = {};
}

void LoginThrottle::make_room(Counts& counts) const {
  if (counts.size() < kMostCounts) return;
  std::erase_if(counts, [&](const auto& entry) { return clock_.now() - entry.second.last > kForgetAfter; });
  if (counts.size() < kMostCounts) return;
  const auto oldest = std::min_element(counts.begin(), counts.end(),
                                       [](const auto& a, const auto& b) { return a.second.last < b.second.last; });
  counts.erase(oldest);
}

}  // namespace peakdesk::accounts
