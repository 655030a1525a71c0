// How busy the single writer is with requests: how many are on their way and how long one more would take. Learns from
// completions; holds no queue itself. Thread-safe.
#pragma once
#include <atomic>
#include <chrono>
#include <cstddef>

namespace peakdesk::http {

class WriteLoad {
 public:
  using Time = std::chrono::steady_clock::time_point;
  void began() { outstanding_.fetch_add(1, std::memory_order_relaxed); }
  /// Call it for every began(), done or dropped. `now` lets tests move time.
  void ended(Time now);
  std::size_t outstanding() const { return outstanding_.load(std::memory_order_relaxed); }
  /// Milliseconds until a write posted now is committed, judged by the rate of the last time the writer was busy
  /// throughout.
  double estimated_wait_ms() const;

 private:
  std::atomic<std::size_t> outstanding_ = 0;
  std::atomic<double> write_ms_ = 0.1;  // moving average per write when many wait together
  std::atomic_flag measuring_;          // guards the window below; who does not get it skips measuring
  Time window_start_{};
  std::size_t window_count_ = 0;
  std::size_t window_least_ = 0;  // least outstanding seen: zero means the writer was idle in between
};

}  // namespace peakdesk::http
