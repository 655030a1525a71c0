#include "platform/jobs/runner.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/error.h"
#include "base/this_thread.h"

namespace peakdesk::jobs {
namespace {
constexpr auto kJobColumns =
    "id, account_id, kind, payload, state, attempts, run_at, last_error, created_at, finished_at";
// Due jobs are also looked for without being told: run_at passes silently.
constexpr auto kLookEvery = std::chrono::milliseconds(500);
constexpr Duration kJump = seconds(2);  // a clock is corrected by less than this all the time
}  // namespace

void Runner::handle(std::string kind, Handler handler, HandlerOptions options) {
  kinds_[std::move(kind)] = {std::move(handler), std::move(options), 0};
}

void Runner::start() {
  database_.write([](db::Tx& tx) { tx.exec("UPDATE jobs SET state = 'queued' WHERE state = 'running'"); });
  for (int i = 0; i < thread_count_; ++i)
    threads_.emplace_back([this] {
      name_this_thread("jobs");
      run_worker();
    });
}

void Runner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
  threads_.clear();
}

void Runner::wake() {
  {
    const std::lock_guard lock(mutex_);
    work_ = true;
  }
  changed_.notify_one();
}

// A clock that was ahead and is put right leaves jobs behind that are due in what is now the future.
void Runner::mind_the_clock() {
  const Instant now = database_.clock().now();
  Instant latest;
  {
    const std::lock_guard lock(mutex_);
    latest = std::exchange(latest_, now);
  }
  if (!latest) {  // the process before us may have seen a later time
    database_.read([&](db::Tx& tx) {
      latest.ms = tx.scalar<std::int64_t>(0, "SELECT created_at FROM jobs WHERE id = (SELECT MAX(id) FROM jobs)");
    });
  }
  if (now + kJump >= latest) return;
  database_.write([&](db::Tx& tx) {
    tx.exec(
        "UPDATE jobs SET run_at = CASE WHEN run_at - $2 > $1 THEN run_at - $2 ELSE $1 END WHERE state = 'queued' AND "
        "run_at > $1 /* every account */",
        now, (latest - now).ms);
  });
}

void Runner::save_kept_results() {
  std::vector<Result> kept;
  {
    const std::lock_guard lock(mutex_);
    kept.swap(kept_);
  }
  for (Result& result : kept) {
    try {
      save(result);
    } catch (const std::exception&) {
      const std::lock_guard lock(mutex_);
      kept_.push_back(std::move(result));
    }
  }
}

std::vector<Job> Runner::claim(std::size_t at_most) {
  save_kept_results();
  mind_the_clock();
  // Look before taking: an idle desk must not write twice a second.
  std::vector<Job> due;
  database_.read([&](db::Tx& tx) {
    due = tx.list<Job>(std::string("SELECT ") + kJobColumns +
                           " FROM jobs WHERE state = 'queued' AND run_at <= $1 ORDER BY run_at, id LIMIT 64",
                       tx.now());
  });
  std::vector<Job> taken;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& job : due) {
      if (taken.size() >= at_most) break;
      const auto kind = kinds_.find(job.kind);
      if (kind == kinds_.end() || kind->second.running >= kind->second.options.at_once) continue;
      ++kind->second.running;
      taken.push_back(job);
    }
  }
  if (taken.empty()) return taken;
  std::vector<Job> claimed;
  database_.write([&](db::Tx& tx) {
    claimed.clear();
    for (const auto& job : taken)
      if (tx.exec("UPDATE jobs SET state = 'running', attempts = attempts + 1 WHERE account_id = $1 AND id = $2 AND "
                  "state = 'queued'",
                  job.account_id, job.id) == 1)
        claimed.push_back(job);
  });
  const std::lock_guard lock(mutex_);
  for (const auto& job : taken) {
    const bool ours = std::any_of(claimed.begin(), claimed.end(), [&](const Job& c) { return c.id == job.id; });
    if (!ours) --kinds_[job.kind].running;
  }
  for (auto& job : claimed) ++job.attempts;
  return claimed;
}

void Runner::save(const Result& result) {
  const auto& [job, state, error, run_at, was_no_try] = result;
  const auto& options = kinds_.at(job.kind).options;
  database_.write([&](db::Tx& tx) {
    tx.exec(
        "UPDATE jobs SET state = $3, last_error = $4, run_at = $5, finished_at = $6, attempts = attempts - $7 WHERE "
        "account_id = $1 AND id = $2",
        job.account_id, job.id, state, error, run_at ? run_at : job.run_at, state == "queued" ? Instant{} : tx.now(),
        was_no_try ? 1 : 0);
    if (state == "dead" && options.on_dead) options.on_dead(tx, job, error);
  });
}

void Runner::attempt(const Job& job) {
  Kind& kind = kinds_.at(job.kind);
  Result result{job, "done", "", {}, false};
  try {
    kind.handler(database_, job);
  } catch (const GiveUp& e) {
    result.state = "dead";
    result.error = e.what();
  } catch (const TryLater& e) {
    result.state = "queued";
    result.error = e.what();
    result.run_at = database_.clock().now() + e.wait;
    result.was_no_try = true;
  } catch (const std::exception& e) {
    result.error = e.what();
    if (job.attempts >= kind.options.max_attempts) {
      result.state = "dead";
    } else {
      result.state = "queued";
      const auto doubled = std::min<std::int64_t>(
          kind.options.first_pause.ms << std::min<std::int64_t>(job.attempts - 1, 20), hours(1).ms);
      const std::lock_guard lock(mutex_);
      result.run_at = database_.clock().now() +
                      milliseconds(static_cast<std::int64_t>(double(doubled) * (0.8 + 0.4 * jitter_.uniform())));
    }
  }
  bool is_saved = true;
  try {
    save(result);
  } catch (const std::exception&) {
    is_saved = false;  // a full disk: what was done must not be done again when there is space
  }
  const std::lock_guard lock(mutex_);
  if (!is_saved) kept_.push_back(std::move(result));
  --kind.running;
  work_ = true;
}

void Runner::run_worker() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, kLookEvery, [&] { return stopping_ || work_; });
      if (stopping_) return;
      work_ = false;
    }
    try {
      for (auto claimed = claim(1); !claimed.empty(); claimed = claim(1)) {
        changed_.notify_one();  // there may be more for another thread
        attempt(claimed.front());
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
      }
    } catch (const std::exception&) {
      // The store is full or busy: look again at the next turn.
    }
  }
}

int Runner::run_due() {
  int attempts = 0;
  for (auto claimed = claim(16); !claimed.empty(); claimed = claim(16)) {
    for (const auto& job : claimed) {
      attempt(job);
      ++attempts;
    }
  }
  return attempts;
}

void retry(db::Tx& tx, AccountId account, JobId id) {
  if (tx.exec("UPDATE jobs SET state = 'queued', attempts = 0, run_at = $3, finished_at = 0 WHERE account_id = $1 AND "
              "id = $2 AND state = 'dead'",
              account, id, tx.now()) == 0)
    throw_not_found("failed job");
}

}  // namespace peakdesk::jobs
