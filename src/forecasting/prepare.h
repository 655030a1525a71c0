// From a series as recorded to what the models see from one origin: gaps filled, special days taken out, seasons named.
// Uses nothing at or after the origin.
#pragma once
#include "forecasting/model.h"
#include "forecasting/special_days.h"

namespace peakdesk::forecasting {

struct Prepared {
  Problem problem;
  std::vector<DayEffect> effects;  // by kind of special day
};

/// Lengths of the day, the week or the year in steps, as far as the step has them.
std::vector<int> short_periods(const Grid& grid);

/// What is known at `origin`: values[0, origin). `times` must reach over the horizon.
Prepared prepare(const Series& series, std::span<const WallTime> times, const SpecialDays& special, std::size_t origin);

/// The factor of the special day at a time; 1 on ordinary days.
double effect_at(const SpecialDays& special, std::span<const DayEffect> effects, WallTime time);

}  // namespace peakdesk::forecasting
