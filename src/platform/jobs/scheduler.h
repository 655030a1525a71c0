// What runs by itself and when; the list is app/schedule.cpp. One thread; a task that fails is reported and tried again
// at its next turn.
#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"

namespace peakdesk::jobs {

class Scheduler {
 public:
  explicit Scheduler(const Clock& clock, std::function<void(const std::string& task, const std::string& error)> report)
      : clock_(clock), report_(std::move(report)) {}
  ~Scheduler() { stop(); }
  /// All before start(). The first run comes one `every` after the start.
  void every(Duration every, std::string name, std::function<void()> task);
  void start();
  void stop();
  /// Runs what is due now on the calling thread (tests).
  void run_due();

 private:
  struct Task {
    Duration every;
    std::string name;
    std::function<void()> run;
    Instant next;
  };
  const Clock& clock_;
  std::function<void(const std::string&, const std::string&)> report_;
  std::vector<Task> tasks_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::thread thread_;
  bool stopping_ = false;
};

}  // namespace peakdesk::jobs
