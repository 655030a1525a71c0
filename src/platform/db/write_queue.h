// Writes that wait for the writer: three lanes, bounded, taken in groups. Screens go first, but every group leaves room
// for the others, so that a busy hour never starves the mail or the jobs.
#pragma once
#include <array>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

#include "platform/db/database.h"

namespace peakdesk::db {

struct QueuedWrite {
  WriteRequest request;
  std::chrono::steady_clock::time_point since;
};

class WriteQueue {
 public:
  explicit WriteQueue(std::size_t capacity) : capacity_(capacity) {}

  /// False when full or closed.
  bool push(WriteRequest request);
  /// Fills `group` up to `at_most`, behind what is in it. Waits until there is at least one write; empty only when
  /// closed and drained. When there are fewer than `expected`, waits for them too, but no longer than `patience`: those
  /// answered a moment ago ask again, and share one fsync.
  void take(std::vector<QueuedWrite>& group, std::size_t at_most, std::size_t expected = 0,
            std::chrono::microseconds patience = {});
  void close();
  std::size_t size() const;
  double oldest_wait_ms() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::array<std::deque<QueuedWrite>, 3> lanes_;
  std::size_t capacity_;
  std::size_t size_ = 0;
  std::size_t wanted_ = 0;  // by take(), while it waits for more
  bool closed_ = false;
};

}  // namespace peakdesk::db
