#include <cmath>
#include <numbers>

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

void fill_row(std::size_t t, const HarmonicSettings& s, std::span<double> row) {
  row[0] = 1;
  row[1] =
      std::min(double(t) / s.span, 1.0) - 0.5;  // the trend ends with the history: what follows is the level method's
  const double angle = 2 * std::numbers::pi * double(t) / s.year, c = std::cos(angle), q = std::sin(angle);
  double ck = 1, sk = 0;
  for (std::size_t k = 0; k < kHarmonics; ++k) {
    const double next = ck * c - sk * q;
    sk = sk * c + ck * q;
    ck = next;
    row[2 + 2 * k] = ck;
    row[3 + 2 * k] = sk;
  }
}

double regression_at(std::size_t t, const HarmonicSettings& s) {
  double row[kColumns], sum = 0;
  fill_row(t, s, row);
  for (std::size_t k = 0; k < kColumns; ++k) sum += row[k] * s.coefficients[k];
  return sum;
}

class FittedHarmonic final : public FittedModel {
 public:
  explicit FittedHarmonic(HarmonicSettings settings) : s_(std::move(settings)) {}
  void forecast(const Problem& problem, std::span<double> out) const override {
    const std::size_t origin = problem.size();
    const Seasons& seasons = problem.seasons(s_.scale, s_.seasons);
    std::vector<double> rest = seasons.adjusted;
    for (std::size_t t = 0; t < origin; ++t) rest[t] -= regression_at(t, s_);
    damped_trend().forecast(rest, s_.parameters, out);
    for (std::size_t h = 0; h < out.size(); ++h)
      out[h] = from_scale(s_.scale, out[h] + regression_at(origin + h, s_) + seasons.at(origin + h));
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
    const std::size_t n = problem.size();
    HarmonicSettings s;
    s.scale = problem.multiplicative();
    s.year = problem.steps_per_year;
    s.span = double(n);
    s.seasons = problem.seasons_within_year(s.scale);
    std::vector<double> rest = problem.seasons(s.scale, s.seasons).adjusted;
    Ridge ridge(kColumns);
    std::vector<double> row(kColumns), penalty(kColumns, 0.0);
    for (std::size_t t = 0; t < n; ++t) {
      fill_row(t, s, row);
      ridge.add(row, rest[t]);
    }
    penalty[1] = 0.05;
    for (std::size_t k = 0; k < kHarmonics; ++k)
      penalty[2 + 2 * k] = penalty[3 + 2 * k] = 0.01 * double((k + 1) * (k + 1));
    s.coefficients = ridge.solve(penalty);
    for (std::size_t t = 0; t < n; ++t) rest[t] -= regression_at(t, s);
    s.parameters = damped_trend().fit(rest, problem.periods);
    return std::make_unique<FittedHarmonic>(std::move(s));
  }
};

}  // namespace

std::unique_ptr<Model> make_harmonic_regression() { return std::make_unique<HarmonicRegression>(); }

}  // namespace peakdesk::forecasting
