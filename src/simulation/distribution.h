// Random durations: handle times, patience, time until somebody comes back. Owns the shapes and how they are drawn;
// fitting them to records is replay's.
#pragma once
#include <cmath>
#include <vector>

#include "base/random.h"

namespace peakdesk::simulation {

/// Exponential with mean 1.
inline double draw_exponential(Random& random) { return -std::log(double((random.next() >> 11) + 1) * 0x1.0p-53); }
/// Normal with mean 0 and deviation 1 (Marsaglia's polar method, one of the two values).
double draw_normal(Random& random);
/// Gamma with the shape > 0 and mean = shape.
double draw_gamma(Random& random, double shape);

/// A distribution of seconds >= 0. The default is "never ends".
class Distribution {
 public:
  static Distribution never() { return {}; }
  static Distribution constant(double seconds);
  static Distribution exponential(double mean_s);
  /// By its mean and its coefficient of variation (deviation ÷ mean), both > 0; the usual shape of handle times.
  static Distribution lognormal(double mean_s, double variation);
  /// As lognormal; more short ones.
  static Distribution gamma(double mean_s, double variation);
  /// Values spread evenly over the recorded ones, interpolated between neighbours. `sorted_s` ascending, not empty.
  static Distribution recorded(std::vector<double> sorted_s);

  bool is_never() const { return kind_ == Kind::Never; }
  /// Infinity for never.
  double mean_s() const { return mean_; }
  double draw(Random& random) const {
    if (kind_ == Kind::Exponential) return mean_ * draw_exponential(random);
    return draw_other(random);
  }

 private:
  enum class Kind { Never, Constant, Exponential, Lognormal, Gamma, Recorded };
  double draw_other(Random& random) const;
  Kind kind_ = Kind::Never;
  double mean_ = INFINITY;
  double a_ = 0, b_ = 0;
  std::vector<double> sorted_;
};

}  // namespace peakdesk::simulation
