// SQLite behind Connection. sqlite3.h stays in the .cpp.
#pragma once
#include <memory>
#include <string>

#include "platform/db/connection.h"

struct sqlite3;

namespace peakdesk::db {

struct SqliteOptions {
  bool read_only = false;
  std::int64_t cache_kib = 16 * 1024;
  bool durable = true;      // false: a power cut may take the last commits, never the file's soundness
  bool begin_anew = false;  // empty the file first, even a damaged one
  std::string attached;     // a second file, seen as "search"; read only like this one
};

class SqliteConnection final : public Connection {
 public:
  /// Throws std::runtime_error when the file cannot be opened or is no database.
  SqliteConnection(const std::string& path, const SqliteOptions& options);
  ~SqliteConnection() override;
  std::int64_t run(std::string_view sql, const Value* values, std::size_t count) override;
  std::unique_ptr<Cursor> open(std::string_view sql, const Value* values, std::size_t count) override;
  void run_script(const std::string& sql) override;
  std::int64_t rows_changed() const override;
  bool in_transaction() const override;
  std::string_view engine() const override { return "sqlite"; }

  /// Pages in the write-ahead log after the last commit of this connection.
  int wal_pages() const { return wal_pages_; }
  enum class Checkpoint { Passive, Truncate };
  /// Pages of the log that are home afterwards.
  int checkpoint(Checkpoint mode);
  /// Copies the whole database as this connection sees it now into the file `path`.
  void copy_to(const std::string& path);

 private:
  class Statements;
  friend class SqliteCursor;
  sqlite3* handle_ = nullptr;
  std::unique_ptr<Statements> statements_;
  int wal_pages_ = 0;
};

}  // namespace peakdesk::db
