// One maker per model family; model_list.cpp lists what they make.
#pragma once
#include <memory>

#include "forecasting/level_methods.h"
#include "forecasting/model.h"

namespace peakdesk::forecasting {

/// Same as last time: one longest short season ago (last week), or the last value without a season.
std::unique_ptr<Model> make_seasonal_naive();
/// Same as a year ago, same weekday, plain.
std::unique_ptr<Model> make_last_year();
/// Mean of the last four seasons of the same slot, at today's level.
std::unique_ptr<Model> make_seasonal_mean();
/// Seasons taken out by the filter, a level method on what remains; effects add, or multiply.
std::unique_ptr<Model> make_adjusted(const LevelMethod& method, bool multiplicative, const char* name);
/// Holt-Winters with damped trend and one season (ETS AAdA, MAdM).
std::unique_ptr<Model> make_ets(bool multiplicative);
/// Taylor's double-seasonal Holt-Winters with autoregressive error.
std::unique_ptr<Model> make_double_seasonal(bool multiplicative);
/// Last year's course around today's level and growth, weekday by weekday.
std::unique_ptr<Model> make_year_shape();
/// Weekday, yearly harmonics, trend; autoregressive error.
std::unique_ptr<Model> make_harmonic_regression();
/// Small counts: seasonal profile times a slow rate.
std::unique_ptr<Model> make_count_rate();

}  // namespace peakdesk::forecasting
