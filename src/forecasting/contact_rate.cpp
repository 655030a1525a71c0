#include "forecasting/contact_rate.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace peakdesk::forecasting {
namespace {

double total(std::span<const double> v) { return std::accumulate(v.begin(), v.end(), 0.0); }

/// Non-negative least squares with a penalty on differences of neighbouring delays, by coordinate descent: few
/// unknowns, convex.
std::vector<double> learn_delays(std::span<const double> orders, std::span<const double> tickets,
                                 std::span<const double> factor, std::size_t delays) {
  std::vector<double> xx(delays * delays, 0.0), xy(delays, 0.0), b(delays, 0.0);
  for (std::size_t t = delays - 1; t < orders.size(); ++t)
    for (std::size_t i = 0; i < delays; ++i) {
      const double x = factor[t] * orders[t - i];
      xy[i] += x * tickets[t];
      for (std::size_t j = 0; j < delays; ++j) xx[i * delays + j] += x * factor[t] * orders[t - j];
    }
  const double smooth = 0.02 * xx[0];
  for (int round = 0; round < 400; ++round)
    for (std::size_t i = 0; i < delays; ++i) {
      double target = xy[i], curvature = xx[i * delays + i];
      for (std::size_t j = 0; j < delays; ++j)
        if (j != i) target -= xx[i * delays + j] * b[j];
      if (i > 0) target += smooth * b[i - 1], curvature += smooth;
      if (i + 1 < delays) target += smooth * b[i + 1], curvature += smooth;
      b[i] = curvature > 0 ? std::max(target / curvature, 0.0) : 0.0;
    }
  return b;
}

double delayed_orders(std::span<const double> orders, std::size_t t, std::span<const double> delay) {
  double sum = 0;
  for (std::size_t d = 0; d < delay.size() && d <= t; ++d) sum += delay[d] * orders[t - d];
  return sum;
}

bool at_peak(std::span<const char> is_peak, std::size_t t) { return t < is_peak.size() && is_peak[t]; }

/// Ratio of tickets to what is expected of them, over the days that `take` chooses; shrunk towards 1 by `prior`
/// tickets.
template <class Take>
double ratio_of(std::span<const double> tickets, std::span<const double> expected, Take take) {
  constexpr double kPriorTickets = 20;
  double seen = kPriorTickets, due = kPriorTickets;
  for (std::size_t t = 0; t < tickets.size(); ++t)
    if (take(t)) seen += tickets[t], due += expected[t];
  return due > 0 ? seen / due : 1;
}

ContactRate learn_on(std::span<const double> orders, std::span<const double> tickets, int first_weekday,
                     std::span<const char> is_peak, std::size_t max_delay) {
  ContactRate out;
  const double all_orders = total(orders);
  out.rate = all_orders > 0 ? total(tickets) / all_orders : 0;
  out.delay = {1.0};
  if (orders.size() < 28 || all_orders <= 0) {
    out.note =
        all_orders > 0
            ? "Fewer than 28 days: only the plain rate of tickets to orders is known, without delay, weekday or peak."
            : "No orders: there is no rate.";
    return out;
  }
  const std::size_t delays = std::min(max_delay, orders.size() / 7) + 1;
  std::vector<double> factor(orders.size(), 1.0);
  // Delays, weekdays and the peak explain the same days: learned in turn until they agree.
  for (int round = 0; round < 3; ++round) {
    const std::vector<double> b = learn_delays(orders, tickets, factor, delays);
    out.rate = total(b);
    if (out.rate <= 0) break;
    out.delay = b;
    for (double& share : out.delay) share /= out.rate;
    std::vector<double> expected(orders.size());
    for (std::size_t t = 0; t < orders.size(); ++t)
      expected[t] = t + 1 < delays ? 0 : out.rate * delayed_orders(orders, t, out.delay);
    const auto known = [&](std::size_t t) { return t + 1 >= delays; };
    for (int day = 0; day < 7; ++day)
      out.weekday[std::size_t(day)] = ratio_of(tickets, expected, [&](std::size_t t) {
        return known(t) && !at_peak(is_peak, t) && (first_weekday + int(t)) % 7 == day;
      });
    for (std::size_t t = 0; t < orders.size(); ++t)
      expected[t] *= factor[t] = out.weekday[(std::size_t(first_weekday) + t) % 7];
    out.peak_multiplier = ratio_of(tickets, expected, [&](std::size_t t) { return known(t) && at_peak(is_peak, t); });
    for (std::size_t t = 0; t < orders.size(); ++t)
      if (at_peak(is_peak, t)) factor[t] *= out.peak_multiplier;
  }
  return out;
}

}  // namespace

ContactRate learn_contact_rate(std::span<const double> orders, std::span<const double> tickets, int first_weekday,
                               std::span<const char> is_peak, std::size_t max_delay) {
  const std::size_t n = std::min(orders.size(), tickets.size());
  orders = orders.first(n);
  tickets = tickets.first(n);
  ContactRate out = learn_on(orders, tickets, first_weekday, is_peak, max_delay);
  if (n < 56) return out;
  const std::size_t cut = n - n / 4;
  const ContactRate earlier = learn_on(orders.first(cut), tickets.first(cut), first_weekday, is_peak, max_delay);
  const std::vector<double> later = tickets_from_orders(earlier, orders, cut, first_weekday, is_peak);
  for (std::size_t t = cut; t < n; ++t) out.error += std::abs(later[t - cut] - tickets[t]) / double(n - cut);
  return out;
}

std::vector<double> tickets_from_orders(const ContactRate& rate, std::span<const double> orders, std::size_t known,
                                        int first_weekday, std::span<const char> is_peak) {
  std::vector<double> tickets;
  for (std::size_t t = known; t < orders.size(); ++t) {
    const double peak = at_peak(is_peak, t) ? rate.peak_multiplier : 1;
    tickets.push_back(rate.rate * peak * rate.weekday[(std::size_t(first_weekday) + t) % 7] *
                      delayed_orders(orders, t, rate.delay));
  }
  return tickets;
}

double share_left(std::span<const Lever> levers) {
  double left = 1;
  for (const Lever& lever : levers) left *= 1 - std::clamp(lever.deflection, 0.0, 1.0);
  return left;
}

std::vector<double> second_wave(std::span<const double> orders, double share, std::span<const double> delay) {
  std::vector<double> wave(orders.size());
  for (std::size_t t = 0; t < orders.size(); ++t) wave[t] = share * delayed_orders(orders, t, delay);
  return wave;
}

}  // namespace peakdesk::forecasting
