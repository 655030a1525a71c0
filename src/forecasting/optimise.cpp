#include "forecasting/optimise.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace peakdesk::forecasting {

std::vector<double> minimise(const Objective& objective, std::vector<double> start, const std::vector<double>& low,
                             const std::vector<double>& high, int evaluations) {
  const std::size_t n = start.size();
  const auto clamp = [&](std::vector<double> x) {
    for (std::size_t i = 0; i < n; ++i) x[i] = std::clamp(x[i], low[i], high[i]);
    return x;
  };
  const auto value = [&](const std::vector<double>& x) {
    const double f = objective(x);
    return std::isfinite(f) ? f : std::numeric_limits<double>::max();
  };
  struct Vertex {
    std::vector<double> x;
    double f;
  };
  std::vector<Vertex> simplex;
  start = clamp(start);
  simplex.push_back({start, value(start)});
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<double> x = start;
    const double step = 0.25 * (high[i] - low[i]);
    x[i] += x[i] + step <= high[i] ? step : -step;
    x = clamp(x);
    simplex.push_back({x, value(x)});
  }
  int used = int(n) + 1;
  const auto by_value = [](const Vertex& a, const Vertex& b) { return a.f < b.f; };
  while (used < evaluations) {
    std::stable_sort(simplex.begin(), simplex.end(), by_value);
    const Vertex& worst = simplex.back();
    if (worst.f - simplex.front().f <= 1e-4 * (std::abs(simplex.front().f) + 1e-300)) break;
    std::vector<double> centre(n, 0.0);
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t i = 0; i < n; ++i) centre[i] += simplex[k].x[i] / double(n);
    const auto along = [&](double t) {
      std::vector<double> x(n);
      for (std::size_t i = 0; i < n; ++i) x[i] = centre[i] + t * (worst.x[i] - centre[i]);
      return clamp(std::move(x));
    };
    Vertex reflected{along(-1.0), 0};
    reflected.f = value(reflected.x);
    ++used;
    if (reflected.f < simplex.front().f) {
      Vertex expanded{along(-2.0), 0};
      expanded.f = value(expanded.x);
      ++used;
      simplex.back() = expanded.f < reflected.f ? expanded : reflected;
    } else if (reflected.f < simplex[n - 1].f) {
      simplex.back() = reflected;
    } else {
      Vertex contracted{along(reflected.f < worst.f ? -0.5 : 0.5), 0};
      contracted.f = value(contracted.x);
      ++used;
      if (contracted.f < std::min(worst.f, reflected.f)) {
        simplex.back() = contracted;
      } else {
        for (std::size_t k = 1; k <= n; ++k) {
          for (std::size_t i = 0; i < n; ++i) simplex[k].x[i] = 0.5 * (simplex[k].x[i] + simplex[0].x[i]);
          simplex[k].f = value(simplex[k].x);
          ++used;
        }
      }
    }
  }
  return std::min_element(simplex.begin(), simplex.end(), by_value)->x;
}

}  // namespace peakdesk::forecasting
