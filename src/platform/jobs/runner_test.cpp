#include "platform/jobs/runner.h"

#include <gtest/gtest.h>

#include <future>

#include "base/error.h"
#include "platform/jobs/scheduler.h"
#include "platform/testing/test_store.h"

namespace peakdesk::jobs {
namespace {

struct Jobs : ::testing::Test {
  JobId queue(const std::string& kind) {
    return store.write([&](db::Tx& tx) { return tx.enqueue({AccountId(1), kind, R"({"n":1})", {}, {}}); });
  }
  Job job(JobId id) {
    return *store.read([&](db::Tx& tx) { return tx.find<Job>("SELECT * FROM jobs WHERE id = $1", id); });
  }
  testing::TestStore store;
  Runner runner{*store.database, 1};
};

}  // namespace

TEST_F(Jobs, RunOnceAndAreDone) {
  int runs = 0;
  runner.handle("count", [&](db::Database&, const Job& j) {
    EXPECT_EQ(j.payload, R"({"n":1})");
    ++runs;
  });
  const JobId id = queue("count");
  EXPECT_EQ(runner.run_due(), 1);
  EXPECT_EQ(runner.run_due(), 0);
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(job(id).state, "done");
}

TEST_F(Jobs, FailuresBackOffThenDieAndCanBeRetried) {
  bool broken = true;
  std::string buried;
  HandlerOptions options{.max_attempts = 3, .first_pause = seconds(10)};
  options.on_dead = [&](db::Tx&, const Job&, const std::string& reason) { buried = reason; };
  runner.handle(
      "flaky",
      [&](db::Database&, const Job&) {
        if (broken) throw std::runtime_error("no route to host");
      },
      options);
  const JobId id = queue("flaky");
  EXPECT_EQ(runner.run_due(), 1);
  EXPECT_EQ(job(id).state, "queued");
  EXPECT_EQ(job(id).last_error, "no route to host");
  EXPECT_EQ(runner.run_due(), 0) << "the pause must pass first";
  store.clock.advance(seconds(13));
  EXPECT_EQ(runner.run_due(), 1);
  store.clock.advance(seconds(13));
  EXPECT_EQ(runner.run_due(), 0) << "the second pause is twice as long";
  store.clock.advance(seconds(13));
  EXPECT_EQ(runner.run_due(), 1);
  EXPECT_EQ(job(id).state, "dead");
  EXPECT_EQ(buried, "no route to host");
  broken = false;
  store.write([&](db::Tx& tx) { retry(tx, AccountId(1), id); });
  EXPECT_EQ(runner.run_due(), 1);
  EXPECT_EQ(job(id).state, "done");
  EXPECT_THROW(store.write([&](db::Tx& tx) { retry(tx, AccountId(1), id); }), RequestError);
}

TEST_F(Jobs, GiveUpBuriesAtOnceAndTryLaterCostsNoAttempt) {
  runner.handle("hopeless", [](db::Database&, const Job&) { throw GiveUp("no such mailbox"); });
  int turns = 0;
  runner.handle("limited",
                [&](db::Database&, const Job&) {
                  if (++turns < 20) throw TryLater("rate", seconds(1));
                },
                {.max_attempts = 2});
  const JobId hopeless = queue("hopeless");
  const JobId limited = queue("limited");
  for (int i = 0; i < 25; ++i) {
    runner.run_due();
    store.clock.advance(seconds(2));
  }
  EXPECT_EQ(job(hopeless).state, "dead");
  EXPECT_EQ(job(limited).state, "done");
}

TEST_F(Jobs, PausesSurviveAClockThatJumps) {
  int tries = 0;
  runner.handle("flaky",
                [&](db::Database&, const Job&) {
                  if (++tries < 3) throw std::runtime_error("no route to host");
                },
                {.first_pause = seconds(10)});
  const JobId id = queue("flaky");
  EXPECT_EQ(runner.run_due(), 1);
  store.clock.advance(hours(-1));
  EXPECT_EQ(runner.run_due(), 0) << "the pause is still ten seconds";
  store.clock.advance(seconds(13));
  EXPECT_EQ(runner.run_due(), 1) << "and not an hour more";
  store.clock.advance(days(365));
  EXPECT_EQ(runner.run_due(), 1);
  EXPECT_EQ(job(id).state, "done");
}

TEST_F(Jobs, WhatWasQueuedByAClockAYearAheadRunsWhenTheClockIsPutRight) {
  int runs = 0;
  runner.handle("count", [&](db::Database&, const Job&) { ++runs; });
  EXPECT_EQ(runner.run_due(), 0);
  store.clock.advance(days(365));
  EXPECT_EQ(runner.run_due(), 0);
  queue("count");
  store.clock.advance(days(-365));
  EXPECT_EQ(runner.run_due(), 1);
  // The same when the process ended in between.
  store.clock.advance(days(365));
  queue("count");
  store.clock.advance(days(-365));
  Runner next(*store.database, 1);
  next.handle("count", [&](db::Database&, const Job&) { ++runs; });
  EXPECT_EQ(next.run_due(), 1);
  EXPECT_EQ(runs, 2);
}

TEST_F(Jobs, AResultThatCannotBeSavedIsKeptUntilItCan) {
  int runs = 0;
  runner.handle("send", [&](db::Database&, const Job&) { ++runs; });
  const JobId id = queue("send");
  store.write([](db::Tx& tx) {
    tx.exec(
        "CREATE TRIGGER full_disk BEFORE UPDATE ON jobs WHEN NEW.state = 'done' BEGIN SELECT RAISE(ABORT, 'full'); "
        "END");
  });
  EXPECT_EQ(runner.run_due(), 1);
  EXPECT_EQ(runner.run_due(), 0);
  EXPECT_EQ(job(id).state, "running");
  store.write([](db::Tx& tx) { tx.exec("DROP TRIGGER full_disk"); });
  EXPECT_EQ(runner.run_due(), 0);
  EXPECT_EQ(job(id).state, "done");
  EXPECT_EQ(runs, 1) << "a mail that went out must not go out twice";
}

TEST_F(Jobs, WhatRanDuringACrashRunsAgain) {
  const JobId id = queue("count");
  store.write([&](db::Tx& tx) { tx.exec("UPDATE jobs SET state = 'running' WHERE id = $1", id); });
  std::atomic<int> runs{0};
  std::promise<void> ran;
  runner.handle("count", [&](db::Database&, const Job&) {
    if (++runs == 1) ran.set_value();
  });
  runner.start();
  ran.get_future().wait();
  runner.stop();
  EXPECT_EQ(runs, 1);
}

TEST(Scheduler, RunsWhatIsDueAndSurvivesFailuresAndClockJumps) {
  FakeClock clock;
  std::vector<std::string> errors;
  Scheduler scheduler(
      clock, [&](const std::string& task, const std::string& error) { errors.push_back(task + ": " + error); });
  int runs = 0;
  scheduler.every(seconds(10), "count", [&] { ++runs; });
  scheduler.every(seconds(10), "fail", [] { throw std::runtime_error("x"); });
  scheduler.run_due();
  EXPECT_EQ(runs, 0);
  clock.advance(seconds(10));
  scheduler.run_due();
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(errors, std::vector<std::string>{"fail: x"});
  clock.advance(hours(-5));
  scheduler.run_due();
  clock.advance(seconds(11));
  scheduler.run_due();
  EXPECT_EQ(runs, 2);
}

}  // namespace peakdesk::jobs
