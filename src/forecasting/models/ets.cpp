#include <cmath>

#include "forecasting/models/makers.h"
#include "forecasting/optimise.h"

namespace peakdesk::forecasting {
namespace {

struct HoltWinters {
  double level = 0, trend = 0, squared_error = 0;
  std::vector<double> season;  // by index modulo period
};

HoltWinters start_state(std::span<const double> y, std::size_t m, bool multiplicative) {
  HoltWinters s;
  const std::size_t cycles = std::min<std::size_t>(y.size() / m, 4), n = cycles * m;
  for (std::size_t t = 0; t < n; ++t) s.level += y[t] / double(n);
  s.season.assign(m, 0.0);
  for (std::size_t t = 0; t < n; ++t)
    s.season[t % m] += (multiplicative ? (s.level != 0 ? y[t] / s.level : 1.0) : y[t] - s.level) / double(cycles);
  double first = 0;
  for (std::size_t t = 0; t < m; ++t) first += y[t] / double(m);
  s.level = first;
  return s;
}

/// p: alpha, beta (share of alpha), gamma (share of 1 - alpha), phi.
HoltWinters run(std::span<const double> y, std::size_t m, bool multiplicative, std::span<const double> p,
                const HoltWinters& start) {
  HoltWinters s = start;
  for (std::size_t t = 0; t < y.size(); ++t) {
    double& season = s.season[t % m];
    const double base = s.level + p[3] * s.trend;
    if (multiplicative) {
      const double e = y[t] - base * season;
      s.squared_error += e * e;
      const double safe = std::max(season, 0.02), floor = std::max(std::abs(base), 1e-9);
      s.level = base + p[0] * e / safe;
      s.trend = p[3] * s.trend + p[0] * p[1] * e / safe;
      season += p[2] * (1 - p[0]) * e / floor;
    } else {
      const double e = y[t] - base - season;
      s.squared_error += e * e;
      s.level = base + p[0] * e;
      s.trend = p[3] * s.trend + p[0] * p[1] * e;
      season += p[2] * (1 - p[0]) * e;
    }
  }
  return s;
}

class FittedEts final : public FittedModel {
 public:
  FittedEts(std::size_t m, bool multiplicative, std::vector<double> parameters)
      : m_(m), multiplicative_(multiplicative), parameters_(std::move(parameters)) {}
  void forecast(const Problem& problem, std::span<double> out) const override {
    const std::span y = problem.values;
    const HoltWinters s = run(y, m_, multiplicative_, parameters_, start_state(y, m_, multiplicative_));
    double sum = 0, power = 1;
    for (std::size_t h = 0; h < out.size(); ++h) {
      power *= parameters_[3];
      sum += power;
      const double base = s.level + sum * s.trend, season = s.season[(y.size() + h) % m_];
      out[h] = multiplicative_ ? base * season : base + season;
    }
  }

 private:
  std::size_t m_;
  bool multiplicative_;
  std::vector<double> parameters_;
};

class Ets final : public Model {
 public:
  explicit Ets(bool multiplicative) : multiplicative_(multiplicative) {}
  std::string_view name() const override { return multiplicative_ ? "ETS multiplicative" : "ETS additive"; }
  bool suits(const Problem& problem) const override {
    const std::size_t m = period_of(problem);
    return m > 1 && problem.size() >= 2 * m + 4 && (!multiplicative_ || problem.non_negative);
  }
  std::unique_ptr<FittedModel> fit(const Problem& problem) const override {
    const std::span y = problem.values;
    const std::size_t m = period_of(problem);
    const HoltWinters start = start_state(y, m, multiplicative_);
    std::vector<double> best =
        minimise([&](const std::vector<double>& p) { return run(y, m, multiplicative_, p, start).squared_error; },
                 {0.25, 0.05, 0.1, 0.95}, {0.001, 0.0, 0.0, 0.8}, {0.99, 0.5, 0.9, 0.98}, 90);
    return std::make_unique<FittedEts>(m, multiplicative_, std::move(best));
  }

 private:
  static std::size_t period_of(const Problem& problem) {
    // A longest season that is the only one, or a week of days; within a day there are two and
    // models/double_seasonal.cpp.
    return problem.periods.size() == 1 ? std::size_t(problem.periods[0]) : 0;
  }
  bool multiplicative_;
};

}  // namespace

std::unique_ptr<Model> make_ets(bool multiplicative) { return std::make_unique<Ets>(multiplicative); }

}  // namespace peakdesk::forecasting
