#include "simulation/distribution.h"

#include <algorithm>
#include <numeric>

namespace peakdesk::simulation {

double draw_normal(Random& random) {
  for (;;) {
    const double x = 2 * random.uniform() - 1, y = 2 * random.uniform() - 1;
    const double square = x * x + y * y;
    if (square < 1 && square > 0) return x * std::sqrt(-2 * std::log(square) / square);
  }
}

// Marsaglia and Tsang (2000).
double draw_gamma(Random& random, double shape) {
  if (shape < 1) return draw_gamma(random, shape + 1) * std::pow(1 - random.uniform(), 1 / shape);
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = draw_normal(random);
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    if (std::log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

Distribution Distribution::constant(double seconds) {
  Distribution result;
  result.kind_ = Kind::Constant;
  result.mean_ = seconds;
  return result;
}

Distribution Distribution::exponential(double mean_s) {
  Distribution result;
  result.kind_ = Kind::Exponential;
  result.mean_ = mean_s;
  return result;
}

Distribution Distribution::lognormal(double mean_s, double variation) {
  Distribution result;
  result.kind_ = Kind::Lognormal;
  result.mean_ = mean_s;
  result.b_ = std::sqrt(std::log1p(variation * variation));
  result.a_ = std::log(mean_s) - 0.5 * result.b_ * result.b_;
  return result;
}

Distribution Distribution::gamma(double mean_s, double variation) {
  Distribution result;
  result.kind_ = Kind::Gamma;
  result.mean_ = mean_s;
  result.a_ = 1 / (variation * variation);
  result.b_ = mean_s / result.a_;
  return result;
}

Distribution Distribution::recorded(std::vector<double> sorted_s) {
  Distribution result;
  result.kind_ = Kind::Recorded;
  result.mean_ =
      std::accumulate(sorted_s.begin(), sorted_s.end(), 0.0) / double(std::max<std::size_t>(1, sorted_s.size()));
  result.sorted_ = std::move(sorted_s);
  return result;
}

double Distribution::draw_other(Random& random) const {
  switch (kind_) {
    case Kind::Never:
      return INFINITY;
    case Kind::Constant:
      return mean_;
    case Kind::Exponential:
      return mean_ * draw_exponential(random);
    case Kind::Lognormal:
      return std::exp(a_ + b_ * draw_normal(random));
    case Kind::Gamma:
      return b_ * draw_gamma(random, a_);
    case Kind::Recorded:
      break;
  }
  const double place = random.uniform() * double(sorted_.size()) - 0.5;
  if (place <= 0) return sorted_.front();
  const auto low = static_cast<std::size_t>(place);
  if (low + 1 >= sorted_.size()) return sorted_.back();
  return sorted_[low] + (sorted_[low + 1] - sorted_[low]) * (place - double(low));
}

}  // namespace peakdesk::simulation
