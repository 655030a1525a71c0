#include "understanding/words_in_place.h"

#include <algorithm>

#include "understanding/features.h"

namespace peakdesk::understanding {

std::vector<PlacedWord> words_in_place(std::string_view text, std::size_t limit) {
  std::vector<PlacedWord> words;
  PlacedWord word;
  bool open = false;
  auto close = [&](std::size_t at) {
    if (!open) return;
    word.end = at;
    word.digits = std::all_of(word.folded.begin(), word.folded.end(), is_digit);
    words.push_back(std::move(word));
    word = {};
    open = false;
  };
  const std::size_t end = std::min(limit, text.size());
  for (std::size_t i = 0; i < end;) {
    const std::size_t start = i;
    const char32_t c = next_code_point(text, i);
    const char32_t folded = c < 0x80 && is_digit(static_cast<char>(c)) ? c : fold_letter(c);
    if (folded == 1) continue;
    if (folded == 0) {
      close(start);
      continue;
    }
    if (!open) {
      open = true;
      word.start = start;
    }
    append_utf8(word.folded, folded);
  }
  close(end);
  return words;
}

}  // namespace peakdesk::understanding
