// Small derivative-free minimisers for model parameters. Deterministic; no allocation beyond the simplex.
#pragma once
#include <functional>
#include <vector>

namespace peakdesk::forecasting {

using Objective = std::function<double(const std::vector<double>&)>;
/// Nelder-Mead inside a box: points are clamped to [low, high]. Returns the best point found in at most `evaluations`.
std::vector<double> minimise(const Objective& objective, std::vector<double> start, const std::vector<double>& low,
                             const std::vector<double>& high, int evaluations);

}  // namespace peakdesk::forecasting
