#include "staffing/roster_exact.h"

#include <gtest/gtest.h>

#include <cmath>

namespace peakdesk::staffing {
namespace {

// Half-hours of a week, patterns of 3 or 5 days with a break and starts that differ by little, so that many nearly
// stand in for each other; the demand is what a hidden roster covers.
RosterProblem planted_week(std::uint64_t seed, std::size_t patterns, std::size_t agents, double& planted_cost) {
  Random random(seed);
  RosterProblem problem;
  problem.demand.assign(1, std::vector<double>(336, 0.0));
  for (std::size_t p = 0; p < patterns; ++p) {
    WeekPattern pattern{.name = "p" + std::to_string(p), .intervals = {}};
    const std::size_t first = random.below(3), worked = random.below(2) ? 5 : 3, length = worked == 5 ? 17 : 21;
    const std::size_t start = 14 + random.below(6);
    for (std::size_t day = first; day < first + worked; ++day) {
      for (std::size_t k = 0; k < length; ++k) {
        if (k != length / 2) pattern.intervals.push_back(day * 48 + start + k);
      }
    }
    pattern.cost = 0.01 * double(pattern.intervals.size()) + 0.05 * random.uniform();
    problem.patterns.push_back(std::move(pattern));
  }
  planted_cost = 0;
  for (std::size_t a = 0; a < agents; ++a) {
    const WeekPattern& pattern = problem.patterns[random.below(patterns)];
    planted_cost += pattern.cost;
    for (const std::size_t t : pattern.intervals) problem.demand[0][t] += 1;
    problem.agents.push_back({.name = std::to_string(a)});
  }
  return problem;
}

const BranchLimits kNoEnd{.more_time = [] { return true; }};

TEST(RosterExact, FindsARosterThatMeetsEveryCount) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    for (const int dives : {100, 0}) {  // without a dive by branch and bound alone
      double planted_cost = 0;
      const RosterProblem problem = planted_week(seed, 60, 150, planted_cost);
      const LineChooser chooser(problem);
      RosterExact exact(problem, chooser);
      ASSERT_LE(exact.bound(), planted_cost + 1e-6);
      Random random(1);
      const std::vector<RosterLine> lines = exact.find(dives, kNoEnd, random);
      ASSERT_EQ(lines.size(), problem.agents.size()) << seed << " " << dives;
      std::vector<double> left = problem.demand[0];
      double cost = 0;
      for (const RosterLine& line : lines) {
        cost += line.cost;
        for (const std::size_t t : line.intervals) left[t] -= 1;
      }
      EXPECT_EQ(left, std::vector<double>(336, 0.0));
      EXPECT_GE(cost, exact.bound() - 1e-6);
      EXPECT_LE(cost, planted_cost * 1.01);
    }
  }
}

TEST(RosterExact, SaysWhereThereIsNone) {
  double planted_cost = 0;
  RosterProblem problem = planted_week(1, 20, 10, planted_cost);
  problem.demand[0][0] = 1;  // nobody works at midnight
  EXPECT_EQ(RosterExact(problem, LineChooser(problem)).bound(), INFINITY);
  problem.demand[0][0] = 0.5;
  EXPECT_EQ(RosterExact(problem, LineChooser(problem)).bound(), INFINITY);
}

TEST(RosterExact, SkillsOfBothStreamsMustFit) {
  RosterProblem problem;
  problem.days = 1;
  problem.intervals_per_day = 2;
  problem.streams = {"phone", "chat"};
  problem.demand = {{1, 1}, {1, 0}};
  problem.patterns = {{.name = "both", .intervals = {0, 1}, .cost = 2}, {.name = "first", .intervals = {0}, .cost = 1}};
  problem.agents = {{.name = "a", .skills = 1}, {.name = "b", .skills = 3}};
  const LineChooser chooser(problem);
  RosterExact exact(problem, chooser);
  EXPECT_NEAR(exact.bound(), 3, 1e-6);
  Random random(1);
  const std::vector<RosterLine> lines = exact.find(5, kNoEnd, random);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].intervals.size() + lines[1].intervals.size(), 3u);
  problem.agents[1].skills = 1;  // nobody left for the chat
  EXPECT_EQ(RosterExact(problem, LineChooser(problem)).bound(), INFINITY);
}

TEST(RosterExact, EndsWhenTheTimeDoes) {
  double planted_cost = 0;
  const RosterProblem problem = planted_week(1, 60, 150, planted_cost);
  const LineChooser chooser(problem);
  Random random(1);
  const BranchLimits ended{.more_time = [] { return false; }};
  EXPECT_TRUE(RosterExact(problem, chooser).find(100, ended, random).empty());
}

}  // namespace
}  // namespace peakdesk::staffing
