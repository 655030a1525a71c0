// The words of a text with their places in it: folded letters and real digits. For finders that must say where
// something stood.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace peakdesk::understanding {

struct PlacedWord {
  std::string folded;  // lower case, no accents, digits as they are
  std::size_t start = 0, end = 0;
  bool digits = false;  // nothing but ASCII digits
};

/// Letters and digits; everything else separates. Of `limit` bytes at most.
std::vector<PlacedWord> words_in_place(std::string_view text, std::size_t limit);

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

}  // namespace peakdesk::understanding
