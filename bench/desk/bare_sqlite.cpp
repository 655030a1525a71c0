// The raw limit of the desk's intake: SQLite alone, in this process, committing the same rows. Takes the rows that the
// newest tickets of STORE have (ticket, messages, events) and inserts copies of them in turn with new ids, GROUP
// tickets a commit, WAL and synchronous=FULL as the desk has it. Prints three figures, in tickets per second: copies of
// one ticket into an empty store with the same schema, which always land at the end of an index; of a thousand tickets,
// as many customers' as the desk meets, into an empty store; and of these into a copy of STORE, where the trees are as
// deep and as far beyond the cache as the desk's own. What the desk does besides (reading requests, checking keys,
// counters, the search index, answers) is left out.
//
// bare_sqlite STORE GROUP SECONDS
#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
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

/// A row to copy: its values, and which of its columns hold ids and numbers that must differ from copy to copy.
struct Row {
  std::vector<sqlite3_value*> values;
  std::vector<bool> moves;
  sqlite3_stmt* insert = nullptr;
};
using Ticket = std::vector<Row>;  // the rows of one

// These columns name the ticket, its messages and its events: every copy has its own.
bool is_own_id(const std::string& column) {
  return column == "id" || column == "ticket_id" || column == "message_id" || column == "number" ||
         column == "cause_id";
}

/// Adds the rows that `table` has of these tickets; the statement that inserts one is the caller's to finalize.
sqlite3_stmt* add_rows(const Store& from, const Store& to, const std::string& table, const std::string& ticket_column,
                       const std::string& tickets, std::map<sqlite3_int64, Ticket>& into) {
  sqlite3_stmt* select = from.prepare("SELECT " + ticket_column + ", * FROM " + table + " WHERE " + ticket_column +
                                      " IN (" + tickets + ") ORDER BY id");
  const int columns = sqlite3_column_count(select) - 1;
  std::string places;
  for (int i = 0; i < columns; ++i) places += i ? ",?" : "?";
  sqlite3_stmt* insert = to.prepare("INSERT INTO " + table + " VALUES (" + places + ")");
  while (sqlite3_step(select) == SQLITE_ROW) {
    Row row;
    row.insert = insert;
    for (int i = 1; i <= columns; ++i) {
      row.values.push_back(sqlite3_value_dup(sqlite3_column_value(select, i)));
      row.moves.push_back(is_own_id(sqlite3_column_name(select, i)) &&
                          sqlite3_column_type(select, i) == SQLITE_INTEGER && sqlite3_column_int64(select, i) != 0);
    }
    into[sqlite3_column_int64(select, 0)].push_back(std::move(row));
  }
  sqlite3_finalize(select);
  return insert;
}

void copy_schema(const Store& from, const Store& to) {
  sqlite3_stmt* select = from.prepare(
      "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%search%' "
      "ORDER BY type = 'index'");
  while (sqlite3_step(select) == SQLITE_ROW) to.run(reinterpret_cast<const char*>(sqlite3_column_text(select, 0)));
  sqlite3_finalize(select);
}

void copy_all(const Store& from, const Store& to) {
  sqlite3_backup* backup = sqlite3_backup_init(to.handle, "main", from.handle, "main");
  if (!backup || sqlite3_backup_step(backup, -1) != SQLITE_DONE) fail("the store cannot be copied");
  sqlite3_backup_finish(backup);
}

/// Tickets a second into the store `path`, made anew.
double measure(const Store& from, const std::string& path, bool begin_with_all, int distinct, int group,
               double seconds) {
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
  const Store to(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (begin_with_all) copy_all(from, to);
  to.run(
      "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=2000; "
      "PRAGMA cache_size=-16384");
  if (!begin_with_all) copy_schema(from, to);
  ::sync();  // of what was copied
  std::map<sqlite3_int64, Ticket> tickets;
  std::vector<sqlite3_stmt*> inserts;
  from.run("BEGIN");
  const std::string newest = "SELECT id FROM tickets ORDER BY id DESC LIMIT " + std::to_string(distinct);
  for (const auto& [table, column] : {std::pair{"tickets", "id"}, {"messages", "ticket_id"}, {"events", "ticket_id"}})
    inserts.push_back(add_rows(from, to, table, column, newest, tickets));
  from.run("ROLLBACK");
  if (tickets.empty() || tickets.rbegin()->second.size() < 3) fail("the newest ticket of the store has no message");
  // Copies of one ticket lie as far from each other as the oldest copied from the newest: ids stay apart and grow.
  const sqlite3_int64 spread = tickets.rbegin()->first - tickets.begin()->first + (1 << 20);
  sqlite3_int64 moved = spread;
  long inserted = 0;
  auto next = tickets.begin();
  const auto began = std::chrono::steady_clock::now();
  const auto passed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(); };
  while (passed() < seconds) {
    to.run("BEGIN IMMEDIATE");
    for (int i = 0; i < group; ++i, ++inserted) {
      for (const Row& row : next->second) {
        for (std::size_t c = 0; c < row.values.size(); ++c) {
          const int place = static_cast<int>(c) + 1;
          if (row.moves[c])
            sqlite3_bind_int64(row.insert, place, sqlite3_value_int64(row.values[c]) + moved);
          else
            sqlite3_bind_value(row.insert, place, row.values[c]);
        }
        if (sqlite3_step(row.insert) != SQLITE_DONE) fail(sqlite3_errmsg(to.handle));
        sqlite3_reset(row.insert);
      }
      if (++next == tickets.end()) next = tickets.begin(), moved += spread;
    }
    to.run("COMMIT");
  }
  const double rate = double(inserted) / passed();
  for (auto* insert : inserts) sqlite3_finalize(insert);
  for (const auto& [id, ticket] : tickets)
    for (const Row& row : ticket)
      for (auto* value : row.values) sqlite3_value_free(value);
  return rate;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) fail("usage: bare_sqlite STORE GROUP SECONDS");
  const int group = std::atoi(argv[2]);
  const double seconds = std::atof(argv[3]);
  const std::string path = std::string(argv[1]) + ".bare";
  const Store from(argv[1], SQLITE_OPEN_READONLY);
  const double one_ticket = measure(from, path, false, 1, group, seconds);
  const double empty_store = measure(from, path, false, 1000, group, seconds);
  const double same_store = measure(from, path, true, 1000, group, seconds);
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
  std::printf("%.0f %.0f %.0f\n", one_ticket, empty_store, same_store);
}
