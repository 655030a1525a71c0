#include "staffing/mix.h"

#include <gtest/gtest.h>

namespace peakdesk::staffing {
namespace {

MixProblem season() {
  MixProblem problem;
  problem.required_hours = {100, 100, 140, 220, 260, 180, 100, 100};
  problem.regular_hours.assign(8, 120);
  problem.overtime_cap.assign(8, 24);
  problem.wage = 20;
  return problem;
}

TEST(Mix, OvertimeOnlyWhereItIsNeededAndCapped) {
  const Mix mix = cheapest_mix(season(), 5);
  EXPECT_TRUE(mix.proven);
  EXPECT_NEAR(mix.weeks[0].overtime, 0, 1e-6);
  EXPECT_NEAR(mix.weeks[2].overtime, 20, 1e-6);
  EXPECT_NEAR(mix.weeks[4].overtime, 24, 1e-6);
  EXPECT_NEAR(mix.weeks[4].missing, 116, 1e-6);
  EXPECT_NEAR(mix.overtime_cost, (20 + 24 + 24 + 24) * 30, 1e-6);
}

TEST(Mix, TempsAreHiredEarlyEnoughToBeOfUse) {
  MixProblem problem = season();
  problem.temp_wage = 15;
  problem.temp_hours_per_week = 28;
  problem.temp_paid_hours_per_week = 40;
  problem.temp_min_weeks = 3;
  problem.temps_at_most = 20;
  problem.temp_ramp = {0.3, 0.7, 1.0};
  const Mix mix = cheapest_mix(problem, 20);
  EXPECT_NEAR(mix.missing_hours, 0, 1e-6);
  EXPECT_GT(mix.temp_cost, 0);
  int on_board_before_peak = mix.weeks[3].temps_on_board;
  EXPECT_GT(on_board_before_peak, 0);
  for (std::size_t w = 0; w < 8; ++w) {
    const MixWeek& week = mix.weeks[w];
    EXPECT_GE(week.regular + week.overtime + week.temps + week.outsourced + week.missing,
              problem.required_hours[w] - 1e-6);
    EXPECT_LE(week.overtime, 24 + 1e-6);
  }
}

TEST(Mix, TheProviderIsBoughtByItsMinimumOrNotAtAll) {
  MixProblem problem = season();
  problem.outsourced_price = 28;
  problem.outsourced_min_hours = 60;
  problem.outsourced_max_hours = 500;
  const Mix mix = cheapest_mix(problem, 10);
  EXPECT_NEAR(mix.missing_hours, 0, 1e-6);
  for (const MixWeek& week : mix.weeks) EXPECT_TRUE(week.outsourced < 1e-6 || week.outsourced > 60 - 1e-6);
  EXPECT_NEAR(mix.weeks[2].outsourced, 0, 1e-6);    // 20 hours of overtime are cheaper than 60 bought
  EXPECT_NEAR(mix.weeks[4].outsourced, 140, 1e-6);  // cheaper than overtime at one and a half
}

TEST(Mix, MoreHelpNeverCostsMore) {
  MixProblem problem = season();
  problem.missing_cost = 100;
  const auto cost = [](const Mix& mix) { return mix.extra_cost() + 100 * mix.missing_hours; };
  const double alone = cost(cheapest_mix(problem, 5));
  problem.outsourced_price = 40;
  problem.outsourced_max_hours = 500;
  const double bought = cost(cheapest_mix(problem, 5));
  EXPECT_LT(bought, alone);
  problem.temp_wage = 15;
  problem.temp_hours_per_week = 28;
  problem.temp_paid_hours_per_week = 40;
  problem.temps_at_most = 5;
  EXPECT_LE(cost(cheapest_mix(problem, 10)), bought + 1e-6);
}

}  // namespace
}  // namespace peakdesk::staffing
