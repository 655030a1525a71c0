#include "platform/http/write_load.h"

#include <algorithm>

namespace peakdesk::http {
namespace {
constexpr auto kWindow = std::chrono::milliseconds(50);
constexpr double kFullGroup =
    64;  // with fewer waiting, one fsync is shared by fewer and the rate says little about a crowd
}  // namespace

void WriteLoad::ended(Time now) {
  const std::size_t left = outstanding_.fetch_sub(1, std::memory_order_relaxed) - 1;
  if (measuring_.test_and_set(std::memory_order_acquire)) return;
  if (window_count_ == 0) {
    window_start_ = now;
    window_least_ = left;
  }
  ++window_count_;
  window_least_ = std::min(window_least_, left);
  if (window_least_ == 0) {
    window_count_ = 0;
  } else if (now - window_start_ >= kWindow && window_count_ > 1) {
    const double elapsed_ms = std::chrono::duration<double, std::milli>(now - window_start_).count();
    const double crowd = std::min(1.0, static_cast<double>(window_least_ + 1) / kFullGroup);
    const double sample = elapsed_ms / static_cast<double>(window_count_ - 1) * crowd;
    const double average = write_ms_.load(std::memory_order_relaxed);
    write_ms_.store(average + (sample - average) * 0.25, std::memory_order_relaxed);
    window_count_ = 0;
  }
  measuring_.clear(std::memory_order_release);
}

double WriteLoad::estimated_wait_ms() const {
  return static_cast<double>(outstanding()) * write_ms_.load(std::memory_order_relaxed);
}

}  // namespace peakdesk::http
