#include "platform/db/database.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <future>
#include <thread>

#include "base/error.h"

namespace peakdesk::db {
namespace {

struct Store : ::testing::Test {
  Store() {
    folder = std::filesystem::temp_directory_path() /
             ("peakdesk-db-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
    std::filesystem::create_directories(folder);
    // A group never ends because this machine stood still.
    database = Database::open({.path = (folder / "desk.db").string(), .group_time = std::chrono::hours(1)}, clock);
  }
  ~Store() override {
    let_go_ = {};  // where a test ended early
    database.reset();
    std::filesystem::remove_all(folder);
  }
  std::int64_t count(const char* table) {
    std::int64_t n = 0;
    database->read([&](Tx& tx) { n = tx.scalar<std::int64_t>(-1, std::string("SELECT COUNT(*) FROM ") + table); });
    return n;
  }
  void add_tag(Tx& tx, const std::string& name) {
    tx.exec("INSERT INTO tags (id, account_id, name, name_folded, created_at) VALUES ($1, 1, $2, $2, $3)", tx.next_id(),
            name, tx.now());
  }
  /// Keeps the writer busy, so that all that is queued until let_go() becomes one group.
  void hold_writer() {
    std::promise<void> began;
    std::future<void> held = let_go_.get_future();
    database->post_write({[&began, held = std::make_shared<std::future<void>>(std::move(held))](Tx&) {
                            began.set_value();
                            held->wait();
                          },
                          {},
                          Lane::Machine,
                          {}});
    began.get_future().get();
  }
  void let_go() { let_go_.set_value(); }

  static inline int counter = 0;
  std::filesystem::path folder;
  FakeClock clock;
  std::unique_ptr<Database> database;

 private:
  std::promise<void> let_go_;
};

struct TagRow {
  TagId id;
  std::string name;
  Instant created_at;
  std::optional<std::string> missing;
};
BOOST_DESCRIBE_STRUCT(TagRow, (), (id, name, created_at, missing))

}  // namespace

// Without a line the planner takes an account for ten rows and walks through all of a shop's.
TEST_F(Store, EveryIndexHasItsLineInThePlannerStatistics) {
  database->read([&](Tx& tx) {
    EXPECT_EQ(
        tx.list<std::string>("SELECT name FROM sqlite_master WHERE type = 'index' AND name NOT IN (SELECT idx FROM "
                             "sqlite_stat1) ORDER BY name"),
        std::vector<std::string>{});
    EXPECT_EQ(
        tx.list<std::string>("SELECT idx FROM sqlite_stat1 WHERE idx NOT IN (SELECT name FROM sqlite_master WHERE "
                             "type = 'index') ORDER BY idx"),
        std::vector<std::string>{});
  });
}

TEST_F(Store, IdsAreLookedUpAndNotSearchedForInAllOfAShop) {
  database->read([&](Tx& tx) {
    std::string plan;
    tx.rows(
        "EXPLAIN QUERY PLAN SELECT m.id, t.id FROM messages m JOIN tickets t ON t.id = m.ticket_id AND t.account_id = "
        "m.account_id WHERE m.account_id = $1 AND t.account_id = $1 AND m.id IN ($2, $3, $4, $5)",
        [&](const Cursor& row) { plan += std::string(row.text(3)) + "\n"; }, 1, 2, 3, 4, 5);
    EXPECT_NE(plan.find("SEARCH m USING INTEGER PRIMARY KEY"), std::string::npos) << plan;
  });
}

TEST_F(Store, ManyWritesAtOnceAreACrowd) {
  database->write([&](Tx&) { EXPECT_FALSE(database->is_crowded()); });
  hold_writer();
  for (int i = 0; i < 20; ++i) database->post_write({[](Tx&) {}, {}, Lane::Machine, {}});
  let_go();
  bool crowded = false;
  database->write([&](Tx&) { crowded = database->is_crowded(); });
  if (!crowded) database->write([&](Tx&) { crowded = database->is_crowded(); });  // it shared the crowd's own commit
  EXPECT_TRUE(crowded);
}

TEST_F(Store, WritesAndReadsDescribedRows) {
  database->write([&](Tx& tx) { add_tag(tx, "vip"); });
  database->read([&](Tx& tx) {
    const auto row = tx.find<TagRow>(
        "SELECT id, name, created_at, NULL AS missing FROM tags WHERE account_id = $2 AND name = $1", "vip", 1);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->name, "vip");
    EXPECT_EQ(row->created_at, clock.now());
    EXPECT_FALSE(row->missing);
    EXPECT_FALSE(tx.find<TagRow>("SELECT * FROM tags WHERE account_id = 2"));
  });
}

TEST_F(Store, AFailureAmongRepeatableWritesUndoesOnlyItself) {
  hold_writer();
  std::atomic<int> runs = 0;
  std::vector<std::promise<bool>> saved(6);
  const auto post = [&](int i, std::function<void(Tx&)> work) {
    database->post_write(
        {std::move(work),
         [&saved, i](std::exception_ptr error) { saved[static_cast<std::size_t>(i)].set_value(!error); },
         Lane::Machine,
         {},
         true});
  };
  post(0, [&](Tx& tx) { ++runs, add_tag(tx, "first"); });
  post(1, [&](Tx&) { throw_invalid("name", "Refused before anything was changed."); });
  post(2, [&](Tx& tx) { ++runs, add_tag(tx, "second"); });
  post(3, [&](Tx& tx) {
    add_tag(tx, "half");
    throw_invalid("name", "Refused with half of it done.");
  });
  post(4, [&](Tx& tx) { ++runs, add_tag(tx, "third"); });
  std::promise<void> unrepeatable_done;
  int unrepeatable_runs = 0;
  database->post_write({[&](Tx& tx) { ++unrepeatable_runs, add_tag(tx, "once"); },
                        [&](std::exception_ptr) { unrepeatable_done.set_value(); },
                        Lane::Screen,
                        {}});
  let_go();
  EXPECT_TRUE(saved[0].get_future().get());
  EXPECT_FALSE(saved[1].get_future().get());
  EXPECT_TRUE(saved[2].get_future().get());
  EXPECT_FALSE(saved[3].get_future().get());
  EXPECT_TRUE(saved[4].get_future().get());
  unrepeatable_done.get_future().get();
  EXPECT_EQ(unrepeatable_runs, 1);
  EXPECT_EQ(runs, 5);  // the first two ran twice
  std::vector<std::string> names;
  database->read(
      [&](Tx& tx) { names = tx.list<std::string>("SELECT name FROM tags WHERE account_id = 1 ORDER BY name"); });
  EXPECT_EQ(names, (std::vector<std::string>{"first", "once", "second", "third"}));
}

TEST_F(Store, EventsOfARepeatedWriteAreToldOnce) {
  std::vector<std::string> told;
  database->on_commit([&](const Commit& commit) {
    for (const auto& event : commit.events) told.push_back(event.name);
  });
  hold_writer();
  const auto post = [&](std::function<void(Tx&)> work) {
    database->post_write({std::move(work), {}, Lane::Machine, {}, true});
  };
  post([](Tx& tx) { tx.emit({.account = AccountId(1), .name = "kept"}); });
  post([&](Tx& tx) {
    tx.emit({.account = AccountId(1), .name = "undone"});
    throw_invalid("name", "No.");
  });
  let_go();
  database->write([](Tx&) {});
  EXPECT_EQ(told, std::vector<std::string>{"kept"});
  EXPECT_EQ(count("events"), 1);
}

TEST_F(Store, NumbersHaveNoGapWhereARequestFailed) {
  hold_writer();
  std::vector<std::int64_t> taken;
  std::promise<void> last_done;
  const auto post = [&](std::function<void(Tx&)> work, std::function<void(std::exception_ptr)> done = {}) {
    database->post_write({std::move(work), std::move(done), Lane::Machine, {}, true});
  };
  post([&](Tx& tx) { tx.next_number(AccountId(1), "order"); });
  post([&](Tx& tx) {
    tx.next_number(AccountId(1), "order");
    throw_invalid("name", "Refused before anything was changed.");
  });
  post([&](Tx& tx) {
    tx.savepoint([&] {
      tx.next_number(AccountId(1), "order");
      try {
        tx.savepoint([&] {
          tx.next_number(AccountId(1), "order");
          throw_invalid("name", "A part of it is refused.");
        });
      } catch (const RequestError&) {
      }
    });
  });
  post([&](Tx& tx) {
    tx.next_number(AccountId(1), "order");
    add_tag(tx, "half");
    throw_invalid("name", "Refused with half of it done: all of this commit begins again.");
  });
  post(
      [&](Tx& tx) {
        taken = {tx.next_number(AccountId(1), "order"), tx.next_number(AccountId(2), "order")};
      },
      [&](std::exception_ptr) { last_done.set_value(); });
  let_go();
  last_done.get_future().get();
  EXPECT_EQ(taken, (std::vector<std::int64_t>{3, 1}));

  database = Database::open({.path = (folder / "desk.db").string()}, clock);
  std::int64_t after_the_start = 0;
  database->write([&](Tx& tx) { after_the_start = tx.next_number(AccountId(1), "order"); });
  EXPECT_EQ(after_the_start, 4);
}

TEST_F(Store, ThoseWhoShareACommitKnowIt) {
  std::promise<void> done;
  std::vector<std::uint64_t> groups;
  const auto note = [&](Tx& tx) { groups.push_back(tx.group()); };
  database->write(note);
  hold_writer();
  const std::uint64_t commits_before = database->stats().groups;
  database->post_write({note, {}, Lane::Machine, {}});
  database->post_write({note, [&](std::exception_ptr) { done.set_value(); }, Lane::Machine, {}});
  let_go();
  done.get_future().get();
  const std::uint64_t commits = database->stats().groups - commits_before;
  database->read(note);
  ASSERT_EQ(groups.size(), 4u);
  EXPECT_NE(groups[0], groups[1]);
  EXPECT_EQ(groups[1], groups[2]);
  EXPECT_EQ(commits, 2u);  // theirs and the one that held the writer
  EXPECT_EQ(groups[3], 0u);
}

TEST_F(Store, OneFailingWriteTakesNoOtherWithIt) {
  std::vector<std::future<void>> done;
  for (int i = 0; i < 50; ++i) {
    done.push_back(std::async(std::launch::async, [this, i] {
      database->write([&](Tx& tx) {
        add_tag(tx, "tag" + std::to_string(i % 49));  // 0 comes twice
      });
    }));
  }
  int conflicts = 0;
  for (auto& d : done) {
    try {
      d.get();
    } catch (const RequestError& e) {
      EXPECT_EQ(e.kind, ErrorKind::Conflict);
      ++conflicts;
    }
  }
  EXPECT_EQ(conflicts, 1);
  EXPECT_EQ(count("tags"), 49);
}

TEST_F(Store, WaitingWritesShareOneCommit) {
  std::vector<std::promise<void>> done(100);
  hold_writer();
  for (int i = 0; i < 100; ++i)
    ASSERT_TRUE(database->post_write({[&, i](Tx& tx) { add_tag(tx, std::to_string(i)); },
                                      [&, i](std::exception_ptr) { done[i].set_value(); },
                                      Lane::Machine,
                                      {}}));
  let_go();
  for (auto& d : done) d.get_future().wait();
  EXPECT_EQ(database->stats().groups, 2u);  // theirs and the one that held the writer
  EXPECT_EQ(count("tags"), 100);
}

TEST_F(Store, AbandonedWritesNeverBegin) {
  hold_writer();
  database->post_write({[&](Tx& tx) { add_tag(tx, "gone"); }, {}, Lane::Machine, [] { return true; }});
  let_go();
  database->write([](Tx&) {});
  EXPECT_EQ(count("tags"), 0);
  EXPECT_EQ(database->stats().dropped, 1u);
}

TEST_F(Store, EventsAndJobsBelongToTheirTransaction) {
  std::vector<Commit> commits;
  database->on_commit([&](const Commit& commit) { commits.push_back(commit); });
  database->on_event("tag.added", [&](Tx& tx, const events::Event& event) {
    tx.enqueue({event.account_id, "follow.up", "{}", {}, "once"});
    tx.enqueue({event.account_id, "follow.up", "{}", {}, "once"});
  });
  database->write([&](Tx& tx) { tx.emit({AccountId(1), "tag.added", {}, {}, R"({"name":"vip"})", {}}); });
  EXPECT_THROW(database->write([&](Tx& tx) {
    tx.emit({AccountId(1), "tag.added", {}, {}, "{}", {}});
    throw_conflict("no", "No.");
  }),
               RequestError);
  EXPECT_EQ(count("events"), 1);
  EXPECT_EQ(count("jobs"), 1);
  ASSERT_EQ(commits.size(), 1u);
  EXPECT_EQ(commits[0].events.at(0).payload, R"({"name":"vip"})");
  EXPECT_TRUE(commits[0].jobs_enqueued);
}

TEST_F(Store, ASavepointRollsBackOnlyItsPart) {
  database->write([&](Tx& tx) {
    add_tag(tx, "kept");
    EXPECT_THROW(tx.savepoint([&] {
      add_tag(tx, "lost");
      throw std::runtime_error("x");
    }),
                 std::runtime_error);
    add_tag(tx, "kept too");
  });
  EXPECT_EQ(count("tags"), 2);
}

TEST_F(Store, IdsGrowEvenWhenTheClockJumpsBack) {
  std::int64_t a = 0, b = 0;
  database->write([&](Tx& tx) { a = tx.next_id(); });
  clock.advance(hours(-48));
  database->write([&](Tx& tx) {
    b = tx.next_id();
    tx.emit({AccountId(1), "x.happened", {}, {}, "{}", {}});
  });
  EXPECT_GT(b, a);
  EXPECT_LT(b, 1LL << 53);
  const std::string path = (folder / "desk.db").string();
  database.reset();
  database = Database::open({.path = path}, clock);
  database->write([&](Tx& tx) { EXPECT_GT(tx.next_id(), b); });
}

TEST_F(Store, IdsSurviveEveryJumpOfTheClock) {
  std::int64_t last = 0;
  // An hour back, a year ahead, before 2020, past the year 2089 that fits into 41 bits, and home again.
  const std::int64_t times_ms[] = {1'795'000'000'000,     1'794'996'400'000, 1'826'536'000'000, 0, -5,
                                   9'000'000'000'000'000, 4'102'444'800'000, 1'795'000'000'001};
  for (const std::int64_t at_ms : times_ms) {
    clock.set({at_ms});
    for (int i = 0; i < 3; ++i) {
      std::int64_t id = 0;
      database->write([&](Tx& tx) { id = tx.next_id(); });
      EXPECT_GT(id, last) << "at " << at_ms;
      EXPECT_LT(id, 1LL << 53) << "JavaScript reads it exactly";
      last = id;
    }
  }
}

TEST_F(Store, TwoProcessesNeverMakeTheSameId) {
  // Two desks over one store, both within one millisecond of one clock: what the commands do beside a running server.
  const auto other = Database::open({.path = (folder / "desk.db").string()}, clock);
  Database* both[] = {database.get(), other.get()};
  std::int64_t last = 0;
  for (int i = 0; i < 40; ++i) {
    std::int64_t id = 0;
    both[i % 2]->write([&](Tx& tx) {
      add_tag(tx, "tag " + std::to_string(i));
      id = tx.scalar<std::int64_t>(0, "SELECT MAX(id) FROM tags");
    });
    EXPECT_GT(id, last) << "round " << i;
    last = id;
  }
  EXPECT_EQ(count("tags"), 40);
}

TEST_F(Store, BackupIsAWholeCopyWhileWritesGoOn) {
  for (int i = 0; i < 200; ++i) database->write([&](Tx& tx) { add_tag(tx, std::to_string(i)); });
  const std::string copy = (folder / "copy.db").string();
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (int i = 1000; !stop; ++i) database->write([&](Tx& tx) { add_tag(tx, std::to_string(i)); });
  });
  database->backup_to(copy);
  stop = true;
  writer.join();
  const auto restored = Database::open({.path = copy}, clock);
  EXPECT_TRUE(restored->check().empty());
  restored->read([](Tx& tx) { EXPECT_GE(tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM tags"), 200); });
}

TEST_F(Store, ANewerSchemaIsRefusedInWords) {
  database->write(
      [](Tx& tx) { tx.exec("INSERT INTO schema_migrations (version, name, applied_at) VALUES (9999, 'future', 0)"); });
  database.reset();
  try {
    Database::open({.path = (folder / "desk.db").string()}, clock);
    FAIL() << "opened";
  } catch (const std::runtime_error& e) {
    EXPECT_NE(std::string(e.what()).find("newer Peakdesk"), std::string::npos);
  }
}

TEST_F(Store, ReadsSeeOneSnapshot) {
  database->write([&](Tx& tx) { add_tag(tx, "one"); });
  database->read([&](Tx& tx) {
    EXPECT_EQ(tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM tags"), 1);
    database->write([&](Tx& other) { add_tag(other, "two"); });
    EXPECT_EQ(tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM tags"), 1);
  });
  EXPECT_EQ(count("tags"), 2);
}

TEST_F(Store, ThePastIsWrittenWithItsOwnTimesAndNothingLeavesTheHouse) {
  std::promise<void> written;
  const Instant then{1'500'000'000'000};
  EventId event;
  database->post_write({.work =
                            [&](Tx& tx) {
                              EXPECT_TRUE(tx.is_history());
                              EXPECT_EQ(tx.now(), then);
                              event = tx.emit({AccountId(1), "ticket.created", {}, {}, "{}", {}});
                              EXPECT_FALSE(tx.enqueue({AccountId(1), "email.send", "{}", {}, {}}));
                              tx.move_to(then + hours(1));
                              add_tag(tx, "later");
                            },
                        .done =
                            [&](std::exception_ptr failed) {
                              EXPECT_FALSE(failed);
                              written.set_value();
                            },
                        .at = then});
  written.get_future().get();
  EXPECT_EQ(count("jobs"), 0);
  database->read([&](Tx& tx) {
    EXPECT_EQ(tx.scalar<Instant>(Instant{}, "SELECT created_at FROM events WHERE id = $1", event), then);
  });
  database->write([&](Tx& tx) {
    EXPECT_FALSE(tx.is_history());
    EXPECT_EQ(tx.now(), clock.now());
    EXPECT_THROW(tx.move_to(then), std::logic_error);
  });
}

TEST_F(Store, AnotherProcessWritesBesideItAndIdsGoOnAfterIts) {
  const auto other = Database::open({.path = (folder / "desk.db").string(), .readers = 1}, clock);
  std::int64_t last = 0;
  // The clock stands still: only what stands in the store can tell.
  for (int round = 0; round < 5; ++round)
    for (Database* one : {database.get(), other.get()})
      one->write([&](Tx& tx) {
        const EventId id = tx.emit({AccountId(1), "ticket.created", {}, {}, "{}", {}});
        EXPECT_GT(id.value, last);
        last = id.value;
      });
}

}  // namespace peakdesk::db
