// Slows down the guessing of passwords and codes: per address and per account, twice as long after each failure. In
// memory: a restart forgives, and guessing 10-character passwords at a few a minute leads nowhere either way.
// Thread-safe.
#pragma once
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace peakdesk::accounts {

class LoginThrottle {
 public:
  explicit LoginThrottle(const Clock& clock) : clock_(clock) {}

  /// Before looking at a password. Counts the attempt as a failure until it is told otherwise, so that many attempts at
  /// once cannot all slip through. Throws RequestError TooMany with retry_after_s; a refused attempt does not count.
  /// `account` is what was typed, folded: unknown accounts are slowed down just the same, or the difference would tell.
  void begin(std::string_view ip, std::string_view account);
  /// It was right: forgets the account's failures, and this one of the address. From then on this address has a count
  /// of its own for this account, so that strangers who guess cannot lock the person out.
  void succeeded(std::string_view ip, std::string_view account);
  /// The attempt proved nothing (right password, code still missing): as if it had not been made.
  void take_back(std::string_view ip, std::string_view account);

 private:
  struct Count {
    int failures = 0;
    Instant last;
    Instant blocked_until;
  };
  struct Limit {
    int free_failures;
    Duration longest;
  };
  using Counts = std::map<std::string, Count, std::less<>>;

  int wait_s(const Counts& counts, const std::string& key) const;
  void add_failure(Counts& counts, const std::string& key, Limit limit);
  void remove_failure(Counts& counts, const std::string& key);
  void make_room(Counts& counts) const;
  const std::string& account_key(const std::string& pair, const std::string& account) const;

  const Clock& clock_;
  mutable std::mutex mutex_;
  Counts by_address_;
  Counts by_account_;  // by account, or by address and account for addresses that have signed in to it
  std::map<std::string, Instant, std::less<>> known_pairs_;
};

}  // namespace peakdesk::accounts
