#include "platform/db/write_queue.h"

#include <algorithm>

namespace peakdesk::db {

bool WriteQueue::push(WriteRequest request) {
  {
    const std::lock_guard lock(mutex_);
    // Background work (deliveries, jobs' results) is bounded by its own workers and must not be refused.
    if (closed_ || (size_ >= capacity_ && request.lane != Lane::Background)) return false;
    lanes_[static_cast<std::size_t>(request.lane)].push_back({std::move(request), std::chrono::steady_clock::now()});
    ++size_;
    if (size_ > 1 && size_ != wanted_) return true;  // the writer is awake or already told
  }
  ready_.notify_one();
  return true;
}

void WriteQueue::take(std::vector<QueuedWrite>& group, std::size_t at_most, std::size_t expected,
                      std::chrono::microseconds patience) {
  std::unique_lock lock(mutex_);
  ready_.wait(lock, [&] { return closed_ || size_ > 0 || !group.empty(); });
  expected = std::min(expected, at_most);
  wanted_ = expected > group.size() ? expected - group.size() : 0;
  if (size_ < wanted_) ready_.wait_for(lock, patience, [&] { return closed_ || size_ >= wanted_; });
  wanted_ = 0;
  const auto take_from = [&](std::deque<QueuedWrite>& lane, std::size_t limit) {
    for (; limit > 0 && !lane.empty() && group.size() < at_most; --limit) {
      group.push_back(std::move(lane.front()));
      lane.pop_front();
      --size_;
    }
  };
  const std::size_t reserved = at_most / 8;  // for each lower lane
  take_from(lanes_[0], at_most - 2 * reserved);
  take_from(lanes_[1], at_most - reserved - std::min(group.size(), at_most - reserved));
  for (auto& lane : lanes_) take_from(lane, at_most);
}

void WriteQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  ready_.notify_all();
}

std::size_t WriteQueue::size() const {
  const std::lock_guard lock(mutex_);
  return size_;
}

double WriteQueue::oldest_wait_ms() const {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  double oldest = 0;
  for (const auto& lane : lanes_)
    if (!lane.empty())
      oldest = std::max(oldest, std::chrono::duration<double, std::milli>(now - lane.front().since).count());
  return oldest;
}

}  // namespace peakdesk::db
