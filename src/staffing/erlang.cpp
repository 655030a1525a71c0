#include "staffing/erlang.h"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>

namespace peakdesk::staffing {
namespace {

// A line in which every place is taken serves at `full_rate` and people leave it at `give_up_rate` each. With a =
// full_rate / give_up_rate and b = arrivals / give_up_rate, state (places + j) has the weight b^j / ((a+1)...(a+j))
// relative to "all places taken, nobody waits". Sums of these positive terms are all that is needed; none of them
// cancels.
struct QueueSums {
  double log_weight = 0;  // ln of the sum of the weights over j >= 0
  double mean_queue = 0;  // mean j under these weights
};

// ln(b^j / ((a+1)...(a+j))).
double log_weight_at(double j, double a, double b) {
  if (j <= 0) return 0;
  if (a < 1000) return j * std::log(b) + std::lgamma(a + 1) - std::lgamma(a + j + 1);
  // Stirling on both gammas, with the large parts cancelled by hand.
  const double growth = std::log1p(j / a);
  return j * std::log(b / (a + j)) - a * growth + j - 0.5 * growth - (1 / (a + j) - 1 / a) / 12;
}

QueueSums queue_sums(double a, double b) {
  // Starting at the largest weight keeps every term in (0, 1]: no overflow however deep the overload.
  const double peak = std::max(0.0, std::floor(b - a));
  double weight = 1.0, moment = peak;
  double term = 1.0;
  for (double j = peak + 1; term > 1e-18 * weight; ++j) {
    term *= b / (a + j);
    weight += term;
    moment += term * j;
  }
  term = 1.0;
  for (double j = peak; j > 0 && term > 1e-18 * weight; --j) {
    term *= (a + j) / b;
    weight += term;
    moment += term * (j - 1);
  }
  return {log_weight_at(peak, a, b) + std::log(weight), moment / weight};
}

// `full_share`: probability of "every place taken" in the same system without a queue.
struct Line {
  double arrivals_per_s;
  double full_rate;
  double full_share;
};

Service wait_forever(const Line& line, double threshold_s) {
  Service service;
  const double load = line.arrivals_per_s / line.full_rate;
  if (!(load < 1)) return {1, 0, kEndlessPatience, 1, 0};
  const double free = 1 - load;
  const double denominator = free + load * line.full_share;
  service.wait_share = line.full_share / denominator;
  const double spare_rate = line.full_rate - line.arrivals_per_s;
  // 1 - C and 1 - e^-x each without cancellation, so that a tiny service level is still right.
  service.service_level =
      free * (1 - line.full_share) / denominator - service.wait_share * std::expm1(-spare_rate * threshold_s);
  service.mean_wait_s = service.wait_share / spare_rate;
  return service;
}

// Served after waiting between 0 and t, given a wait, by integrating the density of the wait that is offered. Its
// logarithm is concave, and this is only asked for when the bulk lies beyond t: march back from t until nothing is
// added.
double served_by_integration(const Line& line, double give_up_rate, double log_weight, double t) {
  const auto log_density = [&](double x) {
    return -line.arrivals_per_s / give_up_rate * std::expm1(-give_up_rate * x) - line.full_rate * x - give_up_rate * x;
  };
  const double log_scale = std::log(line.full_rate) - log_weight;
  double sum = 0, end = t;
  const double curvature = std::sqrt(line.arrivals_per_s * give_up_rate);
  while (end > 0) {
    const double slope = std::abs(line.arrivals_per_s * std::exp(-give_up_rate * end) - line.full_rate - give_up_rate);
    const double start = std::max(0.0, end - 1 / (slope + curvature + give_up_rate));
    const double part = boost::math::quadrature::gauss<double, 15>::integrate(
        [&](double x) { return std::exp(log_density(x) + log_scale); }, start, end);
    sum += part;
    if (part <= 1e-16 * sum) break;
    end = start;
  }
  return sum;
}

Service wait_with_patience(const Line& line, double patience_s, double threshold_s) {
  const double give_up_rate = 1 / patience_s;
  const double a = line.full_rate / give_up_rate;
  const double b = line.arrivals_per_s / give_up_rate;
  const QueueSums sums = queue_sums(a, b);
  Service service;
  const double odds_of_no_wait =
      line.full_share > 0 ? (1 - line.full_share) / line.full_share * std::exp(-sums.log_weight) : kEndlessPatience;
  const double no_wait = std::isinf(odds_of_no_wait) ? 1 : odds_of_no_wait / (1 + odds_of_no_wait);
  service.wait_share = 1 / (1 + odds_of_no_wait);
  service.abandoned_share = service.wait_share * sums.mean_queue / b;
  service.mean_wait_s = service.abandoned_share * patience_s;
  const double left = std::exp(-give_up_rate * threshold_s);
  const double log_tail = -b * std::expm1(-give_up_rate * threshold_s) - a * give_up_rate * threshold_s +
                          queue_sums(a + 1, b * left).log_weight - sums.log_weight;
  const double served_late = service.wait_share * left * std::exp(log_tail) * a / (a + 1);
  service.service_level = 1 - service.abandoned_share - served_late;
  if (service.service_level < 1e-3) {
    service.service_level =
        no_wait + service.wait_share * served_by_integration(line, give_up_rate, sums.log_weight, threshold_s);
  }
  service.service_level = std::clamp(service.service_level, 0.0, 1.0);
  return service;
}

Service wait_in(const Line& line, double patience_s, double threshold_s) {
  if (line.arrivals_per_s == 0) return {};
  if (patience_s == 0) return {line.full_share, 1 - line.full_share, 0, 0, line.full_share};
  if (line.full_rate == 0) {
    return std::isinf(patience_s) ? Service{1, 0, kEndlessPatience, 0, 0} : Service{1, 0, patience_s, 0, 1};
  }
  return std::isinf(patience_s) ? wait_forever(line, threshold_s) : wait_with_patience(line, patience_s, threshold_s);
}

// The smallest n >= low for which `good` holds; `good` stays true once it is.
template <class Good>
std::int64_t first_good(std::int64_t low, const Good& good) {
  std::int64_t step = 1, high = low;
  while (!good(high)) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (good(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return high;
}

// Decimal figures such as 8.5 Erlangs at 85 % are not exact in binary; equality within rounding is meant as equality.
constexpr double kRounding = 1e-12;

bool reaches(const Service& service, const Target& target) {
  return service.service_level >= target.service_level - kRounding &&
         service.occupancy <= target.max_occupancy * (1 + kRounding);
}

}  // namespace

double erlang_b(double erlangs, std::int64_t agents) {
  if (erlangs <= 0) return agents > 0 ? 0 : 1;
  double blocked = 1;
  for (std::int64_t n = 1; n <= agents; ++n) {
    const double product = erlangs * blocked;
    blocked = product / (double(n) + product);
    if (blocked < 1e-300) return 0;  // only falls from here: n is beyond the load
  }
  return blocked;
}

Service service_of(const Load& load, std::int64_t agents, double threshold_s) {
  const double rate = load.contacts_per_hour / 3600.0;
  const Line line{rate, double(agents) / load.handle_s, erlang_b(load.erlangs(), agents)};
  Service service = wait_in(line, load.patience_s, threshold_s);
  if (agents > 0 && rate > 0) {
    service.occupancy = std::min(1.0, load.erlangs() * (1 - service.abandoned_share) / double(agents));
  }
  return service;
}

ChatPace ChatPace::slowing(int chats_at_once, double slowdown) {
  ChatPace result;
  result.pace.clear();
  for (int j = 1; j <= chats_at_once; ++j) result.pace.push_back(j / (1 + slowdown * (j - 1)));
  return result;
}

Service chat_service_of(const Load& load, const ChatPace& pace, std::int64_t agents, double threshold_s) {
  const double rate = load.contacts_per_hour / 3600.0;
  const auto places_each = static_cast<std::int64_t>(pace.pace.size());
  const std::int64_t places = agents * places_each;
  const auto serving_rate = [&](std::int64_t chats) {
    const std::int64_t even = chats / agents, busier = chats % agents;
    const double low = even == 0 ? 0 : pace.pace[std::size_t(even - 1)];
    const double high = busier == 0 ? 0 : pace.pace[std::size_t(even)];
    return (double(agents - busier) * low + double(busier) * high) / load.handle_s;
  };
  // The recursion of Erlang B with a service rate that depends on the state; the mean number of chats comes along.
  double full = 1, mean_chats = 0;
  for (std::int64_t n = 1; n <= places; ++n) {
    const double product = rate * full;
    full = product / (serving_rate(n) + product);
    mean_chats = mean_chats * (1 - full) + double(n) * full;
  }
  if (agents == 0) full = 1;
  const Line line{rate, agents == 0 ? 0 : serving_rate(places), full};
  Service service = wait_in(line, load.patience_s, threshold_s);
  if (agents > 0 && rate > 0) {
    const double given_queue_free = full < 1 ? (mean_chats - double(places) * full) / (1 - full) : 0;
    const double busy = given_queue_free * (1 - service.wait_share) + double(places) * service.wait_share;
    service.occupancy = std::min(1.0, busy / double(places));
  }
  return service;
}

std::int64_t fewest_agents(const Load& load, const Target& target) {
  if (load.contacts_per_hour <= 0) return 0;
  const double erlangs = load.erlangs();
  if (!std::isinf(load.patience_s)) {
    return first_good(1, [&](std::int64_t n) { return reaches(service_of(load, n, target.threshold_s), target); });
  }
  // Erlang C: one pass, because the recursion over the agents gives every smaller team on its way.
  double blocked = 1;
  for (std::int64_t n = 1;; ++n) {
    const double product = erlangs * blocked;
    blocked = product / (double(n) + product);
    if (double(n) <= erlangs) continue;
    Service service =
        wait_forever({load.contacts_per_hour / 3600.0, double(n) / load.handle_s, blocked}, target.threshold_s);
    service.occupancy = erlangs / double(n);
    if (reaches(service, target)) return n;
  }
}

std::int64_t fewest_chat_agents(const Load& load, const ChatPace& pace, const Target& target) {
  if (load.contacts_per_hour <= 0) return 0;
  return first_good(
      1, [&](std::int64_t n) { return reaches(chat_service_of(load, pace, n, target.threshold_s), target); });
}

std::int64_t with_shrinkage(std::int64_t agents, double shrinkage) {
  return static_cast<std::int64_t>(std::ceil(double(agents) / (1 - shrinkage) - 1e-9));
}

OneMoreAgent one_more_agent(const Load& load, std::int64_t agents, double threshold_s) {
  const Service now = service_of(load, agents, threshold_s);
  const Service then = service_of(load, agents + 1, threshold_s);
  OneMoreAgent change;
  change.service_level = then.service_level - now.service_level;
  change.mean_wait_s = std::isinf(now.mean_wait_s) ? (std::isinf(then.mean_wait_s) ? 0 : -kEndlessPatience)
                                                   : then.mean_wait_s - now.mean_wait_s;
  change.occupancy = then.occupancy - now.occupancy;
  change.abandoned_share = then.abandoned_share - now.abandoned_share;
  change.answered_per_hour = -change.abandoned_share * load.contacts_per_hour;
  return change;
}

}  // namespace peakdesk::staffing
