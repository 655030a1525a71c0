#include "platform/db/sqlite_search_file.h"

#include <cstdint>
#include <filesystem>

#include "platform/db/database.h"
#include "platform/db/migrations.h"

namespace peakdesk::db {
namespace {

/// Of the schema's text (FNV-1a): whoever changes it has every index made anew, with no number to forget.
std::int64_t search_schema_version() {
  std::uint32_t hash = 2'166'136'261;
  for (const char c : embedded_search_schema()) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619;
  return static_cast<std::int64_t>(hash & 0x7fffffff) | 1;
}

std::int64_t pragma_value(SqliteConnection& connection, std::string_view pragma) {
  const auto cursor = connection.open(pragma, nullptr, 0);
  return cursor->next() ? cursor->integer(0) : 0;
}

}  // namespace

std::string search_path_of(const std::string& store_path) {
  std::filesystem::path path(store_path);
  path.replace_filename(path.stem().string() + "-search.db");
  return path.string();
}

SqliteSearchFile::SqliteSearchFile(std::string path, std::int64_t cache_kib, TxContext& context)
    : path_(std::move(path)), cache_kib_(cache_kib), context_(context) {
  try {
    open(false);
    // The schema is read and the tables are looked into: what readers will attach must not fail them.
    connection_->run_script("SELECT COUNT(*) FROM sqlite_master; SELECT * FROM index_state;");
  } catch (const DamagedError&) {
    open(true);
  }
}

void SqliteSearchFile::open(bool anew) {
  connection_.reset();
  connection_ = std::make_unique<SqliteConnection>(
      path_, SqliteOptions{.cache_kib = cache_kib_, .durable = false, .begin_anew = anew});
  const std::int64_t found = pragma_value(*connection_, "PRAGMA user_version");
  if (found == search_schema_version()) return;
  if (!anew && pragma_value(*connection_, "SELECT COUNT(*) FROM sqlite_master") > 0) return open(true);
  connection_->run_script("BEGIN IMMEDIATE;" + std::string(embedded_search_schema()) +
                          ";PRAGMA user_version=" + std::to_string(search_schema_version()) + ";COMMIT;");
}

void SqliteSearchFile::write(const std::function<void(Tx&)>& work) {
  const std::lock_guard lock(mutex_);
  connection_->run("BEGIN IMMEDIATE", nullptr, 0);
  Tx tx(*connection_, context_, true);
  try {
    work(tx);
    connection_->run("COMMIT", nullptr, 0);
  } catch (...) {
    if (connection_->in_transaction()) connection_->run_script("ROLLBACK");
    throw;
  }
}

void SqliteSearchFile::begin_anew() {
  const std::lock_guard lock(mutex_);
  open(true);
}

std::vector<std::string> SqliteSearchFile::check(const std::string& path) {
  std::vector<std::string> problems;
  if (!std::filesystem::exists(path)) return problems;
  try {
    SqliteConnection connection(path, {.durable = false});
    const auto integrity = connection.open("PRAGMA integrity_check", nullptr, 0);
    while (integrity->next())
      if (integrity->text(0) != "ok") problems.emplace_back(integrity->text(0));
    std::vector<std::string> tables;
    const auto named = connection.open(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%'", nullptr, 0);
    while (named->next()) tables.emplace_back(named->text(0));
    for (const auto& table : tables)
      connection.run_script("INSERT INTO " + table + " (" + table + ") VALUES ('integrity-check')");
  } catch (const DamagedError& e) {
    problems.emplace_back(e.what());
  }
  return problems;
}

}  // namespace peakdesk::db
