#include "forecasting/problem.h"

#include <gtest/gtest.h>

#include <cmath>

namespace peakdesk::forecasting {
namespace {

constexpr double kShape[] = {4, 2, 0, -1, 1, -2, -4};

/// Days around 100, every weekday as far from it as kShape says.
Problem days(std::size_t n) {
  Problem problem;
  for (std::size_t t = 0; t < n; ++t) problem.values.push_back(100 + kShape[t % 7]);
  problem.periods = {7};
  problem.steps_per_week = 7;
  problem.steps_per_year = 365.25;
  return problem;
}

TEST(Problem, TakesOutTheSeasonThatIsThere) {
  const Problem problem = days(200);
  const Seasons& seasons = problem.seasons(Scale::Plain);
  for (std::size_t t = 0; t < 200; ++t) EXPECT_NEAR(seasons.adjusted[t], 100, 0.01) << t;
  for (std::size_t t = 200; t < 207; ++t) EXPECT_NEAR(seasons.at(t), kShape[t % 7], 0.01) << t;
}

TEST(Problem, FindsNoSeasonWhereTooLittleIsSeen) {
  const Problem problem = days(13);
  EXPECT_TRUE(problem.seasons(Scale::Plain).settings.empty());
  EXPECT_EQ(problem.seasons(Scale::Plain).adjusted, problem.values);
}

TEST(Problem, ModelsShareWhatOneOfThemAskedFor) {
  const Problem problem = days(200);
  EXPECT_EQ(problem.multiplicative(), Scale::Log);
  EXPECT_EQ(&problem.on(Scale::Log), &problem.on(Scale::Log));
  EXPECT_NEAR(problem.on(Scale::Log)[2], std::log(100), 1e-12);
  const Seasons& fitted = problem.seasons(Scale::Log);
  EXPECT_EQ(&problem.seasons(Scale::Log, fitted.settings), &fitted);
  std::vector<SeasonSettings> others = fitted.settings;
  others[0].shrink = 0.5;
  EXPECT_NE(&problem.seasons(Scale::Log, others), &fitted);
  EXPECT_NE(&problem.seasons(Scale::Plain, fitted.settings), &fitted);
}

TEST(Problem, AYearIsNoSeasonWithinTheYear) {
  Problem problem = days(200);
  EXPECT_EQ(problem.seasons_within_year(Scale::Plain).size(), 1u);
  problem.steps_per_year = 7;
  EXPECT_TRUE(problem.seasons_within_year(Scale::Plain).empty());
}

TEST(MovingAverage, KeepsAWholeWindowAtTheEnds) {
  const std::vector<double> x = {1, 2, 3, 4, 5, 6};
  EXPECT_EQ(moving_average(x, 3), (std::vector<double>{2, 2, 3, 4, 5, 5}));
  EXPECT_EQ(moving_average(x, 4), (std::vector<double>{2.5, 2.5, 3, 4, 4.5, 4.5}));
  EXPECT_EQ(moving_average(x, 20), std::vector<double>(6, 3.5));
}

}  // namespace
}  // namespace peakdesk::forecasting
