// Database over SQLite: the writer thread, the readers' connections, and the checkpointer that moves the log home.
#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/this_thread.h"
#include "platform/db/database.h"
#include "platform/db/migrations.h"
#include "platform/db/sqlite_connection.h"
#include "platform/db/sqlite_search_file.h"
#include "platform/db/tx_context.h"
#include "platform/db/write_queue.h"

namespace peakdesk::db {
namespace {

constexpr double kPatience = 0.5;  // of a commit
constexpr auto kMostPatience = std::chrono::microseconds(4'000);
constexpr std::size_t kCrowd = 8;  // writes that share a commit or wait for the next
constexpr auto kCrowdRemembered = std::chrono::microseconds(500'000);  // without a commit the rush is over
constexpr int kCheckpointPages = 2'000;    // 8 MiB of new log: move it home in the background
constexpr int kRestartPages = 4'000;       // 16 MiB of log: the writer moves the rest, so that the log begins anew …
constexpr int kRestartRest = 600;          // … when the rest is this small: a pause of some milliseconds
constexpr int kLogLimitPages = 128 * 256;  // 128 MiB of log: the writer itself stops to empty it

}  // namespace

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const DatabaseOptions& options, const Clock& clock)
      : options_(options),
        context_(clock),
        queue_(options.max_queued_writes),
        writer_(options.path, {.cache_kib = options.cache_kib}) {
    migrate(writer_, embedded_migrations(), clock.now());
    state_planner_statistics(writer_);
    tables_with_ids_ = tables_with_ids();
    data_version_ = data_version();
    context_.count_on_from(last_id_in_store());
    context_.read_beside = [this](const std::function<void(Tx&)>& work) {
      if (!writers_reader_) writers_reader_ = open_reader();
      read_on(*writers_reader_, work);
    };
    if (options.search_index)
      search_ = std::make_unique<SqliteSearchFile>(search_path_of(options_.path), options.cache_kib, context_);
    for (int i = 0; i < std::max(1, options.readers); ++i) idle_readers_.push_back(open_reader());
    writer_thread_ = std::thread([this] {
      name_this_thread("writer");
      run_writer();
    });
    checkpoint_thread_ = std::thread([this] {
      name_this_thread("checkpointer");
      run_checkpointer();
    });
  }

  ~SqliteDatabase() override { SqliteDatabase::close(); }

  void on_event(std::string event_name, events::InTransaction handler) override {
    context_.in_transaction[std::move(event_name)].push_back(std::move(handler));
  }
  void on_commit(std::function<void(const Commit&)> listener) override { listeners_.push_back(std::move(listener)); }

  void read(const std::function<void(Tx&)>& work) override {
    std::unique_ptr<SqliteConnection> connection = borrow_reader();
    struct GiveBack {
      SqliteDatabase& self;
      std::unique_ptr<SqliteConnection>& connection;
      ~GiveBack() { self.return_reader(std::move(connection)); }
    } give_back{*this, connection};
    read_on(*connection, work);
  }

  bool post_write(WriteRequest request) override { return queue_.push(std::move(request)); }

  void write_search(const std::function<void(Tx&)>& work) override {
    if (!search_) throw std::logic_error("this store was opened without its search index");
    search_->write(work);
  }
  void begin_search_anew() override {
    if (search_) search_->begin_anew();
  }
  std::vector<std::string> check_search() override { return SqliteSearchFile::check(search_path_of(options_.path)); }
  bool take_damage_met() override { return damage_met_.exchange(false); }

  WriteStats stats() const override {
    WriteStats stats;
    stats.queued = queue_.size();
    stats.oldest_wait_ms = queue_.oldest_wait_ms();
    stats.committed = committed_;
    stats.groups = groups_;
    stats.dropped = dropped_;
    stats.storage_full = storage_full_;
    return stats;
  }

  bool is_crowded() const override {
    const std::int64_t since = now_us() - crowd_seen_us_;
    return crowd_ >= kCrowd && since < kCrowdRemembered.count();
  }

  const Clock& clock() const override { return context_.clock; }

  void backup_to(const std::string& path) override {
    SqliteConnection source(options_.path, {.read_only = true, .cache_kib = options_.cache_kib});
    source.copy_to(path);
  }

  std::vector<std::string> check() override {
    std::vector<std::string> problems;
    SqliteConnection connection(options_.path, {.read_only = true, .cache_kib = options_.cache_kib});
    const auto integrity = connection.open("PRAGMA integrity_check", nullptr, 0);
    while (integrity->next())
      if (integrity->text(0) != "ok") problems.emplace_back(integrity->text(0));
    return problems;
  }

  void close() override {
    if (closed_.exchange(true)) return;
    queue_.close();
    if (writer_thread_.joinable()) writer_thread_.join();
    {
      const std::lock_guard lock(checkpoint_mutex_);
      stop_checkpointer_ = true;
    }
    checkpoint_ready_.notify_all();
    if (checkpoint_thread_.joinable()) checkpoint_thread_.join();
    try {
      writer_.checkpoint(SqliteConnection::Checkpoint::Truncate);
    } catch (const std::exception&) {
      // A full disk must not keep the process from ending; the log is replayed at the next start.
    }
  }

 private:
  static std::int64_t now_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }

  struct Finished {
    WriteRequest* request;
    std::exception_ptr error;
  };

  std::vector<std::string> tables_with_ids() {
    std::vector<std::string> tables;
    const auto cursor = writer_.open(
        "SELECT t.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c ON c.name = 'id' AND c.pk = 1 "
        "WHERE t.schema = 'main' AND t.type = 'table'",
        nullptr, 0);
    while (cursor->next()) tables.emplace_back(cursor->text(0));
    return tables;
  }
  std::int64_t last_id_in_store() {
    std::int64_t last = 0;
    for (const std::string& table : tables_with_ids_) {
      const auto cursor = writer_.open("SELECT COALESCE(MAX(id), 0) FROM " + table, nullptr, 0);
      if (cursor->next()) last = std::max(last, cursor->integer(0));
    }
    return last;
  }
  /// Changes when another process has written.
  std::int64_t data_version() {
    const auto cursor = writer_.open("PRAGMA data_version", nullptr, 0);
    return cursor->next() ? cursor->integer(0) : 0;
  }
  /// In a transaction that holds the store: what others made until now is all there is, and nobody makes more
  /// meanwhile.
  void keep_clear_of_others_ids() {
    const std::int64_t version = data_version();
    if (version == data_version_) return;
    context_.count_on_from(last_id_in_store());
    data_version_ = version;
  }

  std::unique_ptr<SqliteConnection> open_reader() const {
    return std::make_unique<SqliteConnection>(
        options_.path,
        SqliteOptions{.read_only = true,
                      .cache_kib = options_.cache_kib,
                      .attached = options_.search_index ? search_path_of(options_.path) : std::string()});
  }

  void read_on(SqliteConnection& connection, const std::function<void(Tx&)>& work) {
    connection.run("BEGIN", nullptr, 0);
    Tx tx(connection, context_, false);
    try {
      work(tx);
    } catch (const DamagedError&) {
      damage_met_ = true;
      connection.run("ROLLBACK", nullptr, 0);
      throw;
    } catch (...) {
      connection.run("ROLLBACK", nullptr, 0);
      throw;
    }
    connection.run("COMMIT", nullptr, 0);
  }

  std::unique_ptr<SqliteConnection> borrow_reader() {
    std::unique_lock lock(readers_mutex_);
    reader_free_.wait(lock, [&] { return !idle_readers_.empty(); });
    auto connection = std::move(idle_readers_.back());
    idle_readers_.pop_back();
    return connection;
  }
  void return_reader(std::unique_ptr<SqliteConnection> connection) {
    {
      const std::lock_guard lock(readers_mutex_);
      idle_readers_.push_back(std::move(connection));
    }
    reader_free_.notify_one();
  }

  void run_writer() {
    std::vector<QueuedWrite> group;
    for (;;) {
      // What was left when a group's time was up shares the next commit with what came meanwhile.
      queue_.take(group, options_.max_group, expected_, patience());
      if (group.empty()) return;
      // Those that may be repeated first: when they have to be, nothing that may not has been done yet.
      std::stable_partition(group.begin(), group.end(),
                            [](const QueuedWrite& write) { return write.request.repeatable; });
      const auto waited_for = static_cast<std::size_t>(std::count_if(
          group.begin(), group.end(), [](const QueuedWrite& w) { return w.request.lane != Lane::Background; }));
      const std::size_t ended = commit_group(group, 0);
      expected_ = group.size() + queue_.size();
      if (waited_for > 0) {                                       // those who give way to a crowd are none themselves
        crowd_ = std::max(expected_, crowd_ - (crowd_ + 7) / 8);  // a small group between large ones ends no rush
        crowd_seen_us_ = now_us();
      }
      group.erase(group.begin(), group.begin() + static_cast<std::ptrdiff_t>(ended));
      keep_log_short();
    }
  }

  /// How long to wait for more writes before a commit: a part of what the commit itself takes, so that a fast disk is
  /// never waited for and a slow one is asked half as often.
  std::chrono::microseconds patience() const {
    return std::min(std::chrono::microseconds(static_cast<std::int64_t>(commit_us_ * kPatience)), kMostPatience);
  }

  /// A log that is never wholly home never begins anew, and under load only the writer can catch up with itself.
  void keep_log_short() {
    const int pages = writer_.wal_pages();
    if (pages < checkpoint_asked_at_) checkpoint_asked_at_ = pages_home_ = 0;  // it has begun anew
    if (pages > kLogLimitPages) {
      writer_.checkpoint(SqliteConnection::Checkpoint::Truncate);
    } else if (pages > kRestartPages && pages - pages_home_ < kRestartRest) {
      pages_home_ = writer_.checkpoint(SqliteConnection::Checkpoint::Passive);
    } else if (pages - checkpoint_asked_at_ >
               (checkpoint_asked_at_ < kRestartPages ? kCheckpointPages : kRestartRest / 2)) {
      checkpoint_asked_at_ = pages;
      checkpoint_wanted_ = true;
      checkpoint_ready_.notify_one();
    }
  }

  /// Runs writes from `first` on in one transaction until the group or its time is up; returns where the next group
  /// begins. Writes that may be repeated run without a savepoint of their own: when one fails after it has changed
  /// something, all is rolled back and done again `carefully`, each in its savepoint.
  std::size_t commit_group(std::vector<QueuedWrite>& group, std::size_t first, bool carefully = false) {
    std::vector<Finished> finished;
    std::vector<std::function<void()>> after_commit;
    Commit commit;
    std::exception_ptr broken;
    std::size_t i = first;
    const auto started = std::chrono::steady_clock::now();
    try {
      writer_.run("BEGIN IMMEDIATE", nullptr, 0);
      ++context_.group;
      context_.sequences.clear();
      keep_clear_of_others_ids();
      for (; i < group.size() && !broken; ++i) {
        WriteRequest& request = group[i].request;
        if (!request.work) continue;  // dropped in the first run
        if (request.abandoned && request.abandoned()) {
          ++dropped_;
          request = {};
          continue;
        }
        std::exception_ptr error;
        if (request.repeatable && !carefully) {
          if (!run_unguarded(request, commit, after_commit, error)) {
            if (writer_.in_transaction()) writer_.run("ROLLBACK", nullptr, 0);
            return commit_group(group, first, true);
          }
        } else {
          error = run_one(request, commit, after_commit, broken);
        }
        finished.push_back({&request, error});
        if (std::chrono::steady_clock::now() - started > options_.group_time) {
          ++i;
          break;
        }
      }
      if (!broken) {
        const auto began = std::chrono::steady_clock::now();
        write_sequences();
        writer_.run("COMMIT", nullptr, 0);
        const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - began;
        commit_us_ += (took.count() - commit_us_) / 8;
        // What background work writes is small and may still fit where a person's message does not.
        if (std::any_of(finished.begin(), finished.end(),
                        [](const Finished& one) { return one.request->lane != Lane::Background && !one.error; }))
          storage_full_ = false;
      }
    } catch (...) {
      broken = std::current_exception();
    }
    if (broken) {
      // The transaction is gone: nobody in this group was saved, and each is told so.
      if (writer_.in_transaction()) {
        try {
          writer_.run("ROLLBACK", nullptr, 0);
        } catch (const std::exception&) {
          // Already rolled back by the engine.
        }
      }
      note_storage_full(broken);
      for (auto& entry : finished) entry.error = broken;
      if (finished.empty() && i < group.size()) finished.push_back({&group[i++].request, broken});
    } else {
      committed_ += finished.size();
      ++groups_;
      for (const auto& action : after_commit) action();
      if (!commit.events.empty() || commit.jobs_enqueued)
        for (const auto& listener : listeners_) listener(commit);
    }
    for (const auto& entry : finished) {
      if (entry.request->done) entry.request->done(entry.error);
      *entry.request = {};  // lets go of what it holds now, not when the whole group is done
    }
    return i;
  }

  void write_sequences() {
    for (const auto& [sequence, last] : context_.sequences) {
      const Value values[] = {bind(sequence.first), bind(sequence.second), bind(last)};
      writer_.run(
          "INSERT INTO counters (account_id, name, value) VALUES ($1, $2, $3) "
          "ON CONFLICT (account_id, name) DO UPDATE SET value = excluded.value",
          values, 3);
    }
  }

  /// Without a savepoint. False when it failed and left changes behind, or lost the transaction: the caller rolls back.
  bool run_unguarded(WriteRequest& request, Commit& commit, std::vector<std::function<void()>>& after_commit,
                     std::exception_ptr& error) {
    const std::int64_t changed_before = writer_.rows_changed();
    Tx tx(writer_, context_, true, request.at);
    try {
      request.work(tx);
    } catch (...) {
      error = std::current_exception();
      tx.give_numbers_back();
      note_storage_full(error);
      return writer_.in_transaction() && writer_.rows_changed() == changed_before;
    }
    keep_outcome(tx, commit, after_commit);
    return true;
  }

  static void keep_outcome(Tx& tx, Commit& commit, std::vector<std::function<void()>>& after_commit) {
    commit.jobs_enqueued |= tx.enqueued_;
    for (auto& event : tx.events_) commit.events.push_back(std::move(event));
    for (auto& action : tx.after_commit_) after_commit.push_back(std::move(action));
  }

  /// One write in its own savepoint. Its error is returned; `broken` is set when the whole transaction is lost with it.
  std::exception_ptr run_one(WriteRequest& request, Commit& commit, std::vector<std::function<void()>>& after_commit,
                             std::exception_ptr& broken) {
    Tx tx(writer_, context_, true, request.at);
    try {
      writer_.run("SAVEPOINT request", nullptr, 0);
      request.work(tx);
      writer_.run("RELEASE request", nullptr, 0);
    } catch (...) {
      const std::exception_ptr error = std::current_exception();
      tx.give_numbers_back();
      if (!writer_.in_transaction()) {
        broken = error;
        return error;
      }
      try {
        writer_.run("ROLLBACK TO request", nullptr, 0);
        writer_.run("RELEASE request", nullptr, 0);
      } catch (...) {
        broken = error;
      }
      note_storage_full(error);
      return error;
    }
    keep_outcome(tx, commit, after_commit);
    return nullptr;
  }

  void note_storage_full(const std::exception_ptr& error) {
    try {
      std::rethrow_exception(error);
    } catch (const RequestError& e) {
      if (e.kind == ErrorKind::StorageFull) storage_full_ = true;
    } catch (...) {
      // Some other failure; the caller hears of it.
    }
  }

  void run_checkpointer() {
    SqliteConnection connection(options_.path, {.cache_kib = 2'048});
    std::unique_lock lock(checkpoint_mutex_);
    for (;;) {
      checkpoint_ready_.wait_for(lock, std::chrono::milliseconds(200),
                                 [&] { return stop_checkpointer_ || checkpoint_wanted_.load(); });
      if (stop_checkpointer_) return;
      if (!checkpoint_wanted_.exchange(false)) continue;
      lock.unlock();
      try {
        pages_home_ = connection.checkpoint(SqliteConnection::Checkpoint::Passive);
      } catch (const std::exception&) {
        // Full or busy: the log stays, and the next commit asks again.
      }
      lock.lock();
    }
  }

  DatabaseOptions options_;
  TxContext context_;
  WriteQueue queue_;
  SqliteConnection writer_;
  std::vector<std::string> tables_with_ids_;
  std::int64_t data_version_ = 0;
  std::unique_ptr<SqliteSearchFile> search_;
  std::unique_ptr<SqliteConnection> writers_reader_;  // made when a write first searches
  std::atomic<bool> damage_met_{false};
  std::vector<std::function<void(const Commit&)>> listeners_;

  std::mutex readers_mutex_;
  std::condition_variable reader_free_;
  std::vector<std::unique_ptr<SqliteConnection>> idle_readers_;

  std::mutex checkpoint_mutex_;
  std::condition_variable checkpoint_ready_;
  std::size_t expected_ = 0;                    // writes that may come now: those just answered, and those that wait
  double commit_us_ = 0;                        // moving average
  std::atomic<std::size_t> crowd_{0};           // expected_, for others to see …
  std::atomic<std::int64_t> crowd_seen_us_{0};  // … and when that was
  std::atomic<bool> checkpoint_wanted_{false};
  std::atomic<int> pages_home_{0};  // of the log, as the last checkpoint left it
  int checkpoint_asked_at_ = 0;     // pages of the log then; the writer's
  bool stop_checkpointer_ = false;

  std::atomic<std::uint64_t> committed_{0}, groups_{0}, dropped_{0};
  std::atomic<bool> storage_full_{false};
  std::atomic<bool> closed_{false};
  std::thread writer_thread_;
  std::thread checkpoint_thread_;
};

std::unique_ptr<Database> Database::open(const DatabaseOptions& options, const Clock& clock) {
  return std::make_unique<SqliteDatabase>(options, clock);
}

void Database::write(const std::function<void(Tx&)>& work, Lane lane) {
  std::promise<void> finished;
  const bool taken = post_write({work,
                                 [&finished](std::exception_ptr error) {
                                   if (error)
                                     finished.set_exception(error);
                                   else
                                     finished.set_value();
                                 },
                                 lane,
                                 {}});
  if (!taken)
    throw RequestError(ErrorKind::Unavailable, "busy", "The desk is too busy to save this now. Try again in a moment.",
                       "", 1);
  finished.get_future().get();
}

}  // namespace peakdesk::db
