#include "platform/events/followers.h"

#include <algorithm>
#include <chrono>

#include "base/this_thread.h"
#include "platform/db/give_way.h"

namespace peakdesk::events {
namespace {

// A batch costs a commit, whatever is in it: it waits so long for more after its first event.
constexpr auto kGatherFor = std::chrono::milliseconds(50);

}  // namespace

void Followers::add(Follower follower) {
  auto running = std::make_unique<Running>();
  running->follower = std::move(follower);
  running_.push_back(std::move(running));
}

void Followers::start() {
  for (auto& running : running_)
    running->thread = std::thread([this, &r = *running] {
      name_this_thread(r.follower.name.c_str());
      let_others_go_first();
      run(r);
    });
}

void Followers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& running : running_)
    if (running->thread.joinable()) running->thread.join();
}

void Followers::wake(EventId newest, std::size_t events) {
  {
    const std::lock_guard lock(mutex_);
    newest_ = std::max(newest_, newest);
    // A follower may have seen a commit before it is told of it.
    for (auto& running : running_)
      if (running->cursor < newest) running->waiting += events;
  }
  changed_.notify_all();
}

void Followers::count_what_waits(Running& running) {
  std::uint64_t waiting = 0;
  database_.read([&](db::Tx& tx) {
    waiting = tx.scalar<std::uint64_t>(0,
                                       "SELECT COUNT(*) FROM events WHERE id > (SELECT COALESCE(MAX(last_event_id), 0) "
                                       "FROM event_cursors WHERE subscriber = $1)",
                                       running.follower.name);
  });
  const std::lock_guard lock(mutex_);
  running.waiting = std::max(running.waiting, waiting);
}

std::size_t Followers::step(Running& running) {
  EventId cursor;
  std::size_t handled = 0;
  // A look first: waking for nothing must not cost the writer a commit.
  bool waiting = false;
  const auto next_batch = [&](db::Tx& tx) {
    return tx.list<Event>(
        "SELECT id, account_id, name, ticket_id, actor_kind, actor_id, cause_id, payload, created_at FROM events "
        "WHERE id > $1 ORDER BY id LIMIT $2",
        cursor, running.follower.batch_size);
  };
  if (!running.looked) count_what_waits(running);
  database_.read([&](db::Tx& tx) {
    cursor = tx.scalar<EventId>(EventId{}, "SELECT last_event_id FROM event_cursors WHERE subscriber = $1",
                                running.follower.name);
    waiting = tx.scalar<std::int64_t>(
                  0, "SELECT COUNT(*) FROM (SELECT 1 FROM events WHERE id > $1 LIMIT 1) AS next_event", cursor) > 0;
    if (waiting && running.follower.prepare) running.follower.prepare(tx, next_batch(tx));
  });
  if (waiting) {
    database_.write([&](db::Tx& tx) {
      const auto batch = next_batch(tx);
      if (batch.empty()) return;
      running.follower.handle(tx, batch);
      cursor = batch.back().id;
      handled = batch.size();
      tx.exec(
          "INSERT INTO event_cursors (subscriber, last_event_id) VALUES ($1, $2) "
          "ON CONFLICT (subscriber) DO UPDATE SET last_event_id = excluded.last_event_id",
          running.follower.name, cursor);
    });
  }
  const std::lock_guard lock(mutex_);
  running.cursor = cursor;
  running.waiting = cursor < newest_ ? running.waiting - std::min<std::uint64_t>(running.waiting, handled) : 0;
  running.last_error.clear();
  running.looked = true;
  return handled;
}

void Followers::wait_for_a_batch(std::unique_lock<std::mutex>& lock, const Running& running) {
  changed_.wait(lock, [&] { return stopping_ || !running.looked || running.cursor < newest_; });
  changed_.wait_for(lock, kGatherFor, [&] { return stopping_ || running.waiting >= running.follower.batch_size; });
}

void Followers::run(Running& running) {
  auto pause = std::chrono::milliseconds(0);
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (pause.count() > 0)
        changed_.wait_for(lock, pause, [&] { return stopping_; });
      else
        wait_for_a_batch(lock, running);
      if (stopping_) return;
    }
    try {
      for (;;) {
        const auto began = std::chrono::steady_clock::now();
        if (step(running) == 0) break;
        std::unique_lock lock(mutex_);
        db::give_way(database_, std::chrono::steady_clock::now() - began, lock, changed_, [&] { return stopping_; });
        if (stopping_) return;
      }
      pause = std::chrono::milliseconds(0);
    } catch (const std::exception& e) {
      const std::lock_guard lock(mutex_);
      running.last_error = e.what();
      pause = std::clamp(pause * 2, std::chrono::milliseconds(500), std::chrono::milliseconds(60'000));
    }
  }
}

void Followers::catch_up() {
  for (auto& running : running_)
    while (step(*running) > 0) {
    }
}

std::vector<FollowerState> Followers::states() const {
  const std::lock_guard lock(mutex_);
  std::vector<FollowerState> states;
  for (const auto& running : running_)
    states.push_back({running->follower.name, running->cursor, running->waiting, running->last_error});
  return states;
}

}  // namespace peakdesk::events
