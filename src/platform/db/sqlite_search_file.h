// The search index's file beside the store ("peakdesk.db" -> "peakdesk-search.db"): its schema and its one writing
// connection. It holds nothing that cannot be made anew from the store, so a file that is damaged or of another schema
// begins again, empty. Knows no table of it; who fills it is platform/search/.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "platform/db/sqlite_connection.h"
#include "platform/db/tx.h"

namespace peakdesk::db {

class SqliteSearchFile {
 public:
  /// Opens or makes it. Throws std::runtime_error when the file cannot be written.
  SqliteSearchFile(std::string path, std::int64_t cache_kib, TxContext& context);
  /// One transaction on the calling thread; others wait. What throws is rolled back.
  void write(const std::function<void(Tx&)>& work);
  /// Empties the file, while readers have it open; they see the old rows until it is done.
  void begin_anew();
  /// Damage found in pages and full-text tables; empty when sound. Only looks: the file need not be open elsewhere.
  static std::vector<std::string> check(const std::string& path);

 private:
  void open(bool anew);
  std::mutex mutex_;
  std::string path_;
  std::int64_t cache_kib_;
  TxContext& context_;
  std::unique_ptr<SqliteConnection> connection_;
};

}  // namespace peakdesk::db
