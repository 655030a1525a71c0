// Those who follow the event log at their own pace (statistics, webhooks). Each has a thread and a cursor
// that moves in the same transaction as its work, so a crash repeats nothing that was done and a slow one delays
// nobody.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/db/database.h"
#include "platform/events/event.h"

namespace peakdesk::events {

struct FollowerState {
  std::string name;
  EventId cursor;
  std::uint64_t waiting = 0;  // events it has not seen yet
  std::string last_error;     // empty while all is well
};

class Followers {
 public:
  explicit Followers(db::Database& database) : database_(database) {}
  ~Followers() { stop(); }
  /// All before start().
  void add(Follower follower);
  void start();
  void stop();
  /// There are `events` more, up to `newest`; called after commits. Followers that have seen it stay asleep.
  void wake(EventId newest, std::size_t events);
  /// Handles everything waiting on the calling thread (tests, shutdown). Throws what a follower throws.
  void catch_up();
  std::vector<FollowerState> states() const;

 private:
  struct Running {
    Follower follower;
    std::thread thread;
    EventId cursor;
    std::uint64_t waiting = 0;
    std::string last_error;
    bool looked = false;  // at the store once: what was waiting at the start is known
  };
  /// One batch; the number of events handled.
  std::size_t step(Running& running);
  void run(Running& running);
  void wait_for_a_batch(std::unique_lock<std::mutex>& lock, const Running& running);
  /// From before the start; once.
  void count_what_waits(Running& running);

  db::Database& database_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  EventId newest_;
  bool stopping_ = false;
  std::vector<std::unique_ptr<Running>> running_;
};

}  // namespace peakdesk::events
