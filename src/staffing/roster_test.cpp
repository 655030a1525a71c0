#include "staffing/roster.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "base/random.h"
#include "staffing/roster_json.h"

namespace peakdesk::staffing {
namespace {

std::string file_text(const std::string& name) {
  std::ifstream file(std::string(PEAKDESK_SOURCE_DIR "/../shared/data/staffing-roster/") + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A week of 6 two-hour intervals a day with random patterns.
RosterProblem small_week(std::uint64_t seed, std::size_t patterns, std::size_t agents) {
  Random random(seed);
  RosterProblem problem;
  problem.intervals_per_day = 6;
  problem.interval_hours = 2;
  for (std::size_t p = 0; p < patterns; ++p) {
    WeekPattern pattern{.name = "p" + std::to_string(p), .intervals = {}};
    for (std::size_t day = 0; day < 7; ++day) {
      if (random.below(7) < 2) continue;
      const std::size_t start = random.below(4);
      for (std::size_t k = 0; k < 3; ++k) pattern.intervals.push_back(day * 6 + start + k);
    }
    pattern.cost = 0.01 * double(pattern.intervals.size());
    problem.patterns.push_back(pattern);
  }
  problem.demand.assign(1, std::vector<double>(42, 0.0));
  for (std::size_t a = 0; a < agents; ++a) problem.agents.push_back({.name = std::to_string(a)});
  return problem;
}

// All ways to give each of few agents one of few patterns or none.
double best_by_trying(const RosterProblem& problem) {
  const std::size_t choices = problem.patterns.size() + 1;
  std::vector<std::size_t> chosen(problem.agents.size(), 0);
  double best = 1e300;
  for (;;) {
    double cost = 0;
    std::vector<double> there(problem.intervals());
    for (const std::size_t c : chosen) {
      if (c == 0) continue;
      cost += problem.patterns[c - 1].cost;
      for (const std::size_t t : problem.patterns[c - 1].intervals) there[t] += 1;
    }
    for (std::size_t t = 0; t < there.size(); ++t) {
      const double gap = problem.demand[0][t] - there[t];
      cost += gap > 0 ? problem.under * gap : -problem.over * gap;
    }
    best = std::min(best, cost);
    std::size_t k = 0;
    while (k < chosen.size() && ++chosen[k] == choices) chosen[k++] = 0;
    if (k == chosen.size()) return best;
  }
}

TEST(Roster, FindsTheBestOfAllWhereAllCanBeTried) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    RosterProblem problem = small_week(seed, 7, 4);
    Random random(seed + 50);
    for (double& demand : problem.demand[0]) demand = double(random.below(4));
    ASSERT_EQ(check_roster(problem), "");
    const Roster roster = solve_roster(problem, {.seconds = 1, .elapsed_s = {}, .progress = {}});
    EXPECT_NEAR(roster.cost, best_by_trying(problem), 1e-9) << seed;
    EXPECT_LE(roster.bound, roster.cost + 1e-9);
  }
}

TEST(Roster, PlantedRostersAreFound) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    RosterProblem problem = small_week(seed, 60, 12);
    Random random(seed);
    double planted = 0;
    for (int a = 0; a < 12; ++a) {
      const WeekPattern& pattern = problem.patterns[random.below(60)];
      planted += pattern.cost;
      for (const std::size_t t : pattern.intervals) problem.demand[0][t] += 1;
    }
    const Roster roster = solve_roster(problem, {.seconds = 1, .elapsed_s = {}, .progress = {}});
    EXPECT_LE(roster.cost, planted * 1.01);
    EXPECT_LE(roster.bound, planted + 1e-6);
    EXPECT_EQ(roster.under, 0);
  }
}

TEST(Roster, TheBoundIsBelowEveryRoster) {
  for (std::uint64_t seed = 10; seed < 16; ++seed) {
    RosterProblem problem = small_week(seed, 30, 8);
    Random random(seed);
    for (double& demand : problem.demand[0]) demand = double(random.below(9));
    const Roster roster = solve_roster(problem, {.seconds = 1, .elapsed_s = {}, .progress = {}});
    EXPECT_LE(roster.bound, roster.cost);
    EXPECT_GT(roster.bound, 0.5 * roster.cost);
  }
}

// The published sample: everybody at least 40 h and 6 of 7 days, no morning after a night, wishes and bans. No answer
// below 2388 h can exist: 330 shifts at least, of them 204 of 8 h.
TEST(Roster, TheSampleRosterIsSolved) {
  const std::string text = file_text("pyworkforce_rostering_data.json");
  if (text.empty()) GTEST_SKIP() << "the sample rosters are not beside this checkout";
  std::string wrong;
  const auto problem = read_roster(text, wrong);
  ASSERT_TRUE(problem) << wrong;
  RosterOptions options{.seconds = 20, .elapsed_s = {}, .progress = {}};
  const Roster roster = solve_roster(*problem, options);
  EXPECT_EQ(roster.under, 0);
  double hours = 0;
  for (std::size_t a = 0; a < roster.lines.size(); ++a) {
    const std::vector<int>& days = roster.lines[a].shift_of_day;
    double own = 0;
    int worked = 0;
    for (std::size_t d = 0; d < days.size(); ++d) {
      if (days[d] < 0) continue;
      own += problem->shifts[std::size_t(days[d])].hours;
      ++worked;
      EXPECT_FALSE(d > 0 && days[d - 1] == 2 && days[d] == 0) << "morning after night";
    }
    EXPECT_GE(own, 40);
    EXPECT_GE(worked, 6);
    hours += own;
  }
  EXPECT_NE(roster.lines[0].shift_of_day[0], 2);  // banned
  EXPECT_NE(roster.lines[0].shift_of_day[3], 0);
  EXPECT_NE(roster.lines[1].shift_of_day[1], 3);
  EXPECT_GE(hours, 2388);
  EXPECT_LE(hours, 2388 * 1.01);
  EXPECT_LE(roster.gap(), 0.01);
}

TEST(Roster, TheHourlyShiftSampleCoversADayWithTheFewest) {
  const std::string text = file_text("anonymous_bank_shifts_24h.csv");
  if (text.empty()) GTEST_SKIP() << "the sample rosters are not beside this checkout";
  RosterProblem problem;
  problem.days = 1;
  problem.intervals_per_day = 24;
  problem.interval_hours = 1;
  problem.under = 1000;
  problem.over = 0;
  problem.patterns.resize(8);
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  for (std::size_t hour = 0; std::getline(lines, line); ++hour) {
    std::istringstream cells(line);
    std::string cell;
    for (int c = 0; std::getline(cells, cell, ','); ++c) {
      if (c >= 2 && cell[0] == '1') problem.patterns[std::size_t(c - 2)].intervals.push_back(hour);
    }
  }
  for (WeekPattern& pattern : problem.patterns) pattern.cost = 1;
  problem.demand = {{1, 1, 0, 0, 0, 1, 2, 5, 8, 10, 11, 10, 9, 9, 9, 8, 8, 7, 6, 6, 5, 4, 4, 2}};
  for (int a = 0; a < 40; ++a) problem.agents.push_back({.name = std::to_string(a)});
  const Roster roster = solve_roster(problem, {.seconds = 1, .elapsed_s = {}, .progress = {}});
  EXPECT_EQ(roster.under, 0);
  // By hand: shift 1 alone at night 1; 8 h needs 8 of shifts 2 and 3; 23 h needs 2 of shift 8 ...; the relaxation
  // proves the rest.
  EXPECT_TRUE(roster.proven) << roster.cost << " " << roster.bound;
}

std::string shifts_problem(const std::string& agents, int needed) {
  std::string demand = "[";
  for (int t = 0; t < 336; ++t) {
    const int hour = t % 48 / 2;
    demand += (t ? "," : "") + std::to_string(hour >= 9 && hour < 17 ? needed : 0);
  }
  return R"({"demand":{"phone":)" + demand + R"(]},"shifts":[{"name":"day","start":"09:00","hours":8},
    {"name":"late","start":"13:00","hours":8,"breaks":[{"after_minutes":240,"minutes":30}]}],
    "rules":{"max_days":5,"min_rest_hours":11},"agents":)" +
         agents + "}";
}

TEST(Roster, SaysWhichConstraintAndHowManyAreShort) {
  std::string wrong;
  const auto problem = read_roster(shifts_problem("6", 8), wrong);
  ASSERT_TRUE(problem) << wrong;
  const auto found = shortages_of(*problem);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].constraint, "interval");
  EXPECT_EQ(found[0].agents_short, 2);
  EXPECT_NE(found[0].notice.text.find("6 can work"), std::string::npos) << found[0].notice.text;
  // 8 agents every day are 448 hours; one works 40: 12 agents, 6 more.
  const Shortage& together = found.back();
  EXPECT_EQ(together.constraint, "together");
  EXPECT_EQ(together.agents_short, 6) << together.notice.text;
  const auto enough = read_roster(shifts_problem("12", 8), wrong);
  ASSERT_TRUE(enough);
  EXPECT_TRUE(shortages_of(*enough).empty());
}

TEST(Roster, KeepsRestAndDays) {
  std::string wrong;
  const auto problem =
      read_roster(shifts_problem(R"([{"name":"Kim","count":3},{"name":"Lou","max_hours":16}])", 3), wrong);
  ASSERT_TRUE(problem) << wrong;
  const Roster roster = solve_roster(*problem, {.seconds = 1, .elapsed_s = {}, .progress = {}});
  for (std::size_t a = 0; a < 4; ++a) {
    const auto& days = roster.lines[a].shift_of_day;
    EXPECT_LE(std::count_if(days.begin(), days.end(), [](int s) { return s >= 0; }), a == 3 ? 2 : 5);
  }
  EXPECT_EQ(problem->agents[1].name, "Kim 2");
  EXPECT_NE(roster_as_csv(*problem, roster).find(",day,09:00,17:00"), std::string::npos)
      << roster_as_csv(*problem, roster);
}

// Two streams: who speaks only one of them cannot stand in for the other.
TEST(Roster, SkillsCountForWhatTheyAre) {
  RosterProblem problem = small_week(3, 0, 0);
  problem.streams = {"phone", "chat"};
  problem.demand = {std::vector<double>(42, 1.0), std::vector<double>(42, 1.0)};
  WeekPattern always{.name = "always", .intervals = {}};
  for (std::size_t t = 0; t < 42; ++t) always.intervals.push_back(t);
  problem.patterns = {always};
  problem.agents = {{.name = "a", .skills = 1}, {.name = "b", .skills = 1}};
  EXPECT_EQ(solve_roster(problem, {.seconds = 1, .elapsed_s = {}, .progress = {}}).under, 42);  // chat stays empty
  problem.agents[1].skills = 3;
  EXPECT_EQ(solve_roster(problem, {.seconds = 1, .elapsed_s = {}, .progress = {}}).under, 0);
}

TEST(Roster, BadInputNamesTheField) {
  const std::string good = shifts_problem("3", 1);
  std::string wrong;
  for (const auto& [from, to, named] : std::initializer_list<std::tuple<const char*, const char*, const char*>>{
           {"\"09:00\"", "\"9am\"", "shifts[0].start"},
           {"\"agents\":3", "\"agents\":-3", "agents"},
           {"\"agents\":3", "\"agents\":[{\"skills\":[\"fax\"]}]", "agents[0].skills"},
           {"\"max_days\":5", "\"max_days\":\"five\"", "rules.max_days"},
           {"\"hours\":8}", "\"hours\":8.1}", "shifts[0].hours"},
           {"[0,0,0", "[0,0,-1", "demand.phone[2]"},
           {"[0,0,0", "[0,0", "demand of phone has 335"}}) {
    std::string text = good;
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, std::string(from).size(), to);
    EXPECT_FALSE(read_roster(text, wrong)) << to;
    EXPECT_NE(wrong.find(named), std::string::npos) << wrong;
  }
  EXPECT_FALSE(read_roster("{", wrong));
  EXPECT_FALSE(read_roster("[]", wrong));
}

}  // namespace
}  // namespace peakdesk::staffing
