#include "platform/search/search_index.h"

#include <algorithm>
#include <map>

#include "base/this_thread.h"
#include "platform/db/connection.h"
#include "platform/db/give_way.h"
#include "platform/log/log.h"

namespace peakdesk::search {
namespace {

// A batch waits for so many events, or so long after the first one; then it takes up to so many.
constexpr std::uint64_t kWorthIndexing = 256;
constexpr auto kGatherFor = std::chrono::milliseconds(100);
constexpr int kMostEvents = 1'000;
constexpr int kBuiltAtATime = 1'000;
constexpr std::uint64_t kTellEvery = 100'000;
constexpr int kPurgedPages = 1'000;
constexpr std::int64_t kAll = INT64_MAX;
constexpr const char* kLastEvent = "last_event";

void set_state(db::Tx& index, const std::string& name, std::int64_t value) {
  index.exec(
      "INSERT INTO index_state (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      name, value);
}

}  // namespace

void SearchIndex::add(Kind kind) { tracked_.push_back({std::move(kind)}); }

void SearchIndex::start() {
  thread_ = std::thread([this] {
    name_this_thread("search");
    let_others_go_first();
    run();
  });
}

void SearchIndex::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void SearchIndex::wake(std::size_t events) {
  bool tell = false;
  {
    const std::lock_guard lock(mutex_);
    const std::uint64_t before = state_.waiting;
    state_.waiting += events;
    tell = before == 0 || (before < kWorthIndexing && state_.waiting >= kWorthIndexing);
  }
  if (tell) changed_.notify_all();
}

void SearchIndex::catch_up() {
  while (step()) {
  }
}

void SearchIndex::rebuild() {
  {
    const std::lock_guard lock(step_mutex_);
    if (!prepared_) prepare();
    database_.write_search([&](db::Tx& index) {
      for (auto& tracked : tracked_) set_state(index, "built." + tracked.kind.name, tracked.built = kAll);
    });
  }
  catch_up();
}

IndexState SearchIndex::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void SearchIndex::run() {
  auto pause = std::chrono::milliseconds(0);
  for (bool first = true;; first = false) {
    {
      std::unique_lock lock(mutex_);
      if (pause.count() > 0) {
        changed_.wait_for(lock, pause, [&] { return stopping_; });
      } else if (!first) {
        changed_.wait(lock, [&] { return stopping_ || state_.waiting > 0; });
        changed_.wait_for(lock, kGatherFor, [&] { return stopping_ || state_.waiting >= kWorthIndexing; });
      }
      if (stopping_) return;
    }
    try {
      for (;;) {
        const auto began = std::chrono::steady_clock::now();
        if (!step()) break;
        std::unique_lock lock(mutex_);
        db::give_way(database_, std::chrono::steady_clock::now() - began, lock, changed_, [&] { return stopping_; });
        if (stopping_) return;
      }
      pause = std::chrono::milliseconds(0);
    } catch (const std::exception& e) {
      if (pause.count() == 0 && logger_) logger_->error("search.failed", {{"problem", e.what()}});
      const std::lock_guard lock(mutex_);
      state_.last_error = e.what();
      pause = std::clamp(pause * 2, std::chrono::milliseconds(500), std::chrono::milliseconds(60'000));
    }
  }
}

bool SearchIndex::step() {
  const std::lock_guard lock(step_mutex_);
  bool worked = false;
  try {
    if (database_.take_damage_met()) mend();
    if (!prepared_) prepare();
    worked = index_events() || build() || purge();
  } catch (const db::DamagedError&) {
    if (!mend()) throw;
    worked = true;
  }
  const std::lock_guard state_lock(mutex_);
  state_.cursor = cursor_;
  state_.built = built_;
  state_.building = std::any_of(tracked_.begin(), tracked_.end(), [](const Tracked& t) { return t.built > 0; });
  state_.last_error.clear();
  return worked;
}

void SearchIndex::prepare() {
  std::map<std::string, std::int64_t> stored;
  database_.write_search([&](db::Tx& index) {
    index.rows("SELECT name, value FROM index_state",
               [&](const db::Cursor& row) { stored[std::string(row.text(0))] = row.integer(1); });
  });
  EventId newest;
  bool known = true;
  std::uint64_t waiting = 0;
  database_.read([&](db::Tx& desk) {
    newest = desk.scalar<EventId>(EventId{}, "SELECT MAX(id) FROM events");
    if (!stored.contains(kLastEvent)) return;
    const EventId last(stored[kLastEvent]);
    known = !last || desk.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM events WHERE id = $1", last) == 1;
    waiting = desk.scalar<std::uint64_t>(0, "SELECT COUNT(*) FROM events WHERE id > $1", last);
  });
  if (!known) {
    // The store was put back to an earlier day, or is another one: what is indexed here did not happen there.
    if (logger_) logger_->warning("search.of_another_store", {{"does", "the search index is built anew"}});
    database_.begin_search_anew();
    stored.clear();
    waiting = 0;
  }
  cursor_ = stored.contains(kLastEvent) ? EventId(stored[kLastEvent]) : newest;
  database_.write_search([&](db::Tx& index) {
    set_state(index, kLastEvent, cursor_.value);
    for (auto& tracked : tracked_) {
      const std::string built = "built." + tracked.kind.name;
      tracked.built = stored.contains(built) ? stored[built] : kAll;
      tracked.purge = stored["purge." + tracked.kind.name];
      set_state(index, built, tracked.built);
    }
  });
  build_began_ = std::chrono::steady_clock::now();
  built_ = 0;
  prepared_ = true;
  const std::lock_guard lock(mutex_);
  state_.waiting = std::max(state_.waiting, waiting);
}

bool SearchIndex::mend() {
  const auto problems = database_.check_search();
  if (problems.empty()) return false;
  if (logger_) logger_->error("search.damaged", {{"problem", problems.front()}, {"does", "it is built anew"}});
  database_.begin_search_anew();
  prepared_ = false;
  return true;
}

bool SearchIndex::index_events() {
  std::uint64_t told = 0;
  {
    const std::lock_guard lock(mutex_);
    told = state_.waiting;
  }
  std::vector<events::Event> batch;
  std::vector<Change> changes;
  // The desk is read and let go before the index is written: a long reader would hold up the writer's log.
  database_.read([&](db::Tx& desk) {
    batch = desk.list<events::Event>(
        "SELECT id, account_id, name, ticket_id, actor_kind, actor_id, cause_id, payload, created_at FROM events "
        "WHERE id > $1 ORDER BY id LIMIT $2",
        cursor_, kMostEvents);
    for (const auto& tracked : tracked_) {
      Ids ids;
      for (const auto& event : batch) tracked.kind.touched(desk, event, ids);
      std::sort(ids.begin(), ids.end());
      ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
      if (!ids.empty()) changes.push_back(tracked.kind.read(desk, ids));
    }
  });
  if (!batch.empty()) {
    const EventId last = batch.back().id;
    std::vector<std::int64_t> purge;
    for (const auto& tracked : tracked_) {
      const bool erased = std::any_of(batch.begin(), batch.end(),
                                      [&](const auto& event) { return event.name == tracked.kind.erasing_event; });
      purge.push_back(erased ? 1 : tracked.purge);
    }
    database_.write_search([&](db::Tx& index) {
      for (const auto& change : changes) change(index);
      set_state(index, kLastEvent, last.value);
      for (std::size_t i = 0; i < purge.size(); ++i)
        if (purge[i] != tracked_[i].purge) set_state(index, "purge." + tracked_[i].kind.name, purge[i]);
    });
    cursor_ = last;
    for (std::size_t i = 0; i < purge.size(); ++i) tracked_[i].purge = purge[i];
  }
  // All that was announced before the read was seen by it, unless the batch was full.
  const bool more = batch.size() == static_cast<std::size_t>(kMostEvents);
  const std::lock_guard lock(mutex_);
  state_.waiting -= more ? std::min<std::uint64_t>(state_.waiting, batch.size()) : told;
  return !batch.empty();
}

bool SearchIndex::build() {
  const auto next = std::find_if(tracked_.begin(), tracked_.end(), [](const Tracked& t) { return t.built > 0; });
  if (next == tracked_.end()) return false;
  Ids ids;
  Change change;
  database_.read([&](db::Tx& desk) {
    ids = desk.list<std::int64_t>(next->kind.newest_below, next->built, kBuiltAtATime);
    std::reverse(ids.begin(), ids.end());
    if (!ids.empty()) change = next->kind.read(desk, ids);
  });
  const std::int64_t left = ids.empty() ? 0 : ids.front();
  database_.write_search([&](db::Tx& index) {
    if (change) change(index);
    set_state(index, "built." + next->kind.name, left);
  });
  next->built = left;
  count_built(ids.size());
  return true;
}

void SearchIndex::count_built(std::size_t things) {
  if (built_ == 0) build_began_ = std::chrono::steady_clock::now();
  const bool round = built_ / kTellEvery != (built_ + things) / kTellEvery;
  const bool first = built_ == 0 && things > 0;
  built_ += things;
  if (!logger_ || built_ == 0) return;
  const bool done = std::all_of(tracked_.begin(), tracked_.end(), [](const Tracked& t) { return t.built == 0; });
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - build_began_;
  if (done)
    logger_->info("search.built", {{"things", built_}, {"seconds", took.count()}});
  else if (first || round)
    logger_->info("search.building", {{"things", built_}, {"seconds", took.count()}});
}

bool SearchIndex::purge() {
  const auto next = std::find_if(tracked_.begin(), tracked_.end(), [](const Tracked& t) { return t.purge > 0; });
  if (next == tracked_.end()) return false;
  const std::string& table = next->kind.table;
  const std::string state = "purge." + next->kind.name;
  std::int64_t then = 2;
  database_.write_search([&](db::Tx& index) {
    const char* kChanges = "SELECT total_changes()";
    const auto before = index.scalar<std::int64_t>(0, kChanges);
    // A negative number begins to merge the whole table into one piece, in which nothing deleted is left.
    index.exec("INSERT INTO " + table + " (" + table + ", rank) VALUES ('merge', $1)",
               next->purge == 1 ? -kPurgedPages : kPurgedPages);
    // Fewer than two changes: there was nothing left to merge (so the engine's manual).
    if (index.scalar<std::int64_t>(0, kChanges) - before < 2) then = 0;
    set_state(index, state, then);
  });
  next->purge = then;
  return true;
}

}  // namespace peakdesk::search
