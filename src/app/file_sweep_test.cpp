#include "app/file_sweep.h"

#include <gtest/gtest.h>
#include <utime.h>

#include "platform/testing/test_store.h"

namespace peakdesk::app {
namespace {

struct FileSweep : ::testing::Test {
  testing::TestStore store;
  files::FileStore files{(store.folder / "files").string(), 0};

  /// Stored long ago, and let go of.
  std::string released(const std::string& bytes) {
    const std::string name = files.put(bytes).name;
    const utimbuf long_ago{1'000'000, 1'000'000};
    ::utime(files.path_of(name).c_str(), &long_ago);
    store.write(
        [&](Tx& tx) { tx.exec("INSERT INTO released_files (name, released_at) VALUES ($1, $2)", name, tx.now()); });
    return name;
  }
  std::int64_t waiting() {
    return store.read([](Tx& tx) { return tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM released_files"); });
  }
};

TEST_F(FileSweep, DeletesWhatNoRowNamesAndOnlyThat) {
  const std::string lonely = released("nobody names me");
  const std::string shared = released("another message has me too");
  const std::string raw = released("a mail set aside");
  const std::string kept = files.put("never released").name;
  store.write([&](Tx& tx) {
    tx.exec(
        "INSERT INTO attachments (id, account_id, message_id, file, name, content_type, size, created_at) VALUES (1, "
        "1, "
        "9, $1, 'a', 'text/plain', 3, 1)",
        shared);
    tx.exec(
        "INSERT INTO set_aside_mails (id, account_id, raw_file, reason, state, created_at) VALUES (2, 1, $1, 'x', "
        "'waiting', 1)",
        raw);
  });
  EXPECT_EQ(sweep_files(*store.database, files), 0u) << "let go of just now";
  EXPECT_EQ(waiting(), 3);
  store.clock.advance(hours(2));
  EXPECT_EQ(sweep_files(*store.database, files), 1u);
  EXPECT_FALSE(files.exists(lonely));
  EXPECT_TRUE(files.exists(shared));
  EXPECT_TRUE(files.exists(raw));
  EXPECT_TRUE(files.exists(kept));
  EXPECT_EQ(waiting(), 0);
}

TEST_F(FileSweep, LeavesAFileThatWasPutAgainToTheRowThatIsAboutToNameIt) {
  const std::string name = released("comes back");
  store.clock.advance(hours(2));
  files.put("comes back");
  EXPECT_EQ(sweep_files(*store.database, files), 0u);
  EXPECT_TRUE(files.exists(name));
  EXPECT_EQ(waiting(), 1) << "looked at again later";
}

}  // namespace
}  // namespace peakdesk::app
