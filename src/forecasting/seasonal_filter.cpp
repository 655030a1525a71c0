#include "forecasting/seasonal_filter.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace peakdesk::forecasting {
namespace {

constexpr std::array<double, 5> kGains = {0.0, 0.06, 0.12, 0.25, 0.5};

/// How fast a slot moves when it has been seen in so many cycles before.
double gain_after(std::size_t cycles, double gain) { return std::max(gain, 1 / (double(cycles) + 1)); }

/// Runs one slot filter forward for each gain, all in one pass, and takes the gain with the least squared error one
/// cycle ahead after shrinking; measures only where a slot has been seen before.
SeasonSettings prove(std::span<const double> detrended, int period) {
  const std::size_t n = detrended.size(), p = std::size_t(period);
  using Row = std::array<double, kGains.size()>;
  std::vector<Row> slots(p, Row{});
  Row ds{}, ss{};
  for (std::size_t begin = 0, cycle = 0; begin < n; begin += p, ++cycle) {
    Row gains;
    for (std::size_t g = 0; g < gains.size(); ++g) gains[g] = gain_after(cycle, kGains[g]);
    const std::size_t count = std::min(p, n - begin);
    for (std::size_t i = 0; i < count; ++i) {
      const double d = detrended[begin + i];
      Row& slot = slots[i];
      for (std::size_t g = 0; g < slot.size(); ++g) {  // in the first cycle slots are 0 and add nothing
        ds[g] += d * slot[g];
        ss[g] += slot[g] * slot[g];
        slot[g] += gains[g] * (d - slot[g]);
      }
    }
  }
  SeasonSettings best{period, 0, 0};
  double best_gain = -INFINITY;  // what a season saves of the squared error
  for (std::size_t g = 0; g < kGains.size(); ++g) {
    const double shrink = ss[g] > 0 ? std::clamp(ds[g] / ss[g], 0.0, 1.0) : 0.0;
    const double saved = shrink * (2 * ds[g] - shrink * ss[g]);
    if (saved > best_gain) {
      best_gain = saved;
      best = {period, kGains[g], shrink};
    }
  }
  return best;
}

/// Adds a season's values (forward and backward passes averaged) to `season`; returns the profile at the end.
std::vector<double> extract(std::span<const double> detrended, const SeasonSettings& settings,
                            std::vector<double>& season) {
  const std::size_t n = detrended.size(), p = std::size_t(settings.period);
  const double half = 0.5 * settings.shrink;
  std::vector<double> forward(p, 0.0), backward(p, 0.0);
  for (std::size_t begin = 0, cycle = 0; begin < n; begin += p, ++cycle) {
    const double gain = gain_after(cycle, settings.gain);
    const std::size_t count = std::min(p, n - begin);
    for (std::size_t i = 0; i < count; ++i) {
      forward[i] += gain * (detrended[begin + i] - forward[i]);
      season[begin + i] += half * forward[i];
    }
  }
  for (std::size_t end = n, cycle = 0; end > 0; ++cycle) {
    const double gain = gain_after(cycle, settings.gain);
    const std::size_t count = std::min(p, end), begin = end - count;
    for (std::size_t i = 0; i < count; ++i) {
      double& s = backward[p - count + i];
      s += gain * (detrended[begin + i] - s);
      season[begin + i] += half * s;
    }
    end = begin;
  }
  for (double& s : forward) s *= settings.shrink;
  return forward;
}

/// What remains to be explained by the next season: the series less its trend and the seasons found so far.
std::vector<double> detrend(std::span<const double> x, std::span<const double> season, int width) {
  std::vector<double> rest(x.size());
  for (std::size_t t = 0; t < x.size(); ++t) rest[t] = x[t] - season[t];
  const std::vector<double> trend = moving_average(rest, width);
  for (std::size_t t = 0; t < x.size(); ++t) rest[t] -= trend[t];
  return rest;
}

/// The seasons one after another, each with the settings that `choose(rest, k)` names for what the ones before left.
template <class Choose>
Seasons take(std::span<const double> x, std::span<const int> periods, Choose choose) {
  Seasons out;
  std::vector<double> season(x.size(), 0.0);
  for (std::size_t k = 0; k < periods.size(); ++k) {
    const std::vector<double> rest = detrend(x, season, periods[k]);
    out.settings.push_back(choose(rest, k));
    out.profiles.push_back(extract(rest, out.settings.back(), season));
  }
  out.adjusted.resize(x.size());
  for (std::size_t t = 0; t < x.size(); ++t) out.adjusted[t] = x[t] - season[t];
  return out;
}

}  // namespace

std::vector<double> moving_average(std::span<const double> x, int width) {
  const std::size_t n = x.size(), w = std::min(n, std::size_t(width)), half = std::size_t(width) / 2;
  std::vector<double> sums(n + 1, 0.0), out(n);
  for (std::size_t t = 0; t < n; ++t) sums[t + 1] = sums[t] + x[t];
  // At the ends a whole window that touches the end, so that no slot of the season is over-weighted.
  const std::size_t from = std::min(half, n), to = n > half ? std::max(n - half, from) : from;
  if (n) {
    std::fill(out.begin(), out.begin() + std::ptrdiff_t(from), sums[w] / double(w));
    std::fill(out.begin() + std::ptrdiff_t(to), out.end(), (sums[n] - sums[n - w]) / double(w));
  }
  const double each = 1 / double(width);
  if (width % 2) {
    for (std::size_t t = from; t < to; ++t) out[t] = (sums[t + half + 1] - sums[t - half]) * each;
  } else {
    for (std::size_t t = from; t < to; ++t)
      out[t] = (sums[t + half + 1] - sums[t - half] - 0.5 * (x[t - half] + x[t + half])) * each;
  }
  return out;
}

Seasons fit_seasons(std::span<const double> x, std::span<const int> periods) {
  while (!periods.empty() && x.size() < 2 * std::size_t(periods.back())) periods = periods.first(periods.size() - 1);
  return take(x, periods, [&](std::span<const double> rest, std::size_t k) { return prove(rest, periods[k]); });
}

Seasons take_seasons(std::span<const double> x, std::span<const SeasonSettings> settings) {
  std::vector<int> periods;
  for (const SeasonSettings& one : settings) periods.push_back(one.period);
  return take(x, periods, [&](std::span<const double>, std::size_t k) { return settings[k]; });
}

}  // namespace peakdesk::forecasting
