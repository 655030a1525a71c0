#include "platform/jobs/scheduler.h"
#include "base/this_thread.h"

#include <chrono>

namespace peakdesk::jobs {

void Scheduler::every(Duration every, std::string name, std::function<void()> task) {
  tasks_.push_back({every, std::move(name), std::move(task), clock_.now() + every});
}

void Scheduler::run_due() {
  const Instant now = clock_.now();
  for (auto& task : tasks_) {
    // A clock that jumped back must not silence a task for as long as it jumped.
    if (task.next > now + task.every) task.next = now + task.every;
    if (task.next > now) continue;
    task.next = now + task.every;
    try {
      task.run();
    } catch (const std::exception& e) {
      report_(task.name, e.what());
    }
  }
}

void Scheduler::start() {
  thread_ = std::thread([this] {
    name_this_thread("schedule");
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      changed_.wait_for(lock, std::chrono::milliseconds(250), [&] { return stopping_; });
      if (stopping_) return;
      lock.unlock();
      run_due();
      lock.lock();
    }
  });
}

void Scheduler::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace peakdesk::jobs
