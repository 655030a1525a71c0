#include <cmath>

#include "forecasting/models/makers.h"
#include "forecasting/optimise.h"

namespace peakdesk::forecasting {
namespace {

struct DoubleState {
  double level = 0, last_error = 0, squared_error = 0;
  std::vector<double> day, week;
};

DoubleState start_double(std::span<const double> x, std::size_t day, std::size_t week) {
  DoubleState s;
  const std::size_t cycles = std::min<std::size_t>(x.size() / week, 3), n = cycles * week;
  double mean = 0;
  for (std::size_t t = 0; t < n; ++t) mean += x[t] / double(n);
  s.day.assign(day, 0.0);
  s.week.assign(week, 0.0);
  for (std::size_t t = 0; t < n; ++t) s.day[t % day] += (x[t] - mean) * double(day) / double(n);
  for (std::size_t t = 0; t < n; ++t) s.week[t % week] += (x[t] - mean - s.day[t % day]) / double(cycles);
  s.level = mean;
  return s;
}

/// p: alpha, delta (day), omega (week), phi (of the last error). Taylor (2003), additive on the given scale.
DoubleState run_double(std::span<const double> x, std::span<const double> p, const DoubleState& start) {
  DoubleState s = start;
  const std::size_t day = s.day.size(), week = s.week.size();
  std::size_t i = 0, j = 0;
  const double kept = 1 - p[0];
  for (const double v : x) {
    const double rest = v - s.day[i] - s.week[j], known = rest - p[3] * s.last_error, e = known - s.level;
    s.last_error = rest - s.level;
    s.squared_error += e * e;
    s.level = kept * s.level + p[0] * known;  // not level + alpha * e: the next step need not wait for the error
    s.day[i] += p[1] * e;
    s.week[j] += p[2] * e;
    if (++i == day) i = 0;
    if (++j == week) j = 0;
  }
  return s;
}

/// Parameters and states settle within some dozen weeks; older ones only cost time.
std::span<const double> last_weeks(std::span<const double> x, std::size_t week) {
  return x.subspan((x.size() - std::min(x.size(), 16 * week)) / week * week);
}

class FittedDouble final : public FittedModel {
 public:
  FittedDouble(Scale scale, std::size_t day, std::size_t week, std::vector<double> parameters)
      : scale_(scale), day_(day), week_(week), parameters_(std::move(parameters)) {}
  void forecast(const Problem& problem, std::span<double> out) const override {
    const auto x = last_weeks(problem.on(scale_), week_);
    const DoubleState s = run_double(x, parameters_, start_double(x, day_, week_));
    double memory = s.last_error;
    for (std::size_t h = 0; h < out.size(); ++h) {
      memory *= parameters_[3];
      out[h] = from_scale(scale_, s.level + s.day[(x.size() + h) % day_] + s.week[(x.size() + h) % week_] + memory);
    }
  }

 private:
  Scale scale_;
  std::size_t day_, week_;
  std::vector<double> parameters_;
};

class DoubleSeasonal final : public Model {
 public:
  explicit DoubleSeasonal(bool multiplicative) : multiplicative_(multiplicative) {}
  std::string_view name() const override {
    return multiplicative_ ? "two seasons x smoothing" : "two seasons + smoothing";
  }
  bool suits(const Problem& problem) const override {
    return problem.periods.size() == 2 && problem.size() >= 2 * std::size_t(problem.periods[1]) &&
           (!multiplicative_ || problem.multiplicative() != Scale::Plain);
  }
  std::unique_ptr<FittedModel> fit(const Problem& problem) const override {
    const Scale scale = multiplicative_ ? problem.multiplicative() : Scale::Plain;
    const std::size_t day = std::size_t(problem.periods[0]), week = std::size_t(problem.periods[1]);
    const auto x = last_weeks(problem.on(scale), week);
    const DoubleState start = start_double(x, day, week);
    std::vector<double> best =
        minimise([&](const std::vector<double>& p) { return run_double(x, p, start).squared_error; },
                 {0.05, 0.1, 0.1, 0.6}, {0.0, 0.0, 0.0, 0.0}, {0.6, 0.6, 0.6, 0.99}, 90);
    return std::make_unique<FittedDouble>(scale, day, week, std::move(best));
  }

 private:
  bool multiplicative_;
};

}  // namespace

std::unique_ptr<Model> make_double_seasonal(bool multiplicative) {
  return std::make_unique<DoubleSeasonal>(multiplicative);
}

}  // namespace peakdesk::forecasting
