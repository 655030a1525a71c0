#include "platform/http/worker_pool.h"
#include "base/this_thread.h"

#include <algorithm>
#include <utility>

namespace peakdesk::http {
namespace {
constexpr double kAverageWeight = 1.0 / 32;  // of the newest task in the moving average

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}
}  // namespace

WorkerPool::WorkerPool(const char* name, int threads) {
  for (int i = 0; i < threads; ++i)
    threads_.emplace_back([this, name] {
      name_this_thread(name);
      work();
    });
}

WorkerPool::~WorkerPool() { stop(); }

void WorkerPool::post(Task task) {
  const int queue = task.lane == db::Lane::Screen ? 0 : 1;
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    if (queues_[0].empty() && queues_[1].empty()) waiting_since_ms_.store(now_ms(), std::memory_order_relaxed);
    const bool someone_is_free = idle_ > static_cast<int>(queues_[0].size() + queues_[1].size());
    queues_[queue].push_back({std::move(task), !someone_is_free});
    queued_[queue].fetch_add(1, std::memory_order_relaxed);
    wake = idle_ > 0;
  }
  if (wake) wake_.notify_one();
}

double WorkerPool::estimated_wait_ms(db::Lane lane) const {
  const auto threads = static_cast<double>(threads_.size());
  auto before = static_cast<double>(queued_[0].load(std::memory_order_relaxed));
  if (lane != db::Lane::Screen) before += static_cast<double>(queued_[1].load(std::memory_order_relaxed));
  if (before == 0 && busy_.load(std::memory_order_relaxed) < static_cast<int>(threads_.size())) return 0;
  const double by_average = (before + 1) * task_ms_.load(std::memory_order_relaxed) / threads;
  // Slow tasks that hold every thread show in no average until they end.
  const double stalled =
      before > 0 ? static_cast<double>(now_ms() - waiting_since_ms_.load(std::memory_order_relaxed)) : 0;
  return std::max(by_average, stalled);
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    while (queues_[0].empty() && queues_[1].empty() && !stopping_) {
      ++idle_;
      wake_.wait(lock);
      --idle_;
    }
    if (stopping_) return;
    const int queue = queues_[0].empty() ? 1 : 0;
    Queued next = std::move(queues_[queue].front());
    queues_[queue].pop_front();
    waiting_since_ms_.store(now_ms(), std::memory_order_relaxed);
    queued_[queue].fetch_sub(1, std::memory_order_relaxed);
    lock.unlock();
    const auto began = std::chrono::steady_clock::now();
    if (!(next.must_wait && next.task.abandoned && next.task.abandoned())) {
      busy_.fetch_add(1, std::memory_order_relaxed);
      next.task.run();
      busy_.fetch_sub(1, std::memory_order_relaxed);
      const double took_ms =
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
      const double average = task_ms_.load(std::memory_order_relaxed);
      task_ms_.store(average + (took_ms - average) * kAverageWeight, std::memory_order_relaxed);
    }
    next.task = {};  // its captures go outside the lock
    lock.lock();
  }
}

void WorkerPool::stop() {
  std::deque<Queued> dropped[2];
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (int i = 0; i < 2; ++i) {
      dropped[i].swap(queues_[i]);
      queued_[i] = 0;
    }
  }
  wake_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

}  // namespace peakdesk::http
