#include <algorithm>
#include <cmath>

#include "forecasting/models/makers.h"

namespace peakdesk::forecasting {
namespace {

struct YearShapeSettings {
  Scale scale = Scale::Plain;
  std::vector<SeasonSettings> seasons;
  std::size_t lag = 0;    // a year in steps, in whole weeks
  int width = 1;          // of the smoothing of last year's course
  double share = 0;       // how much of last year's course comes back
  double peak_share = 1;  // and of its peaks
  double level_gain = 0.1;
};

/// What stands out of the quarter around it.
std::vector<double> stand_out(std::span<const double> course, std::span<const double> quarter) {
  std::vector<double> out(course.size());
  for (std::size_t t = 0; t < course.size(); ++t) out[t] = course[t] - quarter[t];
  return out;
}

std::vector<double> quarter_of(std::span<const double> course, const YearShapeSettings& s) {
  return moving_average(course, int(std::max<std::size_t>(3, s.lag / 4)));
}

/// What of a course is expected back a year later: the learned share of it; of what stands out from the quarter around
/// it the share that peaks have, less for what is no larger than the usual ripple (James and Stein's positive part).
std::vector<double> returning(std::span<const double> course, const YearShapeSettings& s) {
  const std::vector<double> quarter = quarter_of(course, s), peaks = stand_out(course, quarter);
  std::vector<double> sizes = peaks, out(course.size());
  for (double& v : sizes) v = std::abs(v);
  const auto middle = sizes.begin() + std::ptrdiff_t(sizes.size() / 2);
  std::nth_element(sizes.begin(), middle, sizes.end());
  const double usual = 1.4826 * *middle, noise = (1 - s.share) * usual * usual;
  for (std::size_t t = 0; t < course.size(); ++t) {
    const double size = peaks[t] * peaks[t];
    const double back = size > noise ? std::max(s.share, s.peak_share * (1 - noise / size)) : s.share;
    out[t] = s.share * quarter[t] + back * peaks[t];
  }
  return out;
}

/// a less what of last year's course was expected back; undefined before the first year, so starts there.
std::vector<double> without_year(std::span<const double> a, std::span<const double> back, const YearShapeSettings& s) {
  std::vector<double> rest(a.size() - s.lag);
  for (std::size_t t = s.lag; t < a.size(); ++t) rest[t - s.lag] = a[t] - back[t - s.lag];
  return rest;
}

class FittedYearShape final : public FittedModel {
 public:
  explicit FittedYearShape(YearShapeSettings settings) : s_(std::move(settings)) {}
  void forecast(const Problem& problem, std::span<double> out) const override {
    const std::size_t origin = problem.size();
    const Seasons& seasons = problem.seasons(s_.scale, s_.seasons);
    const std::vector<double> course = returning(moving_average(seasons.adjusted, s_.width), s_);
    const std::vector<double> rest = without_year(seasons.adjusted, course, s_);
    double level = rest.front();
    for (std::size_t t = 0; t < rest.size(); ++t)
      level += std::max(s_.level_gain, 1 / double(t + 1)) * (rest[t] - level);
    for (std::size_t h = 0; h < out.size(); ++h) {
      std::size_t back = s_.lag;
      while (back <= h) back += s_.lag;
      const double a = level + course[origin + h - back];
      out[h] = from_scale(s_.scale, a + seasons.at(origin + h));
    }
  }

 private:
  YearShapeSettings s_;
};

class YearShape final : public Model {
 public:
  std::string_view name() const override { return "last year's course"; }
  bool suits(const Problem& problem) const override {
    const std::size_t lag = lag_of(problem), n = problem.size();
    return lag >= 12 && n >= lag + std::max<std::size_t>(4, lag / 8);
  }
  int seasons_seen(const Problem& problem, std::size_t n) const override {
    int seen = 1;
    for (const int p : problem.periods) seen += p < problem.steps_per_year / 2 && n >= 2 * std::size_t(p);
    return seen;
  }
  std::unique_ptr<FittedModel> fit(const Problem& problem) const override {
    YearShapeSettings s;
    s.scale = problem.multiplicative();
    s.lag = lag_of(problem);
    s.width = problem.steps_per_week > 0 ? problem.steps_per_week : 1;
    s.seasons = problem.seasons_within_year(s.scale);
    const Seasons& seasons = problem.seasons(s.scale, s.seasons);
    const std::vector<double> course = moving_average(seasons.adjusted, s.width);
    s.share = share_of(course, s);
    s.peak_share = peak_share_of(course, s);
    double best = INFINITY;
    const std::vector<double> rest = without_year(seasons.adjusted, returning(course, s), s);
    for (const double per_month : {0.15, 0.4, 0.7, 0.9}) {
      // The gain is named by how much of an error is taken over within a month, so that it means the same for days and
      // weeks.
      const double gain = 1 - std::pow(1 - per_month, 12 / problem.steps_per_year);
      double level = rest.front(), error = 0;
      for (std::size_t t = 0; t < rest.size(); ++t) {
        error += (rest[t] - level) * (rest[t] - level);
        level += std::max(gain, 1 / double(t + 1)) * (rest[t] - level);
      }
      if (error < best) {
        best = error;
        s.level_gain = gain;
      }
    }
    return std::make_unique<FittedYearShape>(std::move(s));
  }

 private:
  static std::size_t lag_of(const Problem& problem) {
    if (problem.steps_per_week > 0) return std::size_t(problem.steps_per_week) * 52;
    return std::size_t(std::lround(problem.steps_per_year));
  }
  /// Regression of this year's month-long changes on last year's, towards "most of it" while there is little of a
  /// second year.
  static double share_of(std::span<const double> course, const YearShapeSettings& s) {
    const std::size_t month = std::max<std::size_t>(1, s.lag / 13);
    double xy = 0, xx = 0;
    for (std::size_t t = s.lag + month; t < course.size(); ++t) {
      const double now = course[t] - course[t - month], then = course[t - s.lag] - course[t - s.lag - month];
      xy += now * then;
      xx += then * then;
    }
    double whole = 0;
    for (std::size_t t = month; t < std::min(course.size(), s.lag); ++t)
      whole += (course[t] - course[t - month]) * (course[t] - course[t - month]);
    constexpr double kPriorShare = 0.75;
    const double prior = 0.5 * whole;  // worth half a year of evidence
    return xx + prior > 0 ? std::clamp((xy + kPriorShare * prior) / (xx + prior), 0.0, 1.0) : 0.0;
  }
  /// The same for what stands out, where the largest count most; towards "all of it" while few came round again.
  static double peak_share_of(std::span<const double> course, const YearShapeSettings& s) {
    const std::vector<double> peaks = stand_out(course, quarter_of(course, s));
    double xy = 0, xx = 0, first_year = 0;
    for (std::size_t t = 0; t < peaks.size(); ++t) {
      if (t < s.lag) first_year += peaks[t] * peaks[t];
      if (t >= s.lag) xy += peaks[t] * peaks[t - s.lag], xx += peaks[t - s.lag] * peaks[t - s.lag];
    }
    const double prior = 0.5 * first_year;
    return xx + prior > 0 ? std::clamp((xy + prior) / (xx + prior), 0.0, 1.0) : 1.0;
  }
};

}  // namespace

std::unique_ptr<Model> make_year_shape() { return std::make_unique<YearShape>(); }

}  // namespace peakdesk::forecasting
