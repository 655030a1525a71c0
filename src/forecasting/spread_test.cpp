#include "forecasting/spread.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "forecasting/forecaster.h"

namespace peakdesk::forecasting {
namespace {

/// Backtests around 1000 with errors of sd 50, of which `shared` (0 ... 1) of the variance is one draw for a whole
/// path.
std::vector<ErrorPath> backtests(std::size_t count, std::size_t steps, std::size_t apart, double shared) {
  Random random(7);
  std::vector<ErrorPath> out;
  for (std::size_t k = 0; k < count; ++k) {
    ErrorPath path{std::vector<double>(steps, 1000.0), {}, k * apart};
    const double all = normal_quantile(random.uniform());
    for (std::size_t h = 0; h < steps; ++h)
      path.actual.push_back(1000 +
                            50 * (std::sqrt(shared) * all + std::sqrt(1 - shared) * normal_quantile(random.uniform())));
    out.push_back(std::move(path));
  }
  return out;
}

double width(const Spread& spread, double level) {
  return spread.quantile(1000, 5, (1 + level) / 2) - spread.quantile(1000, 5, (1 - level) / 2);
}

double sum_width(const Spread& spread, std::size_t steps) {
  const auto interval = sum_interval(spread.paths(std::vector<double>(steps, 1000.0), 2000, 3), 0, steps, 0.8);
  return interval.high - interval.low;
}

TEST(Spread, NormalQuantileInvertsTheDistribution) {
  for (const double u : {1e-6, 0.01, 0.3, 0.5, 0.9, 0.999}) EXPECT_NEAR(normal_cdf(normal_quantile(u)), u, 1e-8);
}

TEST(Spread, ManyErrorsGiveTheirOwnWidth) {
  const Spread spread(backtests(200, 10, 10, 0), {.horizon = 10});
  EXPECT_NEAR(width(spread, 0.8), 2 * 1.2816 * 50, 6);
  EXPECT_NEAR(width(spread, 0.95), 2 * 1.96 * 50, 10);
}

TEST(Spread, WindowsThatOverlapAreNotManyErrors) {
  // The same numbers, once from windows side by side and once from windows that share most of their steps.
  const Spread apart(backtests(8, 10, 10, 1), {.horizon = 10}), overlapping(backtests(8, 10, 1, 1), {.horizon = 10});
  EXPECT_GT(width(overlapping, 0.95), 1.15 * width(apart, 0.95));
  EXPECT_GT(width(overlapping, 0.8), 1.03 * width(apart, 0.8));
}

TEST(Spread, SumsAreAsWideAsTheirErrorsAreShared) {
  constexpr std::size_t kSteps = 16;
  for (const double shared : {0.0, 0.3, 0.9}) {
    const Spread spread(backtests(300, kSteps, kSteps, shared), {.horizon = kSteps});
    const double expected = 2 * 1.2816 * 50 * std::sqrt(kSteps * (1 + (kSteps - 1) * shared));
    EXPECT_NEAR(sum_width(spread, kSteps), expected, 0.12 * expected) << shared;
  }
}

TEST(Spread, PathsOfSmallCountsAreWholeAndLieAsTheQuantilesSay) {
  std::vector<ErrorPath> errors = backtests(40, 10, 10, 0);
  for (ErrorPath& path : errors)
    for (std::size_t h = 0; h < 10; ++h) {
      path.actual[h] = 5 + std::round((path.actual[h] - 1000) / 20);  // sd 2.5
      path.forecast[h] = 5;
    }
  const Spread spread(errors, {.horizon = 10, .counts = true});
  std::vector<double> drawn;
  for (const auto& path : spread.paths(std::vector<double>(10, 5.0), 1000, 3)) {
    for (const double v : path) EXPECT_EQ(v, std::floor(v));
    drawn.push_back(path[5]);
  }
  std::sort(drawn.begin(), drawn.end());
  for (const double u : {0.1, 0.5, 0.9}) EXPECT_NEAR(drawn[std::size_t(u * 1000)], spread.quantile(5, 5, u), 1) << u;
}

}  // namespace
}  // namespace peakdesk::forecasting
