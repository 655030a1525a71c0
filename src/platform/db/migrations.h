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

/// Applies what is missing, each in its own transaction. Returns how many ran. Throws std::runtime_error when the store
/// was made by a newer binary.
int migrate(Connection& connection, const std::vector<Migration>& migrations, Instant now);

}  // namespace peakdesk::db
