// Rolling-origin backtests: every model forecasts from several past origins, knowing only what was known there; weights
// follow from the errors. Nothing is judged in-sample.
#pragma once
#include <memory>
#include <span>
#include <vector>

#include "forecasting/model.h"
#include "forecasting/prepare.h"
#include "forecasting/spread.h"

namespace peakdesk::forecasting {

struct BacktestRun {
  std::vector<std::size_t> origins;  // ascending
  std::vector<const Model*> models;
  std::vector<std::vector<std::vector<double>>>
      forecasts;                            // by model, origin, step; empty where the model did not suit
  std::vector<std::vector<double>> actual;  // by origin, step; NaN where not recorded
  std::vector<std::vector<double>> errors;  // mean absolute ones by model, origin; NaN where there is none
  std::vector<char> repeats;                // by model: one earlier in the list forecast the same at every origin
  std::size_t year_ago = std::size_t(-1);   // which origin stands a year before the end, if one does
};

/// Where to stand: evenly over the part of the history that is like what comes, the last one a horizon before the end.
std::vector<std::size_t> choose_origins(const Grid& grid, std::size_t n, std::size_t horizon, int wanted);

/// The origin a year (whole weeks) before the end; 0 when there is too little before it.
std::size_t year_ago(const Grid& grid, std::size_t n);

BacktestRun run_backtests(const Series& series, std::span<const WallTime> times, const SpecialDays& special,
                          std::span<const Model* const> models, std::span<const std::size_t> origins,
                          std::size_t horizon);

/// Mean absolute error by model over all origins but `skip`, each origin scaled by what the models had on average
/// there. NaN for a model that ran at too few origins or repeats another: two of a kind must not count twice.
std::vector<double> relative_errors(const BacktestRun& run, std::size_t skip);
constexpr std::size_t kSkipNone = std::size_t(-1);

/// Weights that add up to 1: better models more, poor ones nothing.
std::vector<double> weights_from(std::span<const double> relative_errors);

/// Plain mean absolute error of one model over all origins. NaN without any.
double mean_absolute_error(const BacktestRun& run, std::size_t model);

/// The combination's errors, each origin weighted by what the other origins taught.
std::vector<ErrorPath> combined_errors(const BacktestRun& run);

}  // namespace peakdesk::forecasting
