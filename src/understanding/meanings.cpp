#include "understanding/meanings.h"

#include <string>
#include <unordered_map>

#include "base/text.h"
#include "understanding/features.h"
#include "understanding/meaning_words.h"

namespace peakdesk::understanding {
namespace {

constexpr std::size_t kShortestBeginning = 2, kLongestBeginning = 14;

std::uint64_t hash_letter(std::uint64_t h, char32_t c) { return (h ^ c) * 0x9e3779b97f4a7c15ULL; }

struct Meanings {
  std::unordered_map<std::uint64_t, std::uint16_t> words, beginnings;
  std::uint16_t count = 0;

  Meanings() {
    for (std::string_view line : split(kMeaningWords, '\n')) {
      if (trim(line).empty()) continue;
      ++count;
      for (std::string_view word : split(line, ' ')) {
        const bool open = word.ends_with('*');
        std::uint64_t h = 0;
        std::size_t letters = 0;
        for (const Token& token : tokenize(open ? word.substr(0, word.size() - 1) : word)) {
          for (const char32_t c : token.text) h = hash_letter(h, c);
          letters += token.text.size();
        }
        // The first line that lists a word has it.
        if (letters > 0) (open ? beginnings : words).try_emplace(h, count);
      }
    }
  }
};

const Meanings& meanings() {
  static const Meanings all;
  return all;
}

}  // namespace

std::uint16_t meaning_of(std::u32string_view word) {
  const Meanings& all = meanings();
  std::uint64_t h = 0;
  std::uint16_t found = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    h = hash_letter(h, word[i]);
    if (i + 1 < kShortestBeginning || i + 1 > kLongestBeginning) continue;
    if (const auto it = all.beginnings.find(h); it != all.beginnings.end()) found = it->second;  // the longest wins
  }
  if (const auto it = all.words.find(h); it != all.words.end()) return it->second;
  return found;
}

std::uint16_t count_meanings() { return meanings().count; }

}  // namespace peakdesk::understanding
