#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>

#include "forecasting/models/makers.h"
#include "forecasting/ridge.h"

namespace peakdesk::forecasting {
namespace {

constexpr std::size_t kHarmonics = 6;
constexpr std::size_t kColumns = 2 + 2 * kHarmonics;  // level, trend, cosines and sines of the year

struct HarmonicSettings {
  Scale scale = Scale::Plain;
  std::vector<SeasonSettings> seasons;
  std::vector<double> coefficients, parameters;
  double year = 0, span = 1;  // steps
};

/// The regressors step by step: the angle is turned on instead of asking for sines.
class Regressors {
 public:
  Regressors(std::size_t first, const HarmonicSettings& s)
      : t_(double(first)),
        span_(s.span),
        turn_(std::polar(1.0, 2 * std::numbers::pi / s.year)),
        now_(std::polar(1.0, std::fmod(2 * std::numbers::pi * double(first) / s.year, 2 * std::numbers::pi))) {}
  /// Fills in the row of the next step.
  void next(std::span<double> row) {
    row[0] = 1;
    row[1] = std::min(t_ / span_, 1.0) - 0.5;  // the trend ends with the history: what follows is the level method's
    std::complex<double> harmonic = 1;
    for (std::size_t k = 0; k < kHarmonics; ++k) {
      harmonic = product(harmonic, now_);
      row[2 + 2 * k] = harmonic.real();
      row[3 + 2 * k] = harmonic.imag();
    }
    now_ = product(now_, turn_);
    t_ += 1;
  }

 private:
  /// Without the care for infinities that makes the library's slow.
  static std::complex<double> product(std::complex<double> a, std::complex<double> b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
  }
  double t_, span_;
  std::complex<double> turn_, now_;
};

/// The regression's values at `first` and after.
std::vector<double> regression_from(std::size_t first, std::size_t count, const HarmonicSettings& s) {
  Regressors regressors(first, s);
  std::vector<double> out(count);
  std::array<double, kColumns> row;
  for (double& v : out) {
    regressors.next(row);
    v = std::inner_product(row.begin(), row.end(), s.coefficients.begin(), 0.0);
  }
  return out;
}

/// What the regression leaves of the last steps, as many as the level method looks at.
std::vector<double> rest_of(std::span<const double> adjusted, const HarmonicSettings& s) {
  const std::size_t count = std::min(adjusted.size(), kRecentSteps), first = adjusted.size() - count;
  std::vector<double> rest = regression_from(first, count, s);
  for (std::size_t t = 0; t < count; ++t) rest[t] = adjusted[first + t] - rest[t];
  return rest;
}

class FittedHarmonic final : public FittedModel {
 public:
  explicit FittedHarmonic(HarmonicSettings settings) : s_(std::move(settings)) {}
  void forecast(const Problem& problem, std::span<double> out) const override {
    const std::size_t origin = problem.size();
    const Seasons& seasons = problem.seasons(s_.scale, s_.seasons);
    damped_trend().forecast(rest_of(seasons.adjusted, s_), s_.parameters, out);
    const std::vector<double> regression = regression_from(origin, out.size(), s_);
    for (std::size_t h = 0; h < out.size(); ++h)
      out[h] = from_scale(s_.scale, out[h] + regression[h] + seasons.at(origin + h));
  }

 private:
  HarmonicSettings s_;
};

class HarmonicRegression final : public Model {
 public:
  std::string_view name() const override { return "yearly harmonics"; }
  bool suits(const Problem& problem) const override {
    return problem.steps_per_year >= 12 && double(problem.size()) >= 1.5 * problem.steps_per_year;
  }
  int seasons_seen(const Problem& problem, std::size_t n) const override {
    int seen = 1;
    for (const int p : problem.periods) seen += p < problem.steps_per_year / 2 && n >= 2 * std::size_t(p);
    return seen;
  }
  std::unique_ptr<FittedModel> fit(const Problem& problem) const override {
    HarmonicSettings s;
    s.scale = problem.multiplicative();
    s.year = problem.steps_per_year;
    s.span = double(problem.size());
    s.seasons = problem.seasons_within_year(s.scale);
    const std::vector<double>& adjusted = problem.seasons(s.scale, s.seasons).adjusted;
    Ridge ridge(kColumns);
    std::vector<double> penalty(kColumns, 0.0);
    Regressors regressors(0, s);
    for (const double y : adjusted) {
      regressors.next(ridge.row());
      ridge.add(y);
    }
    penalty[1] = 0.05;
    for (std::size_t k = 0; k < kHarmonics; ++k)
      penalty[2 + 2 * k] = penalty[3 + 2 * k] = 0.01 * double((k + 1) * (k + 1));
    s.coefficients = ridge.solve(penalty);
    s.parameters = damped_trend().fit(rest_of(adjusted, s), problem.periods);
    return std::make_unique<FittedHarmonic>(std::move(s));
  }
};

}  // namespace

std::unique_ptr<Model> make_harmonic_regression() { return std::make_unique<HarmonicRegression>(); }

}  // namespace peakdesk::forecasting
