#include "forecasting/seasonal_filter.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace peakdesk::forecasting {
namespace {

struct Proof {
  double error = 0;  // squared, one cycle ahead, after shrinking
  double shrink = 0;
};

/// Runs one slot filter forward; measures it only where a slot has been seen before.
Proof prove(std::span<const double> detrended, int period, double gain) {
  std::vector<double> slot(std::size_t(period), 0.0);
  double dd = 0, ds = 0, ss = 0;
  for (std::size_t t = 0; t < detrended.size(); ++t) {
    double& s = slot[t % std::size_t(period)];
    const double visits = double(t / std::size_t(period));
    if (visits >= 1) {
      dd += detrended[t] * detrended[t];
      ds += detrended[t] * s;
      ss += s * s;
    }
    s += std::max(gain, 1 / (visits + 1)) * (detrended[t] - s);
  }
  const double shrink = ss > 0 ? std::clamp(ds / ss, 0.0, 1.0) : 0.0;
  return {dd - 2 * shrink * ds + shrink * shrink * ss, shrink};
}

/// Adds a season's values (forward and backward passes averaged) to `season`; returns the profile at the end.
std::vector<double> extract(std::span<const double> detrended, const SeasonSettings& settings,
                            std::vector<double>& season) {
  const std::size_t n = detrended.size(), p = std::size_t(settings.period);
  std::vector<double> forward(p, 0.0), backward(p, 0.0);
  for (std::size_t t = 0; t < n; ++t) {
    double& s = forward[t % p];
    s += std::max(settings.gain, 1 / (double(t / p) + 1)) * (detrended[t] - s);
    season[t] += 0.5 * settings.shrink * s;
  }
  for (std::size_t k = 0; k < n; ++k) {
    const std::size_t t = n - 1 - k;
    double& s = backward[t % p];
    s += std::max(settings.gain, 1 / (double(k / p) + 1)) * (detrended[t] - s);
    season[t] += 0.5 * settings.shrink * s;
  }
  for (double& s : forward) s *= settings.shrink;
  return forward;
}

/// What remains to be explained by the k-th season: the series less its trend and the seasons found so far.
std::vector<double> detrend(std::span<const double> x, std::span<const double> season, int width) {
  std::vector<double> rest(x.size());
  for (std::size_t t = 0; t < x.size(); ++t) rest[t] = x[t] - season[t];
  const std::vector<double> trend = moving_average(rest, width);
  for (std::size_t t = 0; t < x.size(); ++t) rest[t] -= trend[t];
  return rest;
}

}  // namespace

std::vector<double> moving_average(std::span<const double> x, int width) {
  const std::size_t n = x.size();
  std::vector<double> sums(n + 1, 0.0), out(n);
  for (std::size_t t = 0; t < n; ++t) sums[t + 1] = sums[t] + x[t];
  const std::size_t half = std::size_t(width) / 2;
  const bool even = width % 2 == 0;
  for (std::size_t t = 0; t < n; ++t) {
    if (t >= half && t + half < n) {
      double sum = sums[t + half + 1] - sums[t - half];
      if (even) sum -= 0.5 * (x[t - half] + x[t + half]);
      out[t] = sum / double(width);
    } else {
      // At the ends a whole window that touches the end, so that no slot of the season is over-weighted.
      const std::size_t w = std::min(n, std::size_t(width)), begin = t < half ? 0 : n - w;
      out[t] = (sums[begin + w] - sums[begin]) / double(w);
    }
  }
  return out;
}

std::vector<SeasonSettings> fit_seasons(std::span<const double> x, std::span<const int> periods) {
  constexpr std::array<double, 5> kGains = {0.0, 0.06, 0.12, 0.25, 0.5};
  std::vector<SeasonSettings> settings;
  std::vector<double> season(x.size(), 0.0);
  for (const int period : periods) {
    if (x.size() < std::size_t(2 * period)) break;
    const std::vector<double> rest = detrend(x, season, period);
    SeasonSettings best{period, 0, 0};
    double best_error = INFINITY;
    for (const double gain : kGains) {
      const Proof proof = prove(rest, period, gain);
      if (proof.error < best_error) {
        best_error = proof.error;
        best = {period, gain, proof.shrink};
      }
    }
    settings.push_back(best);
    extract(rest, best, season);
  }
  return settings;
}

Seasons take_seasons(std::span<const double> x, std::span<const SeasonSettings> settings) {
  Seasons out;
  std::vector<double> season(x.size(), 0.0);
  for (const SeasonSettings& one : settings) {
    out.periods.push_back(one.period);
    out.profiles.push_back(extract(detrend(x, season, one.period), one, season));
  }
  out.adjusted.resize(x.size());
  for (std::size_t t = 0; t < x.size(); ++t) out.adjusted[t] = x[t] - season[t];
  return out;
}

}  // namespace peakdesk::forecasting
