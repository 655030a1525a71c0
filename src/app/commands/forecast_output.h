// Writes forecasts for people and programs: table, JSON, CSV, SVG. Computes nothing but the intervals asked for.
#pragma once
#include <string>
#include <vector>

#include "forecasting/forecaster.h"

namespace peakdesk::app {

struct ForecastedSeries {
  const forecasting::ReadSeries* read = nullptr;
  forecasting::Forecast forecast;
};

struct ForecastOutputOptions {
  std::vector<double> levels;  // 0.80, 0.95
  bool has_ids = false;
  std::uint64_t seed = 1;
};

std::string forecast_csv_header(const ForecastOutputOptions& options);
std::string forecast_csv(const ForecastedSeries& one, const ForecastOutputOptions& options);
std::string forecast_table(const ForecastedSeries& one, const ForecastOutputOptions& options);
std::string forecast_json(const ForecastedSeries& one, const ForecastOutputOptions& options);
std::string forecast_svg(const ForecastedSeries& one, const ForecastOutputOptions& options);

}  // namespace peakdesk::app
