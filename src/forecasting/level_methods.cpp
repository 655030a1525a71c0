#include "forecasting/level_methods.h"

#include <algorithm>
#include <cmath>

#include "forecasting/optimise.h"
#include "forecasting/ridge.h"

namespace peakdesk::forecasting {
namespace {

double mean_of(std::span<const double> a) {
  double sum = 0;
  for (const double v : a) sum += v;
  return a.empty() ? 0 : sum / double(a.size());
}

/// What still moves a level or a short memory: the last steps. Older ones would cost time and change nothing that
/// lasts.
std::span<const double> recent(std::span<const double> a) { return a.last(std::min(a.size(), kRecentSteps)); }

struct SmoothedLevel {
  double level = 0, squared_error = 0;
};

SmoothedLevel smooth_level(std::span<const double> a, double alpha) {
  SmoothedLevel s;
  const std::size_t start = std::min<std::size_t>(a.size(), 5);
  s.level = mean_of(a.first(start));
  const double kept = 1 - alpha;
  for (const double v : a) {
    const double e = v - s.level;
    s.squared_error += e * e;
    s.level = kept * s.level + alpha * v;  // not level + alpha * e: the next step need not wait for the error
  }
  return s;
}

/// Golden-section search on one parameter.
template <class F>
double golden(F f, double low, double high, int steps) {
  constexpr double kRatio = 0.6180339887498949;
  double a = high - kRatio * (high - low), b = low + kRatio * (high - low), fa = f(a), fb = f(b);
  for (int i = 0; i < steps; ++i) {
    if (fa < fb) {
      high = b, b = a, fb = fa;
      fa = f(a = high - kRatio * (high - low));
    } else {
      low = a, a = b, fa = fb;
      fb = f(b = low + kRatio * (high - low));
    }
  }
  return (low + high) / 2;
}

double best_alpha(std::span<const double> a) {
  return golden([&](double alpha) { return smooth_level(recent(a), alpha).squared_error; }, 0.01, 0.999, 14);
}

class ExponentialLevel final : public LevelMethod {
 public:
  std::string_view name() const override { return "level"; }
  std::vector<double> fit(std::span<const double> a, std::span<const int>) const override { return {best_alpha(a)}; }
  void forecast(std::span<const double> a, std::span<const double> parameters, std::span<double> out) const override {
    std::fill(out.begin(), out.end(), smooth_level(recent(a), parameters[0]).level);
  }
};

struct TrendState {
  double level = 0, trend = 0, squared_error = 0;
};

TrendState smooth_trend(std::span<const double> a, double alpha, double beta, double phi) {
  TrendState s;
  const std::size_t n = std::min<std::size_t>(a.size(), 10);
  s.level = mean_of(a.first(std::min<std::size_t>(n, 3)));
  s.trend = n > 5 ? (mean_of(a.subspan(n - 3, 3)) - s.level) / double(n - 3) : 0;
  const double kept = 1 - alpha, step = alpha * beta;
  for (const double v : a) {
    const double damped = phi * s.trend, expected = s.level + damped, e = v - expected;
    s.squared_error += e * e;
    s.level = kept * expected + alpha * v;  // as in smooth_level
    s.trend = damped + step * e;
  }
  return s;
}

class DampedTrend final : public LevelMethod {
 public:
  std::string_view name() const override { return "damped trend"; }
  std::vector<double> fit(std::span<const double> a, std::span<const int>) const override {
    const auto last = recent(a);
    return minimise([&](const std::vector<double>& p) { return smooth_trend(last, p[0], p[1], p[2]).squared_error; },
                    {0.4, 0.1, 0.9}, {0.01, 0.0001, 0.8}, {0.999, 0.9, 0.98}, 70);
  }
  void forecast(std::span<const double> a, std::span<const double> p, std::span<double> out) const override {
    const TrendState s = smooth_trend(recent(a), p[0], p[1], p[2]);
    double sum = 0, power = 1;
    for (double& v : out) {
      power *= p[2];
      sum += power;
      v = s.level + sum * s.trend;
    }
  }
};

/// Slope of the straight line through `a`, per step.
double slope_of(std::span<const double> a) {
  const double n = double(a.size()), centre = (n - 1) / 2;
  double numerator = 0, mean = mean_of(a);
  for (std::size_t t = 0; t < a.size(); ++t) numerator += (double(t) - centre) * (a[t] - mean);
  return a.size() < 2 ? 0 : numerator / (n * (n * n - 1) / 12);
}

/// Assimakopoulos and Nikolopoulos's Theta in Hyndman and Billah's form: exponential smoothing with half the line's
/// slope as drift.
class ThetaLevel final : public LevelMethod {
 public:
  std::string_view name() const override { return "theta"; }
  std::vector<double> fit(std::span<const double> a, std::span<const int>) const override { return {best_alpha(a)}; }
  void forecast(std::span<const double> a, std::span<const double> p, std::span<double> out) const override {
    const double drift = slope_of(a) / 2, level = smooth_level(recent(a), p[0]).level;
    const double ahead = (1 - std::pow(1 - p[0], double(a.size()))) / p[0];
    for (std::size_t h = 0; h < out.size(); ++h) out[h] = level + drift * (double(h) + ahead);
  }
};

std::vector<std::size_t> lags_for(std::span<const int> periods, std::size_t n) {
  std::vector<std::size_t> lags = {1, 2, 3};
  for (const int period : periods)
    for (const int around : {-1, 0, 1}) lags.push_back(std::size_t(period + around));
  for (const int period : periods) lags.push_back(std::size_t(2 * period));
  std::sort(lags.begin(), lags.end());
  lags.erase(std::unique(lags.begin(), lags.end()), lags.end());
  // Each coefficient wants some ten rows that hold its lag.
  std::erase_if(lags, [&](std::size_t lag) { return lag == 0 || n < lag + 10 * (lags.size() + 1); });
  return lags;
}

class Autoregression final : public LevelMethod {
 public:
  explicit Autoregression(bool differenced) : differenced_(differenced) {}
  std::string_view name() const override { return differenced_ ? "autoregression of changes" : "autoregression"; }

  /// Parameters: steps to look back at, number of lags, lags, coefficients.
  std::vector<double> fit(std::span<const double> a, std::span<const int> periods) const override {
    const std::size_t cycles = periods.empty() ? 0 : 4 * std::size_t(periods.back());
    const std::size_t steps = std::max(kRecentSteps, cycles);
    const std::vector<double> x = prepare(a, steps);
    const std::vector<std::size_t> lags = lags_for(periods, x.size());
    const double mean = differenced_ ? 0 : mean_of(x);
    std::vector<double> parameters = {double(steps), double(lags.size())};
    for (const std::size_t lag : lags) parameters.push_back(double(lag));
    if (!lags.empty()) {
      Ridge ridge(lags.size());
      for (std::size_t t = lags.back(); t < x.size(); ++t) {
        const std::span<double> row = ridge.row();
        for (std::size_t k = 0; k < lags.size(); ++k) row[k] = x[t - lags[k]] - mean;
        ridge.add(x[t] - mean);
      }
      for (const double b : ridge.solve(0.01)) parameters.push_back(b);
    }
    return parameters;
  }

  void forecast(std::span<const double> a, std::span<const double> p, std::span<double> out) const override {
    std::vector<double> x = prepare(a, std::size_t(p[0]));
    const std::size_t count = std::size_t(p[1]), n = x.size();
    const auto lags = p.subspan(2, count), coefficients = p.subspan(2 + count);
    const double mean = differenced_ ? 0 : mean_of(x);
    double low = 0, high = 0, last = a.empty() ? 0 : a.back();
    for (const double v : x) {
      low = std::min(low, v - mean);
      high = std::max(high, v - mean);
    }
    x.resize(n + out.size());
    for (std::size_t h = 0; h < out.size(); ++h) {
      double v = 0;
      for (std::size_t k = 0; k < count; ++k) {
        const std::size_t lag = std::size_t(lags[k]);
        if (lag <= n + h) v += coefficients[k] * (x[n + h - lag] - mean);
      }
      x[n + h] = mean + std::clamp(v, low, high);  // nothing larger than ever seen: an explosive fit stays bounded
      out[h] = differenced_ ? last += x[n + h] : x[n + h];
    }
  }

 private:
  /// The last so many steps, or their changes.
  std::vector<double> prepare(std::span<const double> a, std::size_t steps) const {
    a = a.last(std::min(a.size(), steps));
    std::vector<double> x(a.begin(), a.end());
    if (differenced_ && x.size() > 1) {
      for (std::size_t t = x.size() - 1; t > 0; --t) x[t] -= x[t - 1];
      x.erase(x.begin());
    }
    return x;
  }
  bool differenced_;
};

}  // namespace

const LevelMethod& exponential_level() {
  static const ExponentialLevel method;
  return method;
}
const LevelMethod& damped_trend() {
  static const DampedTrend method;
  return method;
}
const LevelMethod& theta_level() {
  static const ThetaLevel method;
  return method;
}
const LevelMethod& autoregression() {
  static const Autoregression method(false);
  return method;
}
const LevelMethod& differenced_autoregression() {
  static const Autoregression method(true);
  return method;
}

}  // namespace peakdesk::forecasting
