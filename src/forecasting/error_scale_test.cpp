#include "forecasting/error_scale.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "forecasting/spread.h"

namespace peakdesk::forecasting {
namespace {

/// `weeks` backtests of one week of days each, side by side; errors are normal with the sd that `sd_of(forecast, day)`
/// names.
template <class SdOf>
std::vector<ErrorPath> weeks_of_days(std::size_t weeks, std::vector<double> forecast, SdOf sd_of) {
  Random random(11);
  std::vector<ErrorPath> out;
  for (std::size_t k = 0; k < weeks; ++k) {
    ErrorPath path{forecast, {}, 7 * k};
    for (std::size_t day = 0; day < 7; ++day)
      path.actual.push_back(forecast[day] + sd_of(forecast[day], day) * normal_quantile(random.uniform()));
    out.push_back(std::move(path));
  }
  return out;
}

const std::vector<double> kRising = {100, 200, 300, 500, 800, 1200, 2000}, kFlat(7, 100.0);
const std::vector<int> kNoSeason, kWeek = {7};

TEST(ErrorScale, FindsThePowerThatErrorsGrowWith) {
  for (const double power : {0.0, 0.5, 0.7, 1.0}) {
    const auto errors = weeks_of_days(100, kRising, [&](double f, std::size_t) { return std::pow(f, power); });
    const ErrorScale scale(errors, kNoSeason, true);
    EXPECT_NEAR(std::log(scale.at(2000, 0) / scale.at(100, 0)) / std::log(20), power, 0.06) << power;
  }
}

TEST(ErrorScale, AsksNoSizeOfForecastsThatMayBeNegative) {
  const auto errors = weeks_of_days(100, kRising, [](double f, std::size_t) { return f; });
  const ErrorScale scale(errors, kNoSeason, false);
  EXPECT_EQ(scale.at(2000, 0), scale.at(100, 0));
}

TEST(ErrorScale, FollowsTheSeasonAsFarAsManyWeeksShowIt) {
  const auto wild_on_fridays = [](double, std::size_t day) { return day == 4 ? 40.0 : 10.0; };
  const ErrorScale many(weeks_of_days(100, kFlat, wild_on_fridays), kWeek, true),
      few(weeks_of_days(4, kFlat, wild_on_fridays), kWeek, true),
      once(weeks_of_days(1, kFlat, wild_on_fridays), kWeek, true);
  const auto friday = [](const ErrorScale& scale) { return scale.at(100, 7 * 200 + 4) / scale.at(100, 7 * 200 + 1); };
  EXPECT_NEAR(friday(many), 4, 0.6);
  EXPECT_GT(friday(few), 1);
  EXPECT_EQ(friday(once), 1);  // nothing says whether it comes again
}

TEST(ErrorScale, SeesNoSeasonInChance) {
  const ErrorScale scale(weeks_of_days(10, kFlat, [](double, std::size_t) { return 10.0; }), kWeek, true);
  for (std::size_t day = 0; day < 7; ++day) EXPECT_NEAR(scale.at(100, day) / scale.at(100, 0), 1, 0.25);
}

TEST(ErrorScale, BacktestsThatSayTheSameAreOneObservation) {
  const auto errors = weeks_of_days(4, kFlat, [](double, std::size_t day) { return day == 4 ? 40.0 : 10.0; });
  std::vector<ErrorPath> repeated = errors;
  repeated.insert(repeated.end(), errors.begin(), errors.end());
  const ErrorScale one(errors, kWeek, true), twice(repeated, kWeek, true);
  for (std::size_t day = 0; day < 7; ++day) EXPECT_NEAR(one.at(100, day), twice.at(100, day), 1e-9);
}

TEST(ErrorScale, StandsWhereErrorsAreNothing) {
  const auto errors = weeks_of_days(8, kFlat, [](double, std::size_t day) { return day < 5 ? 10.0 : 0.0; });
  const ErrorScale scale(errors, kWeek, true);
  for (std::size_t day = 0; day < 7; ++day) EXPECT_GT(scale.at(0, day), 0);
  EXPECT_LT(scale.at(100, 6), 0.5 * scale.at(100, 2));
}

}  // namespace
}  // namespace peakdesk::forecasting
