#include "platform/events/followers.h"

#include <gtest/gtest.h>

#include <future>

#include "platform/testing/test_store.h"

namespace peakdesk::events {
namespace {

struct Log : ::testing::Test {
  void emit(const std::string& name) {
    store.write([&](db::Tx& tx) { tx.emit({AccountId(1), name, {}, {}, "{}", {}}); });
  }
  testing::TestStore store;
};

}  // namespace

TEST_F(Log, EveryFollowerSeesEveryEventInOrderOnce) {
  std::vector<std::string> seen;
  Followers followers(*store.database);
  followers.add({"collect", 2, [&](db::Tx&, const std::vector<Event>& batch) {
                   EXPECT_LE(batch.size(), 2u);
                   for (const auto& e : batch) seen.push_back(e.name);
                 }});
  for (const char* name : {"a", "b", "c", "d", "e"}) emit(name);
  followers.catch_up();
  followers.catch_up();
  EXPECT_EQ(seen, (std::vector<std::string>{"a", "b", "c", "d", "e"}));
}

TEST_F(Log, AFailureMovesNoCursor) {
  bool broken = true;
  int seen = 0;
  Followers followers(*store.database);
  followers.add({"flaky", 10, [&](db::Tx& tx, const std::vector<Event>& batch) {
                   tx.exec("INSERT INTO counters (account_id, name, value) VALUES (1, 'half', 1)");
                   if (broken) throw std::runtime_error("x");
                   seen += static_cast<int>(batch.size());
                 }});
  emit("a");
  EXPECT_THROW(followers.catch_up(), std::runtime_error);
  broken = false;
  followers.catch_up();
  EXPECT_EQ(seen, 1);
}

TEST_F(Log, SaysWhatItHasNotSeen) {
  Followers followers(*store.database);
  bool broken = true;
  followers.add({"late", 2, [&](db::Tx&, const std::vector<Event>&) {
                   if (broken) throw std::runtime_error("x");
                 }});
  emit("from before");
  EXPECT_THROW(followers.catch_up(), std::runtime_error);
  EXPECT_EQ(followers.states()[0].waiting, 1u);
  store.database->on_commit([&](const db::Commit& commit) {
    if (!commit.events.empty()) followers.wake(commit.events.back().id, commit.events.size());
  });
  emit("a");
  emit("b");
  EXPECT_EQ(followers.states()[0].waiting, 3u);
  broken = false;
  followers.catch_up();
  EXPECT_EQ(followers.states()[0].waiting, 0u);
}

TEST_F(Log, WhatItSawBeforeItWasToldDoesNotWait) {
  Followers followers(*store.database);
  followers.add({"early", 10, [](db::Tx&, const std::vector<Event>&) {}});
  db::Commit last;
  store.database->on_commit([&](const db::Commit& commit) {
    if (!commit.events.empty()) last = commit;
  });
  emit("a");
  followers.catch_up();
  followers.wake(last.events.back().id, last.events.size());
  EXPECT_EQ(followers.states()[0].waiting, 0u);
}

TEST_F(Log, ThreadsFollowCommits) {
  std::promise<void> both;
  int seen = 0;
  Followers followers(*store.database);
  followers.add({"live", 10, [&](db::Tx&, const std::vector<Event>& batch) {
                   seen += static_cast<int>(batch.size());
                   if (seen == 2) both.set_value();
                 }});
  store.database->on_commit([&](const db::Commit& commit) {
    if (!commit.events.empty()) followers.wake(commit.events.back().id, commit.events.size());
  });
  emit("a");
  followers.start();
  emit("b");
  both.get_future().wait();
  followers.stop();
}

}  // namespace peakdesk::events
