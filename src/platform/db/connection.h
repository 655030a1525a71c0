// One connection of one engine, and the statements it keeps prepared. Not thread-safe: a connection belongs to one
// thread at a time.
#pragma once
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "platform/db/value.h"

namespace peakdesk::db {

/// The file is not what the engine wrote: broken pages, or no database at all.
struct DamagedError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Connection {
 public:
  virtual ~Connection() = default;
  /// Runs to the end; returns rows changed. Throws RequestError: StorageFull when the disk is, Conflict
  /// "already_exists" on a unique index; DamagedError when pages are broken; anything else is a std::runtime_error with
  /// the engine's words (a bug).
  virtual std::int64_t run(std::string_view sql, const Value* values, std::size_t count) = 0;
  virtual std::unique_ptr<Cursor> open(std::string_view sql, const Value* values, std::size_t count) = 0;
  /// Several statements separated by ';', without parameters (migrations).
  virtual void run_script(const std::string& sql) = 0;
  /// Rows inserted, updated and deleted since the connection was opened: has anything been done since?
  virtual std::int64_t rows_changed() const = 0;
  /// False when the engine gave up the transaction by itself (SQLite does when the disk is full).
  virtual bool in_transaction() const = 0;
  virtual std::string_view engine() const = 0;
};

}  // namespace peakdesk::db
