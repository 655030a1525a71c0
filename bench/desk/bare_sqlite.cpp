// The raw limit of the desk's intake: SQLite alone, in this process, committing the same rows. Takes the rows that the
// newest ticket of STORE has (ticket, messages, events, jobs), makes an empty store with the same schema beside it, and
// inserts copies of them with new ids, GROUP tickets a commit, WAL and synchronous=FULL as the desk has it. Prints
// tickets per second. What the desk does besides (reading requests, checking keys, counters, the search index, answers)
// is left out.
//
// bare_sqlite STORE GROUP SECONDS
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace {

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "bare_sqlite: %s\n", what.c_str());
  std::exit(1);
}

struct Store {
  sqlite3* handle = nullptr;
  Store(const std::string& path, int flags) {
    if (sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK)
      fail("cannot open " + path);
    sqlite3_busy_timeout(handle, 5'000);
  }
  ~Store() { sqlite3_close(handle); }
  void run(const std::string& sql) const {
    char* problem = nullptr;
    if (sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, &problem) != SQLITE_OK)
      fail(sql.substr(0, 80) + ": " + problem);
  }
  sqlite3_stmt* prepare(const std::string& sql) const {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(handle, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
      fail(sql + ": " + sqlite3_errmsg(handle));
    return statement;
  }
};

/// A row to copy: its values, and which of its columns hold ids and numbers that must differ from row to row.
struct Row {
  std::vector<sqlite3_value*> values;
  std::vector<bool> moves;
  sqlite3_stmt* insert = nullptr;
};

// These columns name the ticket, its messages and its events: every copy has its own.
bool is_own_id(const std::string& column) {
  return column == "id" || column == "ticket_id" || column == "message_id" || column == "number" ||
         column == "cause_id";
}

std::vector<Row> rows_of(const Store& from, const Store& to, const std::string& table, const std::string& condition) {
  std::vector<Row> rows;
  sqlite3_stmt* select = from.prepare("SELECT * FROM " + table + " WHERE " + condition);
  while (sqlite3_step(select) == SQLITE_ROW) {
    Row row;
    std::string places;
    for (int i = 0; i < sqlite3_column_count(select); ++i) {
      row.values.push_back(sqlite3_value_dup(sqlite3_column_value(select, i)));
      row.moves.push_back(is_own_id(sqlite3_column_name(select, i)) &&
                          sqlite3_column_type(select, i) == SQLITE_INTEGER && sqlite3_column_int64(select, i) != 0);
      places += i ? ",?" : "?";
    }
    row.insert = to.prepare("INSERT INTO " + table + " VALUES (" + places + ")");
    rows.push_back(row);
  }
  sqlite3_finalize(select);
  return rows;
}

void copy_schema(const Store& from, const Store& to) {
  sqlite3_stmt* select = from.prepare(
      "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%search%' "
      "ORDER BY type = 'index'");
  while (sqlite3_step(select) == SQLITE_ROW) to.run(reinterpret_cast<const char*>(sqlite3_column_text(select, 0)));
  sqlite3_finalize(select);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) fail("usage: bare_sqlite STORE GROUP SECONDS");
  const int group = std::atoi(argv[2]);
  const double seconds = std::atof(argv[3]);
  const std::string path = std::string(argv[1]) + ".bare";
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
  double rate = 0;
  {
    const Store from(argv[1], SQLITE_OPEN_READONLY);
    const Store to(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    to.run(
        "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=2000; "
        "PRAGMA cache_size=-16384");
    copy_schema(from, to);
    from.run("BEGIN");
    std::vector<Row> rows;
    const std::string newest = "(SELECT MAX(id) FROM tickets)";
    for (const auto& [table, condition] : {std::pair{"tickets", "id = " + newest},
                                           {"messages", "ticket_id = " + newest},
                                           {"events", "ticket_id = " + newest}})
      for (auto& row : rows_of(from, to, table, condition)) rows.push_back(row);
    if (rows.size() < 3) fail("the newest ticket of the store has no message");
    sqlite3_int64 step = 0;
    long tickets = 0;
    const auto began = std::chrono::steady_clock::now();
    const auto passed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(); };
    while (passed() < seconds) {
      to.run("BEGIN IMMEDIATE");
      for (int i = 0; i < group; ++i, ++tickets) {
        step += 1 << 20;  // farther than the ids of one ticket lie apart
        for (const Row& row : rows) {
          for (std::size_t c = 0; c < row.values.size(); ++c) {
            const int place = static_cast<int>(c) + 1;
            if (row.moves[c])
              sqlite3_bind_int64(row.insert, place, sqlite3_value_int64(row.values[c]) + step);
            else
              sqlite3_bind_value(row.insert, place, row.values[c]);
          }
          if (sqlite3_step(row.insert) != SQLITE_DONE) fail(sqlite3_errmsg(to.handle));
          sqlite3_reset(row.insert);
        }
      }
      to.run("COMMIT");
    }
    rate = double(tickets) / passed();
    for (const Row& row : rows) {
      sqlite3_finalize(row.insert);
      for (auto* value : row.values) sqlite3_value_free(value);
    }
    from.run("ROLLBACK");
  }
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
  std::printf("%.0f\n", rate);
}
