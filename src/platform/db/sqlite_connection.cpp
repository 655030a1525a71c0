#include "platform/db/sqlite_connection.h"

#include <sqlite3.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/error.h"

namespace peakdesk::db {
namespace {

[[noreturn]] void throw_sqlite(sqlite3* handle, int code, std::string_view doing) {
  const int primary = code & 0xff;
  if (primary == SQLITE_FULL || code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_FSYNC ||
      code == SQLITE_IOERR_SHMSIZE)
    throw RequestError(ErrorKind::StorageFull, "storage_full",
                       "The disk is full, so nothing can be saved now. Reading goes on; free some space and try again.",
                       "", 10);
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
    throw RequestError(ErrorKind::Conflict, "already_exists",
                       std::string("This exists already (") + sqlite3_errmsg(handle) + ").");
  if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED)
    throw RequestError(ErrorKind::Unavailable, "store_busy", "Another process holds the store. Try again in a moment.",
                       "", 1);
  const std::string words = std::string("SQLite: ") + sqlite3_errmsg(handle) + " (" + std::to_string(code) +
                            ") in: " + std::string(doing.substr(0, 200));
  if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB) throw DamagedError(words);
  throw std::runtime_error(words);
}

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

}  // namespace

struct IdleStatements;

/// A prepared statement and where its `$1`, `$2` … sit: in SQLite `$1` is a name, numbered by first appearance.
struct PreparedStatement {
  sqlite3_stmt* statement = nullptr;
  std::vector<int> parameter_of;   // [n - 1] -> index for sqlite3_bind, 0 when $n does not occur
  IdleStatements* home = nullptr;  // where it waits for its next use; null: it is not kept
  std::vector<std::pair<Cursor::Resolve, std::vector<int>>> columns;  // of Cursor::columns_by
  std::string_view sql() const { return sqlite3_sql(statement); }
};

struct IdleStatements {
  std::vector<PreparedStatement> statements;
};

/// Statements by text, those not in use. A statement that is stepping is out of here, so the same text can run inside
/// itself.
class SqliteConnection::Statements {
 public:
  explicit Statements(sqlite3* handle) : handle_(handle) {}
  ~Statements() {
    for (auto& [text, idle] : idle_)
      for (auto& prepared : idle.statements) sqlite3_finalize(prepared.statement);
  }
  PreparedStatement take(std::string_view sql) {
    auto found = idle_.find(sql);
    if (found != idle_.end() && !found->second.statements.empty()) {
      PreparedStatement prepared = std::move(found->second.statements.back());
      found->second.statements.pop_back();
      return prepared;
    }
    PreparedStatement prepared;
    const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &prepared.statement, nullptr);
    if (code != SQLITE_OK) throw_sqlite(handle_, sqlite3_extended_errcode(handle_), sql);
    // A text made at run time (a filter) may never come again: past this many texts, statements are not kept.
    constexpr std::size_t kMostTexts = 400;
    if (found == idle_.end() && idle_.size() < kMostTexts)
      found = idle_.emplace(std::string(sql), IdleStatements()).first;
    if (found != idle_.end()) prepared.home = &found->second;
    const int parameters = sqlite3_bind_parameter_count(prepared.statement);
    for (int i = 1; i <= parameters; ++i) {
      const char* name = sqlite3_bind_parameter_name(prepared.statement, i);
      const int number = name && name[0] == '$' ? std::atoi(name + 1) : 0;
      if (number <= 0) continue;
      if (static_cast<int>(prepared.parameter_of.size()) < number) prepared.parameter_of.resize(number, 0);
      prepared.parameter_of[number - 1] = i;
    }
    return prepared;
  }
  static void give_back(PreparedStatement prepared) {
    sqlite3_reset(prepared.statement);
    sqlite3_clear_bindings(prepared.statement);
    if (prepared.home)
      prepared.home->statements.push_back(std::move(prepared));
    else
      sqlite3_finalize(prepared.statement);
  }

 private:
  sqlite3* handle_;
  std::unordered_map<std::string, IdleStatements, TextHash, std::equal_to<>> idle_;  // its nodes stay where they are
};

namespace {

void bind_values(sqlite3* handle, const PreparedStatement& prepared, const Value* values, std::size_t count,
                 std::string_view sql) {
  if (prepared.parameter_of.size() > count)
    throw std::runtime_error("SQL wants $" + std::to_string(prepared.parameter_of.size()) + " but got " +
                             std::to_string(count) + " values: " + std::string(sql.substr(0, 200)));
  for (std::size_t i = 0; i < prepared.parameter_of.size(); ++i) {
    const int index = prepared.parameter_of[i];
    if (index == 0) continue;
    const Value& value = values[i];
    int code = SQLITE_OK;
    switch (value.kind) {
      case Value::Kind::Null:
        code = sqlite3_bind_null(prepared.statement, index);
        break;
      case Value::Kind::Integer:
        code = sqlite3_bind_int64(prepared.statement, index, value.integer);
        break;
      case Value::Kind::Real:
        code = sqlite3_bind_double(prepared.statement, index, value.real);
        break;
      case Value::Kind::Text:
        code = sqlite3_bind_text64(prepared.statement, index, value.text.data() ? value.text.data() : "",
                                   value.text.size(), SQLITE_STATIC, SQLITE_UTF8);
        break;
      case Value::Kind::Blob:
        code = sqlite3_bind_blob64(prepared.statement, index, value.text.data() ? value.text.data() : "",
                                   value.text.size(), SQLITE_STATIC);
        break;
    }
    if (code != SQLITE_OK) throw_sqlite(handle, code, sql);
  }
}

}  // namespace

class SqliteCursor final : public Cursor {
 public:
  SqliteCursor(sqlite3* handle, PreparedStatement prepared) : handle_(handle), prepared_(std::move(prepared)) {}
  ~SqliteCursor() override { SqliteConnection::Statements::give_back(std::move(prepared_)); }
  bool next() override {
    const int code = sqlite3_step(prepared_.statement);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    throw_sqlite(handle_, sqlite3_extended_errcode(handle_), prepared_.sql());
  }
  int column_count() const override { return sqlite3_column_count(prepared_.statement); }
  std::string_view column_name(int column) const override { return sqlite3_column_name(prepared_.statement, column); }
  bool is_null(int column) const override { return sqlite3_column_type(prepared_.statement, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(prepared_.statement, column); }
  double real(int column) const override { return sqlite3_column_double(prepared_.statement, column); }
  std::string_view text(int column) const override {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(prepared_.statement, column));
    if (!bytes) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(prepared_.statement, column))};
  }
  const std::vector<int>& columns_by(Resolve resolve) const override {
    for (const auto& [known, columns] : prepared_.columns)
      if (known == resolve) return columns;
    std::vector<int> columns;
    resolve(*this, columns);
    return prepared_.columns.emplace_back(resolve, std::move(columns)).second;
  }

 private:
  sqlite3* handle_;
  mutable PreparedStatement prepared_;
};

SqliteConnection::SqliteConnection(const std::string& path, const SqliteOptions& options) {
  // Counting its memory puts every allocation of every connection behind one lock. Before the first connection only.
  [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  // A constructor that throws runs no destructor.
  struct CloseUnlessReady {
    sqlite3*& handle;
    std::unique_ptr<Statements>& statements;
    bool ready = false;
    ~CloseUnlessReady() {
      if (ready) return;
      statements.reset();
      sqlite3_close_v2(handle);
    }
  } guard{handle_, statements_};
  const int flags = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code =
      sqlite3_open_v2(path.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (code != SQLITE_OK) {
    const std::string why = handle_ ? sqlite3_errmsg(handle_) : "out of memory";
    throw std::runtime_error("The store " + path + " cannot be opened: " + why + ".");
  }
  statements_ = std::make_unique<Statements>(handle_);
  sqlite3_busy_timeout(handle_, 10'000);
  // Without memory-mapped files: mapped once a connection they count as the process's memory (668 MB against 107 at a
  // million tickets) and make nothing faster.
  std::string set_up =
      "PRAGMA cache_size=-" + std::to_string(options.cache_kib) +
      ";PRAGMA mmap_size=0;PRAGMA case_sensitive_like=ON;PRAGMA temp_store=MEMORY;PRAGMA foreign_keys=ON;";
  if (options.begin_anew) {
    // The engine's own way to empty a file, whatever stands in it, under the eyes of those who have it open. Only when
    // it has looked at the file before does it write to the log, past their locks.
    sqlite3_exec(handle_, "SELECT COUNT(*) FROM sqlite_master", nullptr, nullptr, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_RESET_DATABASE, 1, nullptr);
    const int emptied = sqlite3_exec(handle_, "VACUUM", nullptr, nullptr, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_RESET_DATABASE, 0, nullptr);
    if (emptied != SQLITE_OK) throw_sqlite(handle_, sqlite3_extended_errcode(handle_), "VACUUM");
  }
  // The checkpointer moves pages home in the background, so that no commit has to wait for it. What can be made anew
  // needs no fsync a commit; its own thread moves its pages home.
  if (!options.read_only)
    set_up += options.durable ? "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA wal_autocheckpoint=0;"
                              : "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA wal_autocheckpoint=4000;";
  run_script(set_up);
  if (!options.attached.empty()) {
    const Value path[] = {bind(options.attached)};
    run("ATTACH DATABASE $1 AS search", path, 1);
  }
  // The same hook does the engine's own checkpoints, where they are wanted.
  if (options.durable)
    sqlite3_wal_hook(
        handle_,
        [](void* self, sqlite3*, const char*, int pages) {
          static_cast<SqliteConnection*>(self)->wal_pages_ = pages;
          return SQLITE_OK;
        },
        this);
  guard.ready = true;
}

SqliteConnection::~SqliteConnection() {
  statements_.reset();
  sqlite3_close_v2(handle_);
}

std::int64_t SqliteConnection::run(std::string_view sql, const Value* values, std::size_t count) {
  PreparedStatement prepared = statements_->take(sql);
  struct GiveBack {
    PreparedStatement& prepared;
    ~GiveBack() { Statements::give_back(std::move(prepared)); }
  } give_back{prepared};
  bind_values(handle_, prepared, values, count, sql);
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(prepared.statement);
  if (code != SQLITE_DONE) throw_sqlite(handle_, sqlite3_extended_errcode(handle_), sql);
  return sqlite3_changes64(handle_);
}

std::unique_ptr<Cursor> SqliteConnection::open(std::string_view sql, const Value* values, std::size_t count) {
  auto cursor_statement = statements_->take(sql);
  try {
    bind_values(handle_, cursor_statement, values, count, sql);
  } catch (...) {
    Statements::give_back(std::move(cursor_statement));
    throw;
  }
  return std::make_unique<SqliteCursor>(handle_, std::move(cursor_statement));
}

void SqliteConnection::run_script(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    throw_sqlite(handle_, sqlite3_extended_errcode(handle_), sql);
}

std::int64_t SqliteConnection::rows_changed() const { return sqlite3_total_changes64(handle_); }

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

int SqliteConnection::checkpoint(Checkpoint mode) {
  int log = 0, moved = 0;
  sqlite3_wal_checkpoint_v2(handle_, nullptr,
                            mode == Checkpoint::Passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE, &log,
                            &moved);
  return moved;
}

void SqliteConnection::copy_to(const std::string& path) {
  sqlite3* target = nullptr;
  if (sqlite3_open(path.c_str(), &target) != SQLITE_OK) {
    const std::string why = sqlite3_errmsg(target);
    sqlite3_close(target);
    throw std::runtime_error("The backup file " + path + " cannot be written: " + why + ".");
  }
  // One read transaction holds the snapshot, so writes that go on meanwhile do not make the copy begin again.
  run_script("BEGIN; SELECT 1 FROM sqlite_master LIMIT 1;");
  sqlite3_backup* backup = sqlite3_backup_init(target, "main", handle_, "main");
  int code = SQLITE_ERROR;
  if (backup) {
    do code = sqlite3_backup_step(backup, 1024);
    while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED);
    sqlite3_backup_finish(backup);
  }
  const std::string why = sqlite3_errmsg(target);
  sqlite3_close(target);
  run_script("COMMIT");
  if (code != SQLITE_DONE) throw std::runtime_error("The backup to " + path + " failed: " + why + ".");
}

}  // namespace peakdesk::db
