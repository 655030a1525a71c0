#include "forecasting/spread.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "base/random.h"

namespace peakdesk::forecasting {
namespace {

/// A gamma-Poisson (negative binomial) count; Poisson when the variance is not above the mean.
class CountDistribution {
 public:
  CountDistribution(double mean, double variance) {
    if (mean <= 1e-9) return;
    variance = std::max(variance, mean * 1.0001);
    const double r = mean * mean / (variance - mean), q = 1 - mean / variance;  // q: probability of "one more"
    const bool poisson = !std::isfinite(r) || r > 1e6;
    double probability = poisson ? std::exp(-mean) : std::pow(1 - q, r), cumulative = probability;
    for (int k = 1; k < 5000 && (probability >= kNeverDrawn || k <= mean + 1); ++k) {
      below_.push_back(normal_quantile(cumulative));
      probability *= poisson ? mean / k : q * (r + k - 1) / k;
      cumulative += probability;
    }
  }
  /// The count that lies where `z` lies in the standard normal distribution.
  double at(double z) const { return double(std::lower_bound(below_.begin(), below_.end(), z) - below_.begin()); }

 private:
  static constexpr double kNeverDrawn = 1e-12;
  std::vector<double> below_;  // by count: the z up to which it or less is drawn
};

/// How many windows side by side the errors cover: overlapping ones are one observation seen twice.
double independent_windows(std::span<const ErrorPath> errors) {
  std::vector<std::pair<std::size_t, std::size_t>> spans;
  double length = 0;
  for (const ErrorPath& path : errors) {
    spans.push_back({path.origin, path.origin + path.forecast.size()});
    length += double(path.forecast.size()) / double(errors.size());
  }
  std::sort(spans.begin(), spans.end());
  std::size_t covered = 0, end = 0;
  for (const auto& [first, last] : spans) {
    covered += last > std::max(first, end) ? last - std::max(first, end) : 0;
    end = std::max(end, last);
  }
  return length > 0 ? double(covered) / length : 1;
}

/// Student's quantile over the normal one (Cornish and Fisher): how much wider to go when a scale was learned from so
/// many errors.
double student_ratio(double z, double freedom) {
  const double z2 = z * z;
  return 1 + (z2 + 1) / (4 * freedom) + (5 * z2 * z2 + 16 * z2 + 3) / (96 * freedom * freedom);
}

/// A function of z that is asked many times: straight lines between knots, as it is beyond them.
template <class F>
class Curve {
 public:
  explicit Curve(F f) : f_(std::move(f)) {
    for (std::size_t i = 0; i < knots_.size(); ++i) knots_[i] = f_(double(i) / kKnotsPerUnit - kReach);
  }
  double at(double z) const {
    const double position = (z + kReach) * kKnotsPerUnit;
    if (!(position >= 0 && position < double(knots_.size() - 1))) return f_(z);
    const std::size_t i = std::size_t(position);
    return knots_[i] + (position - double(i)) * (knots_[i + 1] - knots_[i]);
  }

 private:
  static constexpr double kKnotsPerUnit = 64, kReach = 4;
  F f_;
  std::array<double, std::size_t(2 * kReach * kKnotsPerUnit) + 1> knots_;
};

constexpr double kFewest = 3;           // freedom below this is not believed: the tails would have no end
constexpr double kAsGoodAsNormal = 20;  // independent errors whose own quantiles are worth as much as the normal ones
constexpr double kSmallCount = 30;      // from here on a count is as good as continuous

}  // namespace

double normal_cdf(double z) { return 0.5 * std::erfc(-z * 0.7071067811865476); }

double normal_quantile(double u) {
  static constexpr std::array a = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                                   1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
  static constexpr std::array b = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                                   6.680131188771972e+01, -1.328068155288572e+01};
  static constexpr std::array c = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                                   -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
  static constexpr std::array d = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                                   3.754408661907416e+00};
  u = std::clamp(u, 1e-12, 1 - 1e-12);
  if (u < 0.02425) {
    const double q = std::sqrt(-2 * std::log(u));
    return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
           ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
  }
  if (u > 1 - 0.02425) return -normal_quantile(1 - u);
  const double q = u - 0.5, r = q * q;
  return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
         (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

Spread::Spread(std::span<const ErrorPath> errors, const SpreadSettings& settings)
    : first_(settings.first),
      horizon_(double(std::max<std::size_t>(settings.horizon, 1))),
      non_negative_(settings.non_negative),
      counts_(settings.counts) {
  std::size_t n = 0;
  for (const ErrorPath& path : errors)
    n += std::size_t(std::ranges::count_if(path.actual, [](double v) { return !std::isnan(v); }));
  if (n < 4) {
    base_ = settings.fallback_sd * settings.fallback_sd;
    growth_ = base_ * horizon_;  // a random walk: the widest of the usual cases
    common_ = 0.5;
    return;
  }
  scale_ = ErrorScale(errors, settings.periods, non_negative_);
  // Variance by horizon: least squares of squared errors on a constant and a line, neither negative.
  double s0 = 0, s1 = 0, s2 = 0, t0 = 0, t1 = 0;
  std::vector<std::vector<double>> standard;
  for (const ErrorPath& path : errors) {
    std::vector<double>& row = standard.emplace_back(path.forecast.size(), NAN);
    for (std::size_t h = 0; h < row.size(); ++h) {
      if (std::isnan(path.actual[h])) continue;
      row[h] = (path.actual[h] - path.forecast[h]) / scale_.at(path.forecast[h], path.origin + h);
      const double x = double(h + 1) / horizon_, v = row[h] * row[h];
      s0 += 1, s1 += x, s2 += x * x, t0 += v, t1 += v * x;
    }
  }
  const double det = s0 * s2 - s1 * s1;
  base_ = t0 / s0;
  growth_ = 0;
  if (det > 1e-9 * s0 * s2) {
    const double slope = (s0 * t1 - s1 * t0) / det, constant = (t0 - slope * s1) / s0;
    if (slope > 0 && constant > 0) base_ = constant, growth_ = slope;
    if (slope > 0 && constant <= 0) base_ = 0.1 * t1 / s2, growth_ = 0.9 * t1 / s2;
  }
  base_ = std::max(base_, 1e-18);
  for (std::vector<double>& row : standard)
    for (std::size_t h = 0; h < row.size(); ++h)
      if (!std::isnan(row[h])) sorted_.push_back(row[h] /= std::sqrt(base_ + growth_ * double(h + 1) / horizon_));
  std::sort(sorted_.begin(), sorted_.end());
  // Correlation along a path, from pooled products at short and long distance.
  const auto product = [&](std::size_t low, std::size_t high) {
    double sum = 0, count = 0;
    for (const auto& row : standard)
      for (std::size_t lag = low; lag <= high; ++lag)
        for (std::size_t h = lag; h < row.size(); ++h)
          if (!std::isnan(row[h]) && !std::isnan(row[h - lag])) sum += row[h] * row[h - lag], count += 1;
    return count > 0 ? sum / count : 0.0;
  };
  const double g0 = std::max(product(0, 0), 1e-12), g1 = product(1, 1) / g0, g2 = product(2, 2) / g0;
  const std::size_t longest = standard.front().size(), far = std::max<std::size_t>(3, longest / 4);
  const double g_far =
      longest > 6 ? product(far, std::min(longest - 1, far + std::min<std::size_t>(longest / 4, 200))) / g0 : 0.5 * g1;
  common_ = std::clamp(g_far, 0.0, 0.95);
  memory_ = g1 - common_ > 0.02 ? std::clamp((g2 - common_) / (g1 - common_), 0.0, 0.98) : 0.0;
  memory_share_ = memory_ > 0.02 ? std::clamp((g1 - common_) / memory_, 0.0, 1 - common_) : 0.0;
  // Whole paths say best how much their steps share: the variance of a path's mean is made to come out as it was.
  double seen = 0;
  for (const auto& row : standard) {
    double sum = 0, count = 0;
    for (const double e : row)
      if (!std::isnan(e)) sum += e, count += 1;
    if (count > 0) seen += sum * sum / (count * count) / double(standard.size());
  }
  seen = std::min(seen / g0, 0.98);
  double own = 1;  // variance of the mean of a path that shares nothing
  const double steps = double(longest), short_memory = common_ < 1 ? memory_share_ / (1 - common_) : 0;
  for (std::size_t lag = 1; lag < longest; ++lag)
    own += 2 * (1 - double(lag) / steps) * short_memory * std::pow(memory_, double(lag));
  own = std::min(own / steps, 0.99);
  const double shared = std::clamp((seen - own) / (1 - own), 0.0, 0.95);
  memory_share_ *= common_ < 1 ? (1 - shared) / (1 - common_) : 0;
  common_ = shared;
  windows_ = std::max(independent_windows(errors), kFewest);
  freedom_ = std::max(windows_ / std::max(seen, 1 / steps), kFewest);
}

double Spread::sd(double forecast, std::size_t h) const {
  return std::sqrt(base_ + growth_ * double(h + 1) / horizon_) * scale_.at(forecast, first_ + h);
}

double Spread::tail(double z) const { return student_ratio(z, freedom_); }

double Spread::standard(double z) const {
  if (sorted_.size() < 20) return z * tail(z);
  const double n = double(sorted_.size()), position = normal_cdf(z) * n - 0.5;
  double seen;
  if (position <= 0) {
    seen = sorted_.front() * z / normal_quantile(0.5 / n);
  } else if (position >= n - 1) {
    seen = sorted_.back() * z / normal_quantile(1 - 0.5 / n);
  } else {
    const std::size_t i = std::size_t(position);
    seen = sorted_[i] + (position - double(i)) * (sorted_[i + 1] - sorted_[i]);
  }
  const double trust = freedom_ / (freedom_ + kAsGoodAsNormal);
  return (trust * seen + (1 - trust) * z) * tail(z);
}

bool Spread::is_small_count(double forecast) const { return counts_ && forecast < kSmallCount; }

double Spread::quantile(double forecast, std::size_t h, double u) const {
  const double z = normal_quantile(u), sd = this->sd(forecast, h);
  if (is_small_count(forecast)) return CountDistribution(forecast, sd * sd).at(z * tail(z));
  const double v = forecast + sd * standard(z);
  return non_negative_ ? std::max(v, 0.0) : v;
}

std::vector<std::vector<double>> Spread::paths(std::span<const double> mean, std::size_t count,
                                               std::uint64_t seed) const {
  Random random(seed);
  const double rest = std::sqrt(std::max(0.0, 1 - common_ - memory_share_)), step = std::sqrt(1 - memory_ * memory_);
  const double remembered = std::sqrt(memory_share_);
  const Curve standard([this](double z) { return this->standard(z); });
  const Curve count_z([this](double z) { return z * tail(z); });
  std::vector<double> sds(mean.size());
  std::vector<std::optional<CountDistribution>> counts(mean.size());
  for (std::size_t h = 0; h < mean.size(); ++h) {
    sds[h] = sd(mean[h], h);
    if (is_small_count(mean[h])) counts[h].emplace(mean[h], sds[h] * sds[h]);
  }
  std::vector<std::vector<double>> out(count, std::vector<double>(mean.size()));
  for (std::size_t i = 0; i < count; ++i) {
    // The shared part is drawn evenly over the paths, so that few paths already have the right tails.
    const double z = normal_quantile((double(i) + random.uniform()) / double(count));
    const double shared = std::sqrt(common_) * z * student_ratio(z, windows_);
    double memory = normal_quantile(random.uniform());
    for (std::size_t h = 0; h < mean.size(); ++h) {
      const double own = shared + remembered * memory + rest * normal_quantile(random.uniform());
      if (memory_share_ > 0) memory = memory_ * memory + step * normal_quantile(random.uniform());
      if (counts[h]) {
        out[i][h] = counts[h]->at(count_z.at(own));
      } else {
        const double v = mean[h] + sds[h] * standard.at(own);
        out[i][h] = non_negative_ ? std::max(v, 0.0) : v;
      }
    }
  }
  return out;
}

}  // namespace peakdesk::forecasting
