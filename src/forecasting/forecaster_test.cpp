#include "forecasting/forecaster.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "base/random.h"
#include "forecasting/holidays.h"

namespace peakdesk::forecasting {
namespace {

Series daily(std::vector<double> values, Date start = {2024, 1, 1}) {
  Series s;
  s.grid.step = {kDay, 0};
  for (std::size_t i = 0; i < values.size(); ++i) s.times.push_back(WallTime(days_of(start) + int(i)) * kDay);
  s.values = std::move(values);
  return s;
}

Series hourly(std::vector<double> values) {
  Series s;
  s.grid.step = {kHour, 0};
  for (int h = 0; h < 24; ++h) s.grid.open_seconds.push_back(h * 3600);
  for (std::size_t i = 0; i < values.size(); ++i)
    s.times.push_back(WallTime(days_of(Date{2024, 1, 1})) * kDay + WallTime(i) * kHour);
  s.values = std::move(values);
  return s;
}

double noise(Random& random) {
  double sum = 0;
  for (int i = 0; i < 12; ++i) sum += random.uniform();
  return sum - 6;
}

std::vector<double> weekly_pattern(std::size_t n, std::uint64_t seed) {
  constexpr double kShape[] = {120, 100, 90, 95, 110, 60, 40};
  Random random(seed);
  std::vector<double> y(n);
  for (std::size_t t = 0; t < n; ++t) y[t] = kShape[t % 7] * (1 + 0.05 * noise(random));
  return y;
}

double coverage(const Forecast& f, double level, const std::vector<double>& truth) {
  double inside = 0;
  for (std::size_t h = 0; h < truth.size(); ++h) {
    const auto interval = f.interval(h, level);
    inside += truth[h] >= interval.low && truth[h] <= interval.high;
  }
  return inside / double(truth.size());
}

TEST(Forecaster, RecoversAWeeklyPattern) {
  const auto y = weekly_pattern(300, 1);
  const Forecast f = forecast(daily(y), {.horizon = 28});
  constexpr double kShape[] = {120, 100, 90, 95, 110, 60, 40};
  for (std::size_t h = 0; h < 28; ++h) EXPECT_NEAR(f.mean[h], kShape[(300 + h) % 7], 6) << h;
  EXPECT_GT(f.backtests, 4u);
  EXPECT_LT(f.error, f.error_last_week);
}

TEST(Forecaster, RecoversTwoSeasonsWithinTheDayAndTheWeek) {
  Random random(2);
  std::vector<double> y;
  const auto truth = [](std::size_t t) {
    return 200 + 80 * std::sin(2 * M_PI * double(t % 24) / 24) - (t % 168 >= 120 ? 90 : 0);
  };
  for (std::size_t t = 0; t < 168 * 6; ++t) y.push_back(truth(t) + 5 * noise(random));
  const Forecast f = forecast(hourly(y), {.horizon = 168});
  double error = 0;
  for (std::size_t h = 0; h < 168; ++h) error += std::abs(f.mean[h] - truth(y.size() + h)) / 168;
  EXPECT_LT(error, 5);
}

TEST(Forecaster, ScalesWithTheSeries) {
  auto y = weekly_pattern(200, 3);
  const Forecast one = forecast(daily(y), {.horizon = 14});
  for (double& v : y) v *= 1000.5;
  const Forecast other = forecast(daily(y), {.horizon = 14});
  for (std::size_t h = 0; h < 14; ++h) {
    EXPECT_NEAR(other.mean[h] / one.mean[h], 1000.5, 1000.5 * 0.01);
    EXPECT_NEAR((other.interval(h, 0.8).high - other.mean[h]) / (one.interval(h, 0.8).high - one.mean[h]), 1000.5,
                1000.5 * 0.05);
  }
}

TEST(Forecaster, ShiftsWithTheSeriesWhereEffectsAdd) {
  auto y = weekly_pattern(200, 4);
  ForecastOptions options{.horizon = 14, .models = {"ETS additive", "seasons + damped trend"}};
  const Forecast one = forecast(daily(y), options);
  for (double& v : y) v += 5000;
  const Forecast other = forecast(daily(y), options);
  for (std::size_t h = 0; h < 14; ++h) EXPECT_NEAR(other.mean[h] - one.mean[h], 5000, 2);
}

TEST(Forecaster, TheSameInputGivesTheSameNumbers) {
  const auto y = weekly_pattern(400, 5);
  const Forecast a = forecast(daily(y), {.horizon = 30, .country = "FR"}),
                 b = forecast(daily(y), {.horizon = 30, .country = "FR"});
  EXPECT_EQ(a.mean, b.mean);
  EXPECT_EQ(a.spread.paths(a.mean, 20, 7), b.spread.paths(b.mean, 20, 7));
  EXPECT_NE(a.spread.paths(a.mean, 20, 7), a.spread.paths(a.mean, 20, 8));
}

TEST(Forecaster, IsNeverNegativeForCountsAndNeverInsane) {
  Random random(6);
  std::vector<double> falling, rare, zeros(100, 0.0), constant(100, 42.0);
  for (int t = 0; t < 200; ++t) {
    falling.push_back(std::max(0.0, std::floor(100 - t * 0.5 + noise(random))));
    rare.push_back(random.uniform() < 0.1 ? 1 : 0);
  }
  for (const auto& y : {falling, rare, zeros, constant}) {
    const Forecast f = forecast(daily(y), {.horizon = 60});
    for (std::size_t h = 0; h < 60; ++h) {
      EXPECT_GE(f.mean[h], 0);
      EXPECT_LT(f.mean[h], 200);
      const auto interval = f.interval(h, 0.95);
      EXPECT_GE(interval.low, 0);
      EXPECT_LE(interval.low, interval.high);
    }
  }
  EXPECT_NEAR(forecast(daily(constant), {.horizon = 5}).mean[4], 42, 1e-6);
  EXPECT_NEAR(forecast(daily(zeros), {.horizon = 5}).mean[4], 0, 1e-9);
}

TEST(Forecaster, ShortHistoriesFallBackAndSaySo) {
  for (const std::size_t n : {2u, 3u, 5u, 7u}) {
    std::vector<double> y(n, 10.0);
    const Forecast f = forecast(daily(y), {.horizon = 10});
    ASSERT_EQ(f.mean.size(), 10u);
    EXPECT_NEAR(f.mean[9], 10, 1e-6);
    EXPECT_FALSE(f.notes.empty());
    EXPECT_FALSE(f.models.empty());
  }
}

TEST(Forecaster, CarriesTheLastValueOnWhereNoModelBearsTheHistory) {
  const Forecast f = forecast(daily({5, 6, 7}), {.horizon = 2, .models = {"same as last year"}});
  EXPECT_EQ(f.mean, (std::vector<double>{7, 7}));
  EXPECT_FALSE(f.notes.empty());
}

TEST(Forecaster, GapsDoNotMoveTheForecast) {
  auto y = weekly_pattern(300, 8);
  const Forecast whole = forecast(daily(y), {.horizon = 14});
  for (std::size_t t = 10; t < y.size(); t += 13) y[t] = NAN;
  const Forecast holed = forecast(daily(y), {.horizon = 14});
  for (std::size_t h = 0; h < 14; ++h) EXPECT_NEAR(holed.mean[h], whole.mean[h], 0.05 * whole.mean[h]);
}

TEST(Forecaster, LearnsTheShopsOwnEventsFromOnePastDay) {
  auto y = weekly_pattern(400, 9);
  y[200] *= 4;
  const int start = days_of(Date{2024, 1, 1});
  ForecastOptions options{.horizon = 28};
  options.events = {{start + 200, "Launch"}, {start + 410, "Launch"}};
  const Forecast f = forecast(daily(y), options), without = forecast(daily(y), {.horizon = 28});
  EXPECT_EQ(f.events[10], "Launch");
  EXPECT_GT(f.mean[10], 2.5 * without.mean[10]);
  EXPECT_LT(f.mean[10], 4.5 * without.mean[10]);
  EXPECT_NEAR(f.mean[17], without.mean[17], 0.1 * without.mean[17]);
}

TEST(Forecaster, LearnsHolidaysThatMove) {
  // Two years of a shop that is shut on French public holidays; Ascension Day moves from 9 May 2024 to 29 May 2025.
  auto y = weekly_pattern(500, 10);
  const int start = days_of(Date{2024, 1, 1});
  for (int year : {2024, 2025})
    for (const Holiday& h : holidays("FR", year))
      if (h.public_holiday && h.days - start < 500 && h.days >= start) y[std::size_t(h.days - start)] = 0;
  const Forecast f = forecast(daily(y), {.horizon = 28, .country = "FR"});  // from 15 May 2025
  EXPECT_EQ(f.events[14], "Ascension Day");
  EXPECT_LT(f.mean[14], 20);
  EXPECT_GT(f.mean[15], 60);
}

/// Weeks of a shop with noise, from the first Friday of 2022; `shape` of the week of the year multiplies.
template <class Shape>
Series weekly(std::size_t n, std::uint64_t seed, Shape shape) {
  Random random(seed);
  Series s;
  s.grid.step = {kWeek, 0};
  for (std::size_t t = 0; t < n; ++t) {
    s.times.push_back(WallTime(days_of(Date{2022, 1, 7}) + 7 * int(t)) * kDay);
    s.values.push_back(1000 * shape(int(t % 52)) * (1 + 0.03 * noise(random)));
  }
  return s;
}

TEST(Forecaster, BringsAPeakSeenOnceBackWhole) {
  const auto shape = [](int week) { return week == 47 ? 1.8 : week == 50 ? 1.6 : 1.0; };
  Series whole = weekly(104, 21, shape), known = whole;
  known.times.resize(91);
  known.values.resize(91);
  const Forecast course = forecast(known, {.horizon = 13, .models = {"last year's course"}});
  EXPECT_GT(course.mean[99 - 91], 1620);
  EXPECT_GT(course.mean[102 - 91], 1450);
  EXPECT_LT(course.mean[100 - 91], 1150);
  // Of all models the others never saw a peak; the same weeks a year ago tell against them.
  EXPECT_GT(forecast(known, {.horizon = 13}).mean[99 - 91], 1300);
}

TEST(Forecaster, AYearJustSeenTwiceCounts) {
  // Two and a half years: most origins stand where the year was not yet seen twice, and must not speak against it.
  const auto shape = [](int week) { return 1 + 0.5 * std::sin(2 * 3.14159265 * week / 52.0); };
  double error = 0;
  for (std::uint64_t seed = 31; seed < 36; ++seed) {
    const Series whole = weekly(143, seed, shape);
    Series known = whole;
    known.times.resize(130);
    known.values.resize(130);
    const Forecast f = forecast(known, {.horizon = 13});
    for (std::size_t h = 0; h < 13; ++h) error += std::abs(f.mean[h] - 1000 * shape(int(h + 130) % 52)) / 65;
  }
  EXPECT_LT(error, 28);  // the noise is 30 a week on average weeks
}

TEST(Forecaster, IntervalsCoverPointsAndSums) {
  double c80 = 0, c95 = 0, sums = 0;
  constexpr int kSeries = 40;
  for (int k = 0; k < kSeries; ++k) {
    auto y = weekly_pattern(400, 100 + std::uint64_t(k));
    const std::vector<double> truth(y.end() - 28, y.end());
    y.resize(372);
    const Forecast f = forecast(daily(y), {.horizon = 28});
    c80 += coverage(f, 0.8, truth) / kSeries;
    c95 += coverage(f, 0.95, truth) / kSeries;
    const auto interval = sum_interval(f.spread.paths(f.mean, 400, 1), 0, 7, 0.8);
    const double sum = std::accumulate(truth.begin(), truth.begin() + 7, 0.0);
    sums += (sum >= interval.low && sum <= interval.high) / double(kSeries);
  }
  EXPECT_NEAR(c80, 0.8, 0.07);
  EXPECT_NEAR(c95, 0.95, 0.04);
  EXPECT_NEAR(sums, 0.8, 0.17);
}

TEST(Forecaster, PartsMakeTheMean) {
  const auto y = weekly_pattern(300, 11);
  const Forecast f = forecast(daily(y), {.horizon = 14, .country = "US"});
  for (std::size_t h = 0; h < 14; ++h) {
    const auto& p = f.parts;
    const double made = p.multiply ? p.level[h] * p.season[h] * p.event[h] : p.level[h] + p.season[h] + p.event[h];
    EXPECT_NEAR(made, f.mean[h], 1e-6 * f.mean[h]);
  }
  double weights = 0;
  for (const ModelShare& m : f.models) weights += m.weight;
  EXPECT_NEAR(weights, 1, 1e-9);
}

}  // namespace
}  // namespace peakdesk::forecasting
