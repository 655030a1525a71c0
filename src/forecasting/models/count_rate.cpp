#include <algorithm>
#include <cmath>

#include "forecasting/models/makers.h"

namespace peakdesk::forecasting {
namespace {

/// Rate of a gamma-Poisson process: a slot profile shrunk towards 1 by the Poisson noise in it, times a discounted
/// mean.
class FittedCountRate final : public FittedModel {
 public:
  FittedCountRate(double gain, std::size_t period) : gain_(gain), period_(period) {}

  void forecast(const Problem& problem, std::span<double> out) const override {
    const std::span y = problem.values;
    const std::vector<double> profile = profile_of(y, period_);
    const double rate = rate_of(y, profile, gain_, nullptr);
    for (std::size_t h = 0; h < out.size(); ++h) out[h] = rate * profile[(y.size() + h) % period_];
  }

  static std::vector<double> profile_of(std::span<const double> y, std::size_t period) {
    std::vector<double> sums(period, 0.0), visits(period, 0.0);
    double total = 0;
    for (std::size_t t = 0, slot = 0; t < y.size(); ++t, slot = slot + 1 < period ? slot + 1 : 0) {
      sums[slot] += y[t];
      visits[slot] += 1;
      total += y[t];
    }
    const double mean = total / double(y.size());
    if (mean <= 0) return std::vector<double>(period, 1.0);
    // Variance between slots beyond what Poisson counting alone makes, as a share of the mean squared.
    double between = 0;
    for (std::size_t s = 0; s < period; ++s) {
      const double ratio = visits[s] > 0 ? sums[s] / visits[s] / mean : 1;
      between += ((ratio - 1) * (ratio - 1) - (visits[s] > 0 ? 1 / (mean * visits[s]) : 0)) / double(period);
    }
    const double shape = between > 1e-9 ? 1 / between : 1e9;  // of the gamma prior around 1
    for (std::size_t s = 0; s < period; ++s) sums[s] = (sums[s] + shape) / (visits[s] * mean + shape);
    return sums;
  }

  /// Discounted ratio of counts to profile; adds one-step squared Pearson errors to `error`.
  static double rate_of(std::span<const double> y, std::span<const double> profile, double gain, double* error) {
    double counts = 0, exposure = 0;
    for (std::size_t t = 0, slot = 0; t < y.size(); ++t, slot = slot + 1 < profile.size() ? slot + 1 : 0) {
      const double p = profile[slot];
      if (error && exposure > 0) {
        const double e = y[t] - counts / exposure * p;
        *error += e * e / std::max(p, 0.05);
      }
      counts = (1 - gain) * counts + y[t];
      exposure = (1 - gain) * exposure + p;
    }
    return exposure > 0 ? counts / exposure : 0;
  }

 private:
  double gain_;
  std::size_t period_;
};

class CountRate final : public Model {
 public:
  std::string_view name() const override { return "count rate"; }
  bool suits(const Problem& problem) const override {
    const std::size_t n = problem.size();
    if (!problem.non_negative || n < 8) return false;
    double sum = 0;
    std::size_t zeros = 0;
    for (std::size_t t = 0; t < n; ++t) {
      sum += problem.values[t];
      zeros += problem.values[t] < 0.5;
    }
    return sum / double(n) < 10 || double(zeros) > 0.25 * double(n);
  }
  std::unique_ptr<FittedModel> fit(const Problem& problem) const override {
    const std::span y = problem.values;
    std::size_t period = 1;
    for (const int p : problem.periods)
      if (y.size() >= 3 * std::size_t(p)) period = std::size_t(p);
    const std::vector<double> profile = FittedCountRate::profile_of(y, period);
    double best = INFINITY, best_gain = 0.01;
    for (const double gain : {0.0005, 0.002, 0.005, 0.01, 0.03, 0.08, 0.2}) {
      double error = 0;
      FittedCountRate::rate_of(y, profile, gain, &error);
      if (error < best) {
        best = error;
        best_gain = gain;
      }
    }
    return std::make_unique<FittedCountRate>(best_gain, period);
  }
};

}  // namespace

std::unique_ptr<Model> make_count_rate() { return std::make_unique<CountRate>(); }

}  // namespace peakdesk::forecasting
