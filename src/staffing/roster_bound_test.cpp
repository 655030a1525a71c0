#include "staffing/roster_bound.h"

#include <gtest/gtest.h>

#include <map>

#include "staffing/roster_cover.h"

namespace peakdesk::staffing {
namespace {

RosterProblem day_of_patterns(std::size_t agents) {
  RosterProblem problem;
  Random random(5);
  problem.demand.assign(1, std::vector<double>(problem.intervals(), 0.0));
  for (std::size_t t = 0; t < 24; ++t) problem.demand[0][t] = double(random.below(agents));
  for (std::size_t p = 0; p < 12; ++p) {
    WeekPattern pattern;
    pattern.name = "p" + std::to_string(p);
    for (std::size_t t = p; t < p + 9; ++t)
      if (t != p + 4) pattern.intervals.push_back(t);
    problem.patterns.push_back(std::move(pattern));
  }
  for (std::size_t a = 0; a < agents; ++a) {
    RosterAgent agent;
    agent.name = "a" + std::to_string(a);
    problem.agents.push_back(std::move(agent));
  }
  return problem;
}

std::map<int, int> count_patterns(const std::vector<RosterLine>& lines) {
  std::map<int, int> counts;
  for (const RosterLine& line : lines) ++counts[line.pattern];
  return counts;
}

TEST(RosterRelaxer, RegroupsOnlyWhomItFrees) {
  const RosterProblem problem = day_of_patterns(20);
  const LineChooser chooser(problem);
  RosterRelaxer relaxer(problem, chooser);
  const RosterRelaxation relaxation = relaxer.relax([] { return true; });
  ASSERT_EQ(relaxation.start.size(), 20u);
  ASSERT_TRUE(relaxer.can_regroup());
  Random random(1);
  EXPECT_EQ(count_patterns(relaxer.regroup(relaxation.start, 0, random)), count_patterns(relaxation.start));
}

TEST(RosterRelaxer, RegroupedAgentsAllHaveALineAndNeverBeatTheBound) {
  const RosterProblem problem = day_of_patterns(20);
  const LineChooser chooser(problem);
  RosterRelaxer relaxer(problem, chooser);
  const RosterRelaxation relaxation = relaxer.relax([] { return true; });
  Random random(2);
  for (const std::size_t count : {3, 10, 20}) {
    const std::vector<RosterLine> lines = relaxer.regroup(relaxation.start, count, random);
    ASSERT_EQ(lines.size(), 20u);
    RosterCover cover(problem);
    for (const RosterLine& line : lines) {
      EXPECT_GE(line.pattern, 0);
      EXPECT_FALSE(line.intervals.empty());
      cover.add(line, problem.agents[0].skills);
    }
    EXPECT_GE(cover.cost(), relaxation.bound - 1e-6);
  }
}

double cost_of(const RosterProblem& problem, const std::vector<RosterLine>& lines) {
  RosterCover cover(problem);
  for (const RosterLine& line : lines) cover.add(line, problem.agents[0].skills);
  return cover.cost();
}

TEST(RosterRelaxer, BranchesToTheCheapestAndKnowsWhenNothingIsCheaper) {
  const RosterProblem problem = day_of_patterns(20);
  const LineChooser chooser(problem);
  RosterRelaxer relaxer(problem, chooser);
  const RosterRelaxation relaxation = relaxer.relax([] { return true; });
  BranchLimits limits{.step = 0.1, .more_time = [] { return true; }};  // costs are multiples of 0.2
  const std::vector<RosterLine> cheapest = relaxer.branch(limits);
  ASSERT_EQ(cheapest.size(), 20u);
  const double least = cost_of(problem, cheapest);
  EXPECT_GE(least, relaxation.bound - 1e-6);
  EXPECT_LE(least, cost_of(problem, relaxation.start) + 1e-6);
  limits.below = least + 0.2;  // the cut-off leaves the cheapest in
  EXPECT_NEAR(cost_of(problem, relaxer.branch(limits)), least, 1e-6);
  EXPECT_EQ(count_patterns(relaxer.branch(limits)), count_patterns(relaxer.branch(limits)));
  limits.below = least;
  EXPECT_TRUE(relaxer.branch(limits).empty());
}

TEST(RosterRelaxer, BranchingEndsWhenTheTimeDoes) {
  const RosterProblem problem = day_of_patterns(20);
  const LineChooser chooser(problem);
  RosterRelaxer relaxer(problem, chooser);
  relaxer.relax([] { return true; });
  int asked = 0;
  const BranchLimits limits{.step = 0.1, .more_time = [&asked] { return ++asked < 3; }};
  relaxer.branch(limits);
  EXPECT_LT(asked, 50);
  const BranchLimits ended{.more_time = [] { return false; }};
  EXPECT_TRUE(relaxer.branch(ended).empty());
}

}  // namespace
}  // namespace peakdesk::staffing
