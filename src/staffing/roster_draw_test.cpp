#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>

#include "base/random.h"
#include "staffing/roster_lines.h"

namespace peakdesk::staffing {
namespace {

constexpr double kTemperature = 1.5;
constexpr int kDraws = 40'000;

double value_of(const RosterLine& line, const std::vector<double>& worth) {
  double value = line.cost;
  for (const std::size_t t : line.intervals) value -= worth[t];
  return value;
}

// Each line's share of the draws against what its value promises, within five standard errors. `name` tells lines
// apart.
void expect_shares(const RosterProblem& problem, const std::vector<double>& worth,
                   const std::map<std::vector<int>, double>& values,
                   const std::function<std::vector<int>(const RosterLine&)>& name) {
  const LineChooser chooser(problem);
  double sum = 0;
  for (const auto& [line, value] : values) sum += std::exp(-value / kTemperature);
  std::map<std::vector<int>, int> drawn;
  Random random(5);
  for (int k = 0; k < kDraws; ++k) {
    const RosterLine line = chooser.draw(0, worth, kTemperature, random);
    ++drawn[name(line)];
    ASSERT_TRUE(values.contains(name(line)));
    ASSERT_NEAR(value_of(line, worth), values.at(name(line)), 1e-9);
  }
  for (const auto& [line, value] : values) {
    const double share = std::exp(-value / kTemperature) / sum;
    EXPECT_NEAR(drawn[line] / double(kDraws), share, 5 * std::sqrt(share * (1 - share) / kDraws)) << value;
  }
}

TEST(RosterDraw, PatternsComeAsOftenAsTheirValueSays) {
  RosterProblem problem;
  problem.days = 2;
  problem.intervals_per_day = 4;
  problem.patterns = {{.name = "a", .intervals = {0, 1, 2}, .cost = 0.5},
                      {.name = "b", .intervals = {1, 2, 5, 6}},
                      {.name = "c", .intervals = {5, 6}, .cost = 0.2},
                      {.name = "not allowed", .intervals = {0, 1, 2, 3}}};
  problem.agents = {{.name = "x", .line_cost = 0.3, .patterns = {0, 1, 2}}};
  const std::vector<double> worth = {1, 0.5, -0.2, 3, 0, 0.7, 0.4, 0};
  std::map<std::vector<int>, double> values = {{{-1}, 0}};
  for (int p = 0; p < 3; ++p) {
    const WeekPattern& pattern = problem.patterns[std::size_t(p)];
    values[{p}] = pattern.cost + 0.3;
    for (const std::size_t t : pattern.intervals) values[{p}] -= worth[t];
  }
  const auto name = [](const RosterLine& line) { return std::vector<int>{line.pattern}; };
  expect_shares(problem, worth, values, name);
  problem.agents[0].must_work = true;
  values.erase({-1});
  expect_shares(problem, worth, values, name);
}

TEST(RosterDraw, WeeksOfShiftsComeAsOftenAsTheirValueSays) {
  RosterProblem problem;
  problem.days = 3;
  problem.intervals_per_day = 4;
  problem.interval_hours = 6;
  problem.shifts = {{.name = "early", .start = 0, .length = 2, .breaks = {}, .hours = 6},
                    {.name = "late", .start = 2, .length = 2, .breaks = {}, .hours = 8}};
  problem.rules[0].min_days = 1;
  problem.rules[0].max_days = 2;
  problem.rules[0].max_hours = 14;
  problem.rules[0].forbidden_sequences = {{1, 0}};
  const double never = std::numeric_limits<double>::infinity();
  problem.agents = {{.name = "x", .wage = 0.1, .line_cost = 0.4, .shift_cost = {0, 0.5, -0.3, 0, never, 0}}};
  const std::vector<double> worth = {1, 0.5, -0.2, 0.8, 0, 0.7, 0.4, 0, 9, 1, 0.3, 0.2};
  std::map<std::vector<int>, double> values;
  for (int code = 0; code < 27; ++code) {
    const std::vector<int> days = {code % 3 - 1, code / 3 % 3 - 1, code / 9 - 1};
    double value = 0.4, hours = 0;
    int worked = 0;
    bool legal = true;
    for (std::size_t d = 0; d < 3; ++d) {
      if (days[d] < 0) continue;
      const auto s = std::size_t(days[d]);
      ++worked;
      hours += problem.shifts[s].hours;
      value += 0.1 * problem.shifts[s].hours + problem.agents[0].shift_cost[d * 2 + s] - worth[d * 4 + s * 2] -
               worth[d * 4 + s * 2 + 1];
      if (d > 0 && days[d - 1] == 1 && days[d] == 0) legal = false;
    }
    if (legal && worked >= 1 && worked <= 2 && hours <= 14 && value < never) values[days] = value;
  }
  ASSERT_GT(values.size(), 6U);
  expect_shares(problem, worth, values, [](const RosterLine& line) { return line.shift_of_day; });
}

TEST(RosterDraw, ColdDrawsAreTheBest) {
  RosterProblem problem;
  problem.days = 28;
  problem.intervals_per_day = 8;
  problem.shifts = {{.name = "early", .start = 0, .length = 4, .breaks = {}, .hours = 8},
                    {.name = "late", .start = 4, .length = 4, .breaks = {}, .hours = 8}};
  problem.rules[0].max_days = 20;
  problem.agents = {{.name = "x"}};
  std::vector<double> worth;
  Random random(3);
  for (std::size_t t = 0; t < problem.intervals(); ++t) worth.push_back(2000 * random.uniform());
  const LineChooser chooser(problem);
  const double best = value_of(chooser.best(0, worth), worth);
  // What a day is worth is thousands of times the temperature, four weeks in a row: no number may run out.
  EXPECT_NEAR(value_of(chooser.draw(0, worth, 0.5, random), worth), best, 20);
}

}  // namespace
}  // namespace peakdesk::staffing
