// How a text sounds: "love", "j'adore" and a heart are one feature, "good" and "not good" two, in whatever language.
// Owns what a denial reaches; the words themselves are in tone_words.h, their look-up in meanings.h.
#pragma once
#include <cstdint>
#include <vector>

#include "understanding/features.h"

namespace peakdesk::understanding {

/// Reads the tokens of one text in their order.
class ToneReader {
 public:
  /// The next token, which is no ? ! or …; `tone` as `sense_of` gives it. Adds what it sounds like to `out`.
  void read(std::uint8_t tone, std::vector<Feature>& out);
  /// A sentence ends: what it denied says nothing of the next.
  void pause() { since_denial_ = kReach; }

 private:
  static constexpr int kReach = 3;  // tokens; further off "not" belongs to something else
  int since_denial_ = kReach;
};

}  // namespace peakdesk::understanding
