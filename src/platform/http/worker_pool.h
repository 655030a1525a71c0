// Threads that run queued tasks, those of people at screens first. Knows how long a new task would wait; refusing is
// the caller's decision.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "platform/db/database.h"

namespace peakdesk::http {

class WorkerPool {
 public:
  struct Task {
    std::function<void()> run;        // must not throw
    std::function<bool()> abandoned;  // asked before run when the task had to wait; true: run is not called
    db::Lane lane = db::Lane::Machine;
  };

  /// `name`: of its threads; must outlive them.
  WorkerPool(const char* name, int threads);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  void post(Task task);
  /// Milliseconds a task posted now would wait for its turn, from what is queued before it and how long tasks took
  /// lately; at least as long as nothing has moved while something waits.
  double estimated_wait_ms(db::Lane lane) const;
  std::size_t queued() const { return queued_[0] + queued_[1]; }
  /// Lets running tasks end and destroys the queued ones unrun.
  void stop();

 private:
  struct Queued {
    Task task;
    bool must_wait;  // nobody was free when it came
  };
  void work();
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Queued> queues_[2];  // screens, the others
  std::atomic<std::size_t> queued_[2] = {0, 0};
  std::atomic<int> busy_ = 0;
  std::atomic<double> task_ms_ = 0.05;              // moving average
  std::atomic<std::int64_t> waiting_since_ms_ = 0;  // when a task was taken last, or the queue stopped being empty
  int idle_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace peakdesk::http
