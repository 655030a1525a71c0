// Keeps the search index beside the store: a thread of its own follows the event log and writes the index in batches,
// so that no write of the desk waits for it. Also builds what is missing (a new, damaged or outdated index, or one of
// another store), newest things first, while searches carry on with what is there. Knows no table; rooms bring the
// kinds.
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/db/database.h"
#include "platform/events/event.h"

namespace peakdesk::log {
class Logger;
}

namespace peakdesk::search {

using Ids = std::vector<std::int64_t>;
/// Writes to the index what was read of the desk.
using Change = std::function<void(db::Tx& index)>;

/// One kind of thing that can be found. Its rows are a function of what the desk holds now, so indexing a thing again
/// is harmless, and indexing it after it was changed or erased takes the old words out.
struct Kind {
  std::string name;  // stored with how far it is built: never rename
  /// Appends the ids of the things whose rows this event may change.
  std::function<void(db::Tx& desk, const events::Event&, Ids&)> touched;
  /// SQL for "the newest $2 ids below $1, newest first".
  std::string newest_below;
  /// Reads these things (ascending, each once); the answer replaces their rows.
  std::function<Change(db::Tx& desk, const Ids&)> read;
  std::string table;          // of the index
  std::string erasing_event;  // after it no old word may even linger in the file's pages
};

struct IndexState {
  EventId cursor;             // the last event indexed
  std::uint64_t waiting = 0;  // events not indexed yet
  bool building = false;      // things older than the index are still being added
  std::uint64_t built = 0;    // so many of them since the start
  std::string last_error;     // empty while all is well
};

class SearchIndex {
 public:
  /// Without a logger it tells nobody.
  explicit SearchIndex(db::Database& database, log::Logger* logger = nullptr) : database_(database), logger_(logger) {}
  ~SearchIndex() { stop(); }
  /// All before start().
  void add(Kind kind);
  void start();
  void stop();
  /// So many new events were committed. Cheap: the writer calls it.
  void wake(std::size_t events);
  /// Indexes and builds everything waiting, on the calling thread (tests, imports).
  void catch_up();
  /// Takes everything into the index again, on the calling thread; for bulk loads that wrote no events.
  void rebuild();
  IndexState state() const;

 private:
  struct Tracked {
    Kind kind;
    std::int64_t built = 0;  // things below this id are still to be built; 0: none
    std::int64_t purge = 0;  // 1: the table is to be written anew without what was deleted; 2: that has begun
  };
  void run();
  /// Each does one batch; false when there was nothing to do.
  bool step();
  bool index_events();
  bool build();
  bool purge();
  void prepare();
  /// Empties a damaged index; false when it is sound.
  bool mend();
  void count_built(std::size_t things);

  db::Database& database_;
  log::Logger* logger_;
  std::mutex step_mutex_;  // one batch at a time; guards the five below
  std::vector<Tracked> tracked_;
  bool prepared_ = false;
  EventId cursor_;
  std::uint64_t built_ = 0;
  std::chrono::steady_clock::time_point build_began_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  IndexState state_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace peakdesk::search
