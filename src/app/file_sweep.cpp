#include "app/file_sweep.h"

#include <set>
#include <string>
#include <vector>

#include "base/json.h"

namespace peakdesk::app {
namespace {

// A file may be put again and named by a row soon after: what is young stays, as is what was released just now.
constexpr Duration kSweepGrace = hours(1);
constexpr int kSweepBatch = 1'000;

}  // namespace

std::size_t sweep_files(Database& database, const files::FileStore& files) {
  std::vector<std::string> released;
  std::set<std::string> named;
  database.read([&](Tx& tx) {
    released = tx.list<std::string>("SELECT name FROM released_files WHERE released_at <= $1 LIMIT $2",
                                    tx.now() - kSweepGrace, kSweepBatch);
    if (released.empty()) return;
    for (auto& name : tx.list<std::string>(
             "SELECT name FROM released_files r WHERE released_at <= $1 AND (EXISTS (SELECT 1 FROM attachments WHERE "
             "file = r.name AND account_id > 0 LIMIT 1) OR r.name IN (SELECT raw_file FROM messages WHERE account_id > "
             "0 AND raw_file <> '') OR r.name IN (SELECT raw_file FROM set_aside_mails WHERE account_id > 0))",
             tx.now() - kSweepGrace))
      named.insert(std::move(name));
  });
  std::vector<std::string> settled;
  std::size_t gone = 0;
  for (const auto& name : released) {
    if (!named.contains(name) && files.exists(name)) {
      if (!files.is_older_than(name, kSweepGrace.ms / 1000)) continue;
      gone += files.remove(name) ? 1 : 0;
    }
    settled.push_back(name);
  }
  if (settled.empty()) return gone;
  database.write([&](Tx& tx) {
    for (const auto& name : settled) tx.exec("DELETE FROM released_files WHERE name = $1", name);
  });
  return gone;
}

}  // namespace peakdesk::app
