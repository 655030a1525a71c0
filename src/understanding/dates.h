// Dates as customers say them in nine languages: 12/11, "le 24", "3 ноября", tomorrow, next Friday, in two weeks,
// before Christmas. Owns the words; asks no clock.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "understanding/words_in_place.h"

namespace peakdesk::understanding {

struct SpokenDate {
  std::size_t start = 0, end = 0;  // bytes
  /// "2026-12-24" when `today` decides it; else "--12-24" (no year), "---24" (a day of some month), "+1d", "-2w",
  /// "friday".
  std::string value;
  std::string relation;  // "before" or "after" when a word in front says so
};

/// `today`: midnight of the customer's day, or zero. A day without a year is the nearest one.
std::vector<SpokenDate> find_dates(std::string_view text, const std::vector<PlacedWord>& words, Instant today);

}  // namespace peakdesk::understanding
