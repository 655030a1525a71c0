#include "platform/search/search_index.h"

#include <gtest/gtest.h>

#include <fstream>
#include <future>

#include "platform/db/match_query.h"
#include "platform/testing/test_store.h"

namespace peakdesk::search {
namespace {

/// Tags stand for what is searched; their names are the words.
struct Index : ::testing::Test {
  Index() { follow(); }
  void follow() {
    index = std::make_unique<SearchIndex>(*store.database);
    Kind kind;
    kind.name = "tags";
    kind.touched = [](db::Tx&, const events::Event& event, Ids& ids) { ids.push_back(event.ticket_id.value); };
    kind.newest_below = "SELECT id FROM tags WHERE id < $1 ORDER BY id DESC LIMIT $2";
    kind.read = [this](db::Tx& desk, const Ids& ids) -> Change {
      std::vector<std::string> names;
      for (const auto id : ids)
        names.push_back(desk.scalar<std::string>("", "SELECT name FROM tags WHERE id = $1", id));
      return [this, ids, names](db::Tx& tx) {
        for (std::size_t i = 0; i < ids.size(); ++i) {
          tx.exec("DELETE FROM ticket_search WHERE rowid = $1", ids[i]);
          if (!names[i].empty())
            tx.exec("INSERT INTO ticket_search (rowid, scope, subject) VALUES ($1, 'a1', $2)", ids[i], names[i]);
        }
        indexed += ids.size();
        if (on_change) on_change();
      };
    };
    kind.table = "ticket_search";
    kind.erasing_event = "tag.erased";
    index->add(std::move(kind));
  }
  void reopen() {
    index.reset();
    store.database.reset();
    if (at_rest) at_rest();
    store.database = db::Database::open({.path = path(), .readers = 2, .cache_kib = 2048}, store.clock);
    follow();
  }
  std::string path() const { return (store.folder / "desk.db").string(); }
  void set(std::int64_t id, const std::string& name) {
    store.write([&](db::Tx& tx) {
      tx.exec("DELETE FROM tags WHERE account_id = 1 AND id = $1", id);
      tx.exec("INSERT INTO tags (id, account_id, name, name_folded, created_at) VALUES ($1, 1, $2, $1, 0)", id, name);
      tx.emit({AccountId(1), "tag.changed", TicketId(id), {}, "{}", {}});
    });
  }
  Ids find(const std::string& word) {
    return store.read([&](db::Tx& tx) {
      return tx.list<std::int64_t>("SELECT rowid FROM ticket_search WHERE ticket_search MATCH $1 ORDER BY rowid",
                                   db::match_in_account(AccountId(1), db::match_phrase(word)));
    });
  }
  testing::TestStore store;
  std::unique_ptr<SearchIndex> index;
  std::function<void()> on_change;
  std::function<void()> at_rest;  // what happens to the files while nobody has them open
  std::size_t indexed = 0;
};

}  // namespace

TEST_F(Index, FollowsWhatChanges) {
  set(1, "red");
  set(2, "red");
  index->catch_up();
  EXPECT_EQ(find("red"), (Ids{1, 2}));
  set(1, "blue");
  index->catch_up();
  EXPECT_EQ(find("red"), Ids{2});
  EXPECT_EQ(find("blue"), Ids{1});
  const std::size_t before = indexed;
  reopen();
  index->catch_up();
  EXPECT_EQ(indexed, before) << "what is indexed is not indexed again";
  EXPECT_FALSE(index->state().building);
}

TEST_F(Index, AThreadFollowsCommitsAndNoWriteWaitsForIt) {
  std::promise<void> reached, go_on, second;
  int changes = 0;
  on_change = [&] {
    if (++changes == 1) {
      reached.set_value();
      go_on.get_future().wait();
    } else if (changes == 2) {
      second.set_value();
    }
  };
  store.database->on_commit([&](const db::Commit& commit) { index->wake(commit.events.size()); });
  index->start();
  set(1, "red");
  reached.get_future().wait();
  // The index is in the middle of a transaction: the desk writes, reads and searches on.
  set(2, "green");
  EXPECT_EQ(find("red"), Ids{});
  EXPECT_GE(index->state().waiting, 1u);
  go_on.set_value();
  second.get_future().wait();
  index->stop();
  EXPECT_EQ(find("red"), Ids{1});
  EXPECT_EQ(find("green"), Ids{2});
}

TEST_F(Index, AFailureMovesNothingOn) {
  set(1, "red");
  on_change = [] { throw std::runtime_error("x"); };
  EXPECT_THROW(index->catch_up(), std::runtime_error);
  EXPECT_EQ(find("red"), Ids{});
  on_change = {};
  index->catch_up();
  EXPECT_EQ(find("red"), Ids{1});
}

TEST_F(Index, AnIndexThatFellBehindInAPowerCutCatchesUp) {
  const auto search_file = db::search_path_of(path());
  set(1, "red");
  index->catch_up();
  at_rest = [&] { std::filesystem::copy_file(search_file, search_file + ".old"); };
  reopen();
  set(1, "blue");
  set(2, "red");
  index->catch_up();
  at_rest = [&] { std::filesystem::rename(search_file + ".old", search_file); };
  reopen();
  index->catch_up();
  EXPECT_EQ(find("red"), Ids{2});
  EXPECT_EQ(find("blue"), Ids{1});
  EXPECT_TRUE(store.database->check_search().empty());
}

TEST_F(Index, AStorePutBackToAnEarlierDayIsIndexedAnew) {
  set(1, "red");
  index->catch_up();
  const auto old = (store.folder / "old.db").string();
  store.database->backup_to(old);
  set(2, "red");
  index->catch_up();
  at_rest = [&] { std::filesystem::rename(old, path()); };
  reopen();
  index->catch_up();
  EXPECT_EQ(find("red"), Ids{1});
}

TEST_F(Index, AMissingFileIsMadeAnew) {
  for (int id = 1; id <= 2'500; ++id)
    store.write([&](db::Tx& tx) {
      tx.exec("INSERT INTO tags (id, account_id, name, name_folded, created_at) VALUES ($1, 1, 'red', $1, 0)", id);
    });
  index->catch_up();
  at_rest = [&] { std::filesystem::remove(db::search_path_of(path())); };
  reopen();
  EXPECT_EQ(find("red").size(), 0u);
  index->catch_up();
  EXPECT_EQ(find("red").size(), 2'500u);
  EXPECT_EQ(index->state().built, 2'500u);
  EXPECT_TRUE(store.database->check_search().empty());
}

TEST_F(Index, AFileOfAnotherSchemaIsMadeAnew) {
  set(1, "red");
  index->catch_up();
  store.database->write_search([](db::Tx& tx) { tx.exec("PRAGMA user_version = 1"); });
  reopen();
  EXPECT_EQ(find("red"), Ids{});
  index->catch_up();
  EXPECT_EQ(find("red"), Ids{1});
}

TEST_F(Index, AFileOfRubbishIsMadeAnew) {
  set(1, "red");
  index->catch_up();
  at_rest = [&] { std::ofstream(db::search_path_of(path()), std::ios::binary) << std::string(40'000, '#'); };
  reopen();
  index->catch_up();
  EXPECT_EQ(find("red"), Ids{1});
}

TEST_F(Index, BrokenPagesMetWhileIndexingAreMended) {
  set(1, "red");
  index->catch_up();
  std::int64_t page = 0, size = 0;
  store.database->write_search([&](db::Tx& tx) {
    page = tx.scalar<std::int64_t>(0, "SELECT rootpage FROM sqlite_master WHERE name = 'ticket_search_data'");
    size = tx.scalar<std::int64_t>(0, "PRAGMA page_size");
  });
  at_rest = [&] {
    std::fstream file(db::search_path_of(path()), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp((page - 1) * size);
    file << std::string(static_cast<std::size_t>(size), '#');
  };
  reopen();
  EXPECT_FALSE(store.database->check_search().empty());
  set(2, "red");
  index->catch_up();
  EXPECT_EQ(find("red"), (Ids{1, 2}));
  EXPECT_TRUE(store.database->check_search().empty());
}

TEST_F(Index, WithoutTheIndexTheStoreOpensAllTheSame) {
  set(1, "red");
  const db::DatabaseOptions options{.path = path(), .readers = 1, .search_index = false};
  const auto beside = db::Database::open(options, store.clock);
  beside->read([](db::Tx& tx) { EXPECT_EQ(tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM tags"), 1); });
  EXPECT_THROW(beside->write_search([](db::Tx&) {}), std::logic_error);
}

}  // namespace peakdesk::search
