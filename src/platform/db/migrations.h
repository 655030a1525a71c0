// The schema's history. The files are migrations/NNNN_name.sql (both engines) or NNNN_name.<engine>.sql (a twin); the
// build embeds them. Append-only once released.
#pragma once
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace peakdesk::db {

class Connection;

struct Migration {
  int version = 0;
  std::string_view name;
  std::string_view engine;  // "" for both
  std::string_view sql;
};

/// All embedded migrations in order of version.
std::vector<Migration> embedded_migrations();
/// The whole schema of the search index's file: migrations/search_index.sqlite.sql. It has no history: a file of
/// another schema is made anew.
std::string_view embedded_search_schema();
/// How a big desk's rows are spread, for SQLite: migrations/planner_statistics.sqlite.sql.
std::string_view embedded_planner_statistics();

/// Applies what is missing, each in its own transaction. Returns how many ran. Throws std::runtime_error when the store
/// was made by a newer binary.
int migrate(Connection& connection, const std::vector<Migration>& migrations, Instant now);

/// SQLite only: gives its planner embedded_planner_statistics() in place of what it knew. Connections opened later see
/// them. Writes nothing when the store has them already.
void state_planner_statistics(Connection& connection);

}  // namespace peakdesk::db
