// Runs queued jobs on a few threads: at least once, with exponential back-off and jitter, and a dead-letter list a
// person can see and retry. A job that was running when the process died is queued again at the next start; a result
// that a full disk did not take is kept until it does. Pauses are lengths of time: they survive a clock that jumps
// back.
#pragma once
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/random.h"
#include "platform/db/database.h"
#include "platform/jobs/job.h"

namespace peakdesk::jobs {

/// Thrown by a handler when trying again cannot help: the job is dead at once, with this reason.
class GiveUp : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Thrown by a handler that must wait without having failed (a rate limit): the attempt does not count.
class TryLater : public std::runtime_error {
 public:
  TryLater(const std::string& why, Duration wait) : std::runtime_error(why), wait(wait) {}
  Duration wait;
};

struct HandlerOptions {
  int max_attempts = 10;              // then the job is dead
  Duration first_pause = seconds(5);  // doubled each time, up to an hour, ±20 %
  int at_once = 2;                    // jobs of this kind side by side
  std::function<void(db::Tx&, const Job&, const std::string& reason)> on_dead;  // in the transaction that buries it
};

/// Runs outside any transaction; uses Database::write for what it changes. A throw is a failed attempt.
using Handler = std::function<void(db::Database&, const Job&)>;

class Runner {
 public:
  Runner(db::Database& database, int threads) : database_(database), thread_count_(threads) {}
  ~Runner() { stop(); }
  /// All before start().
  void handle(std::string kind, Handler handler, HandlerOptions options = {});
  void start();
  void stop();
  /// There may be work; called after commits that queued jobs.
  void wake();
  /// Runs everything due now on the calling thread, repeatedly until nothing is due; the number of attempts made
  /// (tests).
  int run_due();

 private:
  struct Kind {
    Handler handler;
    HandlerOptions options;
    int running = 0;
  };
  struct Result {
    Job job;
    std::string state;
    std::string error;
    Instant run_at;           // zero: as it was
    bool was_no_try = false;  // TryLater
  };
  std::vector<Job> claim(std::size_t at_most);
  void attempt(const Job& job);
  void save(const Result& result);
  void save_kept_results();
  void mind_the_clock();
  void run_worker();

  db::Database& database_;
  int thread_count_;
  std::map<std::string, Kind> kinds_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::thread> threads_;
  Random jitter_{0x5eed};
  std::vector<Result> kept_;  // that could not be saved yet
  Instant latest_;            // what the clock has shown last; zero: not looked yet
  bool work_ = true;
  bool stopping_ = false;
};

/// Puts a dead job back into the queue. Throws NotFound when there is none.
void retry(db::Tx& tx, AccountId account, JobId id);

}  // namespace peakdesk::jobs
