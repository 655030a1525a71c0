// What every transaction of a database shares: the clock, the ids, and who listens inside the transaction.
#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "platform/events/event.h"

namespace peakdesk::db {

class Tx;

struct TxContext {
  explicit TxContext(const Clock& clock) : clock(clock) {}

  /// Greater than every id before, ordered by time: 41 bits of milliseconds since 2020, 12 bits to count within one.
  /// When the machine's clock jumps back, or out of the years that 41 bits hold, ids go on counting from the last one.
  std::int64_t next_id() {
    constexpr std::int64_t kEpochMs = 1'577'836'800'000;  // 2020-01-01
    const std::int64_t since_ms = clock.now().ms - kEpochMs;
    const std::int64_t from_clock = since_ms >= 0 && since_ms < std::int64_t{1} << 41 ? since_ms << 12 : 0;
    std::int64_t last = last_id.load(std::memory_order_relaxed);
    std::int64_t next = 0;
    do next = from_clock > last ? from_clock : last + 1;
    while (!last_id.compare_exchange_weak(last, next));
    return next;
  }
  /// Ids from now on are greater than `id`: another process made it.
  void count_on_from(std::int64_t id) {
    std::int64_t last = last_id.load(std::memory_order_relaxed);
    while (last < id && !last_id.compare_exchange_weak(last, id)) {
    }
  }

  const Clock& clock;
  // Of the writer thread alone:
  std::uint64_t group = 0;  // counts commits that were begun
  std::map<std::pair<AccountId, std::string>, std::int64_t>
      sequences;  // last numbers taken in this one, not written yet
  std::atomic<std::int64_t> last_id{0};
  std::map<std::string, std::vector<events::InTransaction>, std::less<>>
      in_transaction;                                                // by event name; "*" is every event
  std::function<void(const std::function<void(Tx&)>&)> read_beside;  // on a reader of the writer thread's own
};

}  // namespace peakdesk::db
