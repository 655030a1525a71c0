// What a word means at a shop and how it sounds, in nine languages and more: "parcel", "colis" and "посылка" are one.
// Owns the look-up in the lists, written by the project, so that what is learnt in other words or another language
// helps; knows no label and no weight.
#pragma once
#include <cstdint>
#include <string_view>

namespace peakdesk::understanding {

/// Both from 1; 0 for a word that is not listed.
struct WordSense {
  std::uint16_t meaning = 0;  // line of meaning_words.h
  std::uint8_t tone = 0;      // line of tone_words.h
};

/// The sense of a folded word or an emoji. A few look-ups in a small table.
WordSense sense_of(std::u32string_view word);

}  // namespace peakdesk::understanding
