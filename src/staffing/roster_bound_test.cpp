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

}  // namespace
}  // namespace peakdesk::staffing
