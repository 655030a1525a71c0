#include "forecasting/contact_rate.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace peakdesk::forecasting {
namespace {

TEST(ContactRate, FourHundredTicketsOnAThousandOrders) {
  const std::vector<double> orders(10, 100.0), tickets(10, 40.0);
  const ContactRate rate = learn_contact_rate(orders, tickets, 0);
  EXPECT_DOUBLE_EQ(rate.rate, 0.4);
  EXPECT_NE(rate.note, "");
}

TEST(ContactRate, FindsDelayWeekdayAndPeak) {
  Random random(1);
  const std::vector<double> delay = {0.1, 0.2, 0.3, 0.25, 0.15};
  constexpr double kWeekday[] = {1.3, 1.1, 1, 1, 1, 0.8, 0.8};
  std::vector<double> orders(200), tickets(200);
  std::vector<char> is_peak(200, 0);
  for (std::size_t t = 0; t < 200; ++t) {
    is_peak[t] = t >= 120 && t < 140;
    orders[t] = (1000 + 600 * random.uniform()) * (is_peak[t] ? 2 : 1);
  }
  for (std::size_t t = 0; t < 200; ++t) {
    for (std::size_t d = 0; d < 5 && d <= t; ++d) tickets[t] += 0.4 * delay[d] * orders[t - d];
    tickets[t] *= kWeekday[t % 7] * (is_peak[t] ? 1.2 : 1);
  }
  const ContactRate rate = learn_contact_rate(orders, tickets, 0, is_peak);
  EXPECT_NEAR(rate.rate * rate.weekday[2], 0.4, 0.03);
  EXPECT_NEAR(rate.peak_multiplier, 1.2, 0.06);
  EXPECT_NEAR(rate.weekday[0] / rate.weekday[5], 1.3 / 0.8, 0.1);
  double mean_delay = 0;
  for (std::size_t d = 0; d < rate.delay.size(); ++d) mean_delay += double(d) * rate.delay[d];
  EXPECT_NEAR(mean_delay, 2.15, 0.5);
  const auto again = tickets_from_orders(rate, orders, 150, 0, is_peak);
  for (std::size_t t = 150; t < 200; ++t) EXPECT_NEAR(again[t - 150], tickets[t], 0.1 * tickets[t]);
  EXPECT_LT(rate.error, 60);
}

TEST(ContactRate, APeakRateMultipliesOrders) {
  // Orders double and the rate rises by 20 %: 2.4 times the tickets.
  ContactRate rate;
  rate.rate = 0.4;
  rate.delay = {1};
  rate.peak_multiplier = 1.2;
  const std::vector<double> orders = {1000, 2000};
  const std::vector<char> is_peak = {0, 1};
  const auto tickets = tickets_from_orders(rate, orders, 0, 0, is_peak);
  EXPECT_NEAR(tickets[1] / tickets[0], 2.4, 1e-12);
}

TEST(ContactRate, LeversDoNotAddUp) {
  const std::vector<Lever> levers = {{"order menus", 0.2}, {"order tracking", 0.15}};
  EXPECT_NEAR(share_left(levers), 0.68, 1e-12);
}

TEST(ContactRate, TheSecondWaveComesLater) {
  std::vector<double> orders(60, 0.0), delay(31, 0.0);
  orders[5] = 1000;
  delay[30] = 1;
  const auto wave = second_wave(orders, 0.3, delay);
  EXPECT_DOUBLE_EQ(wave[35], 300);
  EXPECT_DOUBLE_EQ(wave[5], 0);
}

}  // namespace
}  // namespace peakdesk::forecasting
