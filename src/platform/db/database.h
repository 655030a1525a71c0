// The store. SQLite in WAL mode, synchronous FULL: one writer thread takes every waiting write into one transaction,
// each in its own savepoint, one fsync for all, and answers after the commit; readers have connections of their own and
// never wait for it. An acknowledged write survives kill -9 and power loss. Beside it stands the search index, a file
// of its own with a writing connection of its own, which readers see too and which can always be made anew.
#pragma once
#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "platform/db/tx.h"
#include "platform/events/event.h"

namespace peakdesk::db {

struct DatabaseOptions {
  std::string path;                        // file; its folder must exist
  int readers = 4;                         // reader connections; read() waits for a free one
  std::size_t max_queued_writes = 20'000;  // beyond this post_write() refuses
  std::size_t max_group = 512;             // writes in one transaction
  // A transaction ends when this much time is spent on it, so that a heavy write delays only few others.
  std::chrono::milliseconds group_time{15};
  std::int64_t cache_kib = 16 * 1024;  // page cache of each connection
  bool search_index = true;            // false: leave its file alone; nothing can be searched
};

/// People at screens go before machines' calls, and both before background work.
enum class Lane { Screen, Machine, Background };

struct WriteRequest {
  std::function<void(Tx&)> work;  // may throw: rolls back its own savepoint only
  std::function<void(std::exception_ptr)>
      done;  // after the commit (null) or with what was thrown; called on the writer thread
  Lane lane = Lane::Machine;
  std::function<bool()> abandoned;  // asked just before work: true drops it (done gets no call)
  // `work` may run again from its start, its first run undone: spares it a savepoint of its own.
  bool repeatable = false;
  Instant at;  // not zero: what is written happened then (Tx::is_history)
};

/// What one commit brought; given to listeners in commit order, on the writer thread.
struct Commit {
  std::vector<events::Event> events;
  bool jobs_enqueued = false;
};

struct WriteStats {
  std::size_t queued = 0;
  std::uint64_t committed = 0;
  std::uint64_t groups = 0;
  std::uint64_t dropped = 0;  // abandoned before they began
  double oldest_wait_ms = 0;  // how long the write now at the front has waited
  bool storage_full = false;  // the last commit failed for lack of space
};

struct TxContext;

/// The search index's file of a store: "peakdesk-search.db" beside "peakdesk.db".
std::string search_path_of(const std::string& store_path);

class Database {
 public:
  /// Opens or creates the file, runs the migrations that are missing and starts the writer thread. Throws
  /// std::runtime_error with a sentence for the operator (not writable, newer schema than this binary, damaged).
  static std::unique_ptr<Database> open(const DatabaseOptions& options, const Clock& clock);
  virtual ~Database() = default;

  /// In-transaction subscribers and commit listeners; set before the first write.
  virtual void on_event(std::string event_name, events::InTransaction handler) = 0;  // "*" is every event
  virtual void on_commit(std::function<void(const Commit&)> listener) = 0;

  /// Runs `work` in a read transaction on the calling thread: one consistent snapshot.
  virtual void read(const std::function<void(Tx&)>& work) = 0;
  /// Queues a write. False when the queue is full or the store is shutting down: answer 503.
  virtual bool post_write(WriteRequest request) = 0;
  /// Queues a write and waits for its commit; rethrows what `work` threw. Never call it on the writer thread.
  void write(const std::function<void(Tx&)>& work, Lane lane = Lane::Background);

  /// One transaction over the search index alone (it sees nothing of the desk), on the calling thread; never called
  /// inside read(). Throws DamagedError when the file is broken.
  virtual void write_search(const std::function<void(Tx&)>& work) = 0;
  /// Empties the search index, even a damaged one.
  virtual void begin_search_anew() = 0;
  /// Damage in the search index's file; empty when it is sound, or is not there.
  virtual std::vector<std::string> check_search() = 0;
  /// True once after a reader met damage, in whichever file.
  virtual bool take_damage_met() = 0;

  virtual WriteStats stats() const = 0;
  /// Many write at once right now, so that each waits for others: what can wait should (see give_way.h).
  virtual bool is_crowded() const = 0;
  virtual const Clock& clock() const = 0;
  /// Copies the live database to `path` page by page while writes go on; without the search index.
  virtual void backup_to(const std::string& path) = 0;
  /// Integrity of pages and indexes; the problems found, empty when sound.
  virtual std::vector<std::string> check() = 0;
  /// Finishes queued writes, checkpoints and closes. Called by the destructor too.
  virtual void close() = 0;
};

}  // namespace peakdesk::db

namespace peakdesk {
using db::Database;
}
