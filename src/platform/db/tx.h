// A transaction as handlers see it: statements, the time, new ids, events and jobs. Everything a handler may do to the
// world goes through it, which makes handlers plain functions that a test can call.
//
// SQL: `$1`, `$2` … parameters in the common subset of SQLite and PostgreSQL (docs/how-to/add-a-migration.md).
// Statements are prepared once per connection and kept by their text, so keep texts constant and bind what varies.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/caller.h"
#include "base/clock.h"
#include "base/ids.h"
#include "platform/db/value.h"
#include "platform/events/event.h"
#include "platform/jobs/job.h"

namespace peakdesk::db {

class Connection;  // one engine connection; see connection.h
struct TxContext;  // ids, clock, in-transaction subscribers; see database.h

class Tx {
 public:
  /// `at`: the moment it counts as; zero: now.
  Tx(Connection& connection, TxContext& context, bool writes, Instant at = {});
  Tx(const Tx&) = delete;
  Tx& operator=(const Tx&) = delete;

  /// Runs a statement and returns the number of rows changed.
  template <class... Args>
  std::int64_t exec(std::string_view sql, const Args&... args) {
    const Value values[] = {bind(args)..., Value{}};
    return run(sql, values, sizeof...(Args));
  }
  /// Calls each(cursor) for every row; each may return false to stop.
  template <class Each, class... Args>
  void rows(std::string_view sql, Each&& each, const Args&... args) {
    const Value values[] = {bind(args)..., Value{}};
    const auto cursor = open(sql, values, sizeof...(Args));
    while (cursor->next()) {
      if constexpr (std::is_same_v<decltype(each(*cursor)), bool>) {
        if (!each(*cursor)) return;
      } else {
        each(*cursor);
      }
    }
  }
  /// All rows as described structs, members matched to columns by name.
  template <class T, class... Args>
  std::vector<T> list(std::string_view sql, const Args&... args) {
    const Value values[] = {bind(args)..., Value{}};
    return list_bound<T>(sql, values, sizeof...(Args));
  }
  /// The first row, or nothing.
  template <class T, class... Args>
  std::optional<T> find(std::string_view sql, const Args&... args) {
    const Value values[] = {bind(args)..., Value{}};
    const auto cursor = open(sql, values, sizeof...(Args));
    if (!cursor->next()) return std::nullopt;
    return read_one<T>(*cursor);
  }
  /// The first column of the first row, or `fallback`.
  template <class T, class... Args>
  T scalar(T fallback, std::string_view sql, const Args&... args) {
    const Value values[] = {bind(args)..., Value{}};
    const auto cursor = open(sql, values, sizeof...(Args));
    if (!cursor->next() || cursor->is_null(0)) return fallback;
    T out{};
    read_column(*cursor, 0, out);
    return out;
  }

  // For statements whose number of parameters is only known at run time (filters).
  std::int64_t run(std::string_view sql, const Value* values, std::size_t count);
  std::unique_ptr<Cursor> open(std::string_view sql, const Value* values, std::size_t count);
  template <class T>
  std::vector<T> list_bound(std::string_view sql, const Value* values, std::size_t count) {
    std::vector<T> out;
    const auto cursor = open(sql, values, count);
    if constexpr (is_described_struct<T>) {
      const RowReader<T> reader(*cursor);
      while (cursor->next()) out.push_back(reader.read(*cursor));
    } else {
      while (cursor->next()) read_column(*cursor, 0, out.emplace_back());
    }
    return out;
  }

  /// The moment this transaction began; the same in every statement of one request.
  Instant now() const { return now_; }
  /// True while the past is written down (an import): now() is that moment, and no job is queued, so that nothing
  /// leaves the house because of it. Who reacts to events by answering somebody must look here.
  bool is_history() const { return is_history_; }
  /// While the past is written down: what follows in this transaction happened then. Throws std::logic_error otherwise.
  void move_to(Instant moment);
  /// A new id: greater than every id before it, ordered by time, below 2^53.
  std::int64_t next_id();
  template <class IdType>
  IdType new_id() {
    return IdType(next_id());
  }
  /// The next number of an account's sequence, from 1 without a gap: a request that fails gives its numbers back.
  std::int64_t next_number(AccountId account, std::string_view sequence);
  /// The same for all requests that share a commit, other for every commit; 0 while reading.
  std::uint64_t group() const;

  /// Appends an event; in-transaction subscribers run at once (and may throw, which rolls this request back).
  EventId emit(const events::NewEvent& event);
  /// Queues a job in this transaction: it runs after the commit, at least once. With an idempotency key that was queued
  /// before, nothing is added and the first job's id is returned.
  JobId enqueue(const jobs::NewJob& job);

  /// Runs part; when it throws, its changes (and only its) are rolled back and the exception is rethrown.
  void savepoint(const std::function<void()>& part);
  /// Runs after the commit has become durable, on the writer thread: only hand over, do no work.
  void after_commit(std::function<void()> action);

  /// Runs `work` in a transaction that sees the search index: this one when it only reads, else one beside it, which
  /// sees the desk as it was before this one.
  void with_search(const std::function<void(Tx&)>& work);

  bool writes() const { return writes_; }
  /// "sqlite" or "postgres": for the few twin statements.
  std::string_view engine() const;

 private:
  template <class T>
  T read_one(const Cursor& row) {
    if constexpr (is_described_struct<T>) {
      return RowReader<T>(row).read(row);
    } else {
      T out{};
      read_column(row, 0, out);
      return out;
    }
  }
  friend class SqliteDatabase;
  /// What was taken since `taken` numbers were.
  void give_numbers_back(std::size_t taken = 0);
  Connection& connection_;
  TxContext& context_;
  Instant now_;
  bool writes_;
  bool is_history_ = false;
  std::vector<std::function<void()>> after_commit_;
  std::vector<events::Event> events_;
  std::vector<std::pair<AccountId, std::string>> numbers_taken_;  // of these sequences, in order
  bool enqueued_ = false;
};

}  // namespace peakdesk::db

namespace peakdesk {
using db::Tx;
}
