#include "planning/capacity.h"

#include <gtest/gtest.h>

namespace peakdesk::planning {
namespace {

TEST(Capacity, WorkedExamplesOfASupportLead) {
  EXPECT_DOUBLE_EQ(contact_rate(400, 1000), 0.40);
  EXPECT_DOUBLE_EQ(monthly_capacity(40), 860);
  const AgentsNeeded needed = agents_needed(4000, 2, monthly_capacity(40));
  EXPECT_NEAR(needed.exact, 2.33, 0.005);
  EXPECT_EQ(needed.whole, 3);
  EXPECT_EQ(agents_needed(1720, 2, 860).whole, 1);  // exactly one
}

TEST(Capacity, NinetyMinutesOfFiveAreNotQuiteOneAgent) {
  const OvertimeWorth worth = overtime_worth(5, 90, 8);
  EXPECT_DOUBLE_EQ(worth.hours, 7.5);
  EXPECT_NEAR(worth.agents, 0.94, 0.005);
  EXPECT_LT(worth.agents, 1);
}

TEST(Capacity, TwentyThreePointsAreNotTwentyThreePercent) {
  const ShareCut cut = cut_share(0.698, 0.33);
  EXPECT_NEAR(cut.points, 23.0, 0.05);
  EXPECT_NEAR(cut.after, 0.4677, 0.0001);
  EXPECT_NEAR(cut.rest_growth, 0.76, 0.005);
  // No abandonment at all: 3.31 times the buyers.
  EXPECT_NEAR(1 + cut_share(0.698, 1).rest_growth, 3.31, 0.005);
}

TEST(Capacity, ThePeakRaisesTheRateNotTheSum) {
  EXPECT_DOUBLE_EQ(tickets_of(2000, 0.4, 1.2) / tickets_of(1000, 0.4), 2.4);
}

TEST(Capacity, LeversAreNotAdditive) {
  EXPECT_NEAR(left_after({0.2, 0.3}), 0.56, 1e-12);
  EXPECT_GT(left_after({0.2, 0.3, 0.15}), 1 - 0.65);
  EXPECT_DOUBLE_EQ(left_after({}), 1);
}

TEST(Capacity, CostsOfWaitingAndOfDowntime) {
  EXPECT_DOUBLE_EQ(downtime_cost_per_minute(600'000, 0.5), 5'000);
  EXPECT_DOUBLE_EQ(overstaffing_cost(3.5, 2'000), 7'000);
  EXPECT_DOUBLE_EQ(understaffing_cost(200, 0.25, 6'000, 0.4), 120'000);
  EXPECT_EQ(contact_rate(5, 0), 0);
  EXPECT_EQ(agents_needed(100, 0, 860).whole, 0);
}

}  // namespace
}  // namespace peakdesk::planning
