#include "platform/db/migrations.h"

#include <stdexcept>
#include <string>

#include "base/text.h"
#include "platform/db/connection.h"

namespace peakdesk::db {
namespace {

// In SQLite only an "INTEGER PRIMARY KEY" is the table's own key; a BIGINT one would cost a second index on every
// table.
std::string dialect(std::string_view sql, std::string_view engine) {
  return engine == "sqlite" ? replace_all(std::string(sql), "id BIGINT PRIMARY KEY", "id INTEGER PRIMARY KEY")
                            : std::string(sql);
}

}  // namespace

int migrate(Connection& connection, const std::vector<Migration>& migrations, Instant now) {
  connection.run_script(
      "CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT "
      "NOT NULL)");
  std::int64_t at = 0;
  {
    const auto cursor = connection.open("SELECT COALESCE(MAX(version), 0) FROM schema_migrations", nullptr, 0);
    if (cursor->next()) at = cursor->integer(0);
  }
  int newest = 0;
  for (const auto& migration : migrations) newest = std::max(newest, migration.version);
  if (at > newest)
    throw std::runtime_error("The store has schema version " + std::to_string(at) + ", but this Peakdesk knows only " +
                             std::to_string(newest) + ". Start a newer Peakdesk, or restore an older backup.");
  int applied = 0;
  for (const auto& migration : migrations) {
    if (migration.version <= at || (!migration.engine.empty() && migration.engine != connection.engine())) continue;
    connection.run_script("BEGIN IMMEDIATE");
    try {
      connection.run_script(dialect(migration.sql, connection.engine()));
      const Value values[] = {bind(migration.version), bind(migration.name), bind(now)};
      connection.run("INSERT INTO schema_migrations (version, name, applied_at) VALUES ($1, $2, $3)", values, 3);
      connection.run_script("COMMIT");
    } catch (const std::exception& e) {
      if (connection.in_transaction()) connection.run_script("ROLLBACK");
      throw std::runtime_error("Migration " + std::string(migration.name) + " failed: " + e.what());
    }
    ++applied;
  }
  return applied;
}

void state_planner_statistics(Connection& connection) {
  connection.run_script(std::string(embedded_planner_statistics()));
  bool same = false;
  {
    // The table of statistics comes with the first ANALYZE; on an empty schema that measures nothing.
    connection.run_script("ANALYZE sqlite_schema");
    const auto cursor = connection.open(
        "SELECT NOT EXISTS (SELECT tbl, idx, stat FROM planner_statistics EXCEPT SELECT tbl, idx, stat FROM "
        "sqlite_stat1) AND (SELECT COUNT(*) FROM planner_statistics) = (SELECT COUNT(*) FROM sqlite_stat1)",
        nullptr, 0);
    same = cursor->next() && cursor->integer(0) != 0;
  }
  if (!same)
    connection.run_script(
        "BEGIN IMMEDIATE; DELETE FROM sqlite_stat1; INSERT INTO sqlite_stat1 (tbl, idx, stat) SELECT tbl, idx, stat "
        "FROM planner_statistics; COMMIT; ANALYZE sqlite_schema");
  connection.run_script("DROP TABLE planner_statistics");
}

}  // namespace peakdesk::db
