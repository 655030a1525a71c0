#include "staffing/backlog.h"

#include <gtest/gtest.h>

#include <numeric>

#include "base/random.h"

namespace peakdesk::staffing {
namespace {

TEST(Backlog, FortyEightMailsTakeOneAgentADay) {
  // 48 mails of 10 minutes come in the first hour; one agent answers 6 an hour.
  BacklogWork work{
      .arrivals = {48, 0, 0, 0, 0, 0, 0, 0}, .interval_s = 3600, .handle_s = 600, .promise_s = 8 * 3600};
  const BacklogOutcome outcome = work_off(work, std::vector<double>(8, 1.0));
  EXPECT_NEAR(outcome.intervals[0].answered, 6, 1e-9);
  EXPECT_NEAR(outcome.intervals[0].waiting, 42, 1e-9);
  EXPECT_NEAR(outcome.intervals[7].waiting, 0, 1e-9);
  EXPECT_NEAR(outcome.within_promise, 1, 1e-9);
  work.arrivals.resize(10);  // the last is due after nine hours
  EXPECT_EQ(fewest_backlog_agents(work, 1.0), 1);
}

TEST(Backlog, ATighterPromiseTakesMore) {
  BacklogWork work{.arrivals = {48, 0, 0, 0, 0, 0, 0, 0}, .interval_s = 3600, .handle_s = 600, .promise_s = 3600};
  // The last of the 48 arrives at 1 h and is due at 2 h: 8 hours of work in 2.
  EXPECT_EQ(fewest_backlog_agents(work, 1.0), 4);
  EXPECT_LT(work_off(work, std::vector<double>(8, 3.0)).within_promise, 1.0);
}

TEST(Backlog, ClosedHoursCarryOverToTheMorning) {
  BacklogWork work{
      .arrivals = {10, 10, 10, 0}, .open = {0, 0, 1, 1}, .interval_s = 3600, .handle_s = 360, .promise_s = 3 * 3600};
  const BacklogOutcome outcome = work_off(work, {2, 2, 2, 2});
  EXPECT_NEAR(outcome.intervals[1].waiting, 20, 1e-9);
  EXPECT_NEAR(outcome.intervals[1].oldest_s, 7200, 1e-6);
  EXPECT_NEAR(outcome.intervals[2].answered, 20, 1e-9);
  EXPECT_NEAR(outcome.intervals[3].waiting, 0, 1e-9);
}

TEST(Backlog, ClosedForLongerThanThePromiseHasNoAnswer) {
  BacklogWork work{.arrivals = {10, 0, 0, 0}, .open = {0, 0, 0, 1}, .interval_s = 3600, .promise_s = 3600};
  EXPECT_EQ(fewest_backlog_agents(work, 1.0), -1);
}

TEST(Backlog, UnansweredAtTheEndCountsAsOverdueOnlyAfterThePromise) {
  BacklogWork work{.arrivals = {10, 10}, .interval_s = 3600, .promise_s = 3600};
  const BacklogOutcome outcome = work_off(work, {0, 0});
  EXPECT_NEAR(outcome.overdue_at_end, 10, 1e-6);
  EXPECT_NEAR(outcome.within_promise, 0, 1e-9);
}

TEST(Backlog, NothingIsLostAndMoreAgentsNeverWorse) {
  Random random(7);
  for (int round = 0; round < 200; ++round) {
    BacklogWork work{.interval_s = 1800,
                     .handle_s = 60 + double(random.below(900)),
                     .promise_s = double(random.below(40000)),
                     .waiting = double(random.below(30))};
    for (int i = 0; i < 48; ++i) {
      work.arrivals.push_back(double(random.below(40)));
      work.open.push_back(i % 24 < 14 ? 1.0 : 0.0);
    }
    const double agents = double(random.below(12));
    const BacklogOutcome few = work_off(work, std::vector<double>(48, agents));
    const BacklogOutcome more = work_off(work, std::vector<double>(48, agents + 1));
    double in = work.waiting, out = 0;
    for (std::size_t i = 0; i < 48; ++i) {
      in += few.intervals[i].arrived;
      out += few.intervals[i].answered;
      EXPECT_LE(more.intervals[i].waiting, few.intervals[i].waiting + 1e-6);
    }
    EXPECT_NEAR(in, out + few.intervals.back().waiting, 1e-6);
    EXPECT_GE(more.within_promise, few.within_promise - 1e-6);
    const std::int64_t fewest = fewest_backlog_agents(work, 0.9);
    if (fewest > 0) {
      EXPECT_GE(work_off(work, std::vector<double>(48, double(fewest))).within_promise, 0.9 - 1e-8);
      EXPECT_LT(work_off(work, std::vector<double>(48, double(fewest - 1))).within_promise, 0.9);
    }
  }
}

}  // namespace
}  // namespace peakdesk::staffing
