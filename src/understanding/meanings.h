// What a word means at a shop, in nine languages: "parcel", "colis" and "посылка" are one. Owns the list, written by
// the project, so that what is learnt in other words or another language helps; knows no label and no weight.
#pragma once
#include <cstdint>
#include <string_view>

namespace peakdesk::understanding {

/// The number of a folded word's meaning, from 1; 0 for a word that is not listed. A few look-ups in a small table.
std::uint16_t meaning_of(std::u32string_view word);

/// How many there are.
std::uint16_t count_meanings();

}  // namespace peakdesk::understanding
