// From orders to contacts: how many tickets an order brings, how many days later, how much more at the peak, and what
// self-service and automation take away. Also the second wave (returns, exchanges, gift cards). Numbers by day; knows
// no calendar of its own.
#pragma once
#include <array>
#include <span>
#include <string>
#include <vector>

namespace peakdesk::forecasting {

/// Tickets of day t = weekday[t] * peak^(t is a peak day) * sum over d of rate * delay[d] * orders[t - d].
struct ContactRate {
  double rate = 0;            // tickets per order, all delays together: 400 tickets on 1,000 orders are 0.4
  std::vector<double> delay;  // share of an order's tickets that come d days after it; adds up to 1
  std::array<double, 7> weekday{1, 1, 1, 1, 1, 1, 1};  // Monday first; of the day the ticket comes
  double peak_multiplier =
      1;             // on the rate, on peak days: a rate 20 % higher on twice the orders is 2.4 times the tickets
  double error = 0;  // mean absolute error of the last quarter of days, forecast from the three before
  std::string note;  // what there was too little history for
};

/// Learns from the same days of orders and tickets, `first_weekday` 0 for Monday. `is_peak` is empty or as long. Delays
/// reach up to `max_delay` days. With fewer than 28 days only the plain rate is learned, and the note says so.
ContactRate learn_contact_rate(std::span<const double> orders, std::span<const double> tickets, int first_weekday,
                               std::span<const char> is_peak = {}, std::size_t max_delay = 14);

/// Tickets for each day of `orders`, of which the first `known` are only the past that delays reach back to; returns
/// the rest.
std::vector<double> tickets_from_orders(const ContactRate& rate, std::span<const double> orders, std::size_t known,
                                        int first_weekday, std::span<const char> is_peak = {});

/// A measure that answers contacts before an agent does: self-service menus, order tracking, automation.
struct Lever {
  std::string name;
  double deflection = 0;  // share of the contacts that reach it, 0 to 1
};
/// What is left after all levers. They do not add up: each meets only what those before it left over (20 % and 15 %
/// leave 68 %).
double share_left(std::span<const Lever> levers);

/// Contacts about returns, exchanges and gift cards: `share` of orders come back, `delay[d]` of them d days later (adds
/// up to 1).
std::vector<double> second_wave(std::span<const double> orders, double share, std::span<const double> delay);

}  // namespace peakdesk::forecasting
