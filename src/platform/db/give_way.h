// For threads whose work can wait a moment (reading messages, indexing): while many write at once they rest several
// times as long as they work, so that a rush is answered first and caught up with after it. They never stand still.
#pragma once
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "platform/db/database.h"

namespace peakdesk::db {

/// Rests after a piece of work that took `worked`; ends early when the rush is over or `stopping()` holds. `lock` holds
/// the mutex of `changed`.
template <class Stopping>
void give_way(const Database& database, std::chrono::steady_clock::duration worked, std::unique_lock<std::mutex>& lock,
              std::condition_variable& changed, Stopping stopping) {
  constexpr int kRestPerWork = 20;
  constexpr auto kMostRest = std::chrono::milliseconds(2'000);
  constexpr auto kLookAgain = std::chrono::milliseconds(10);
  const auto end = std::chrono::steady_clock::now() +
                   std::min<std::chrono::steady_clock::duration>(worked * kRestPerWork, kMostRest);
  while (!stopping() && database.is_crowded() && std::chrono::steady_clock::now() < end)
    changed.wait_for(lock, kLookAgain, stopping);
}

}  // namespace peakdesk::db
