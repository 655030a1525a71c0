#include "understanding/meanings.h"

#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "understanding/features.h"
#include "understanding/meaning_words.h"
#include "understanding/row_index.h"

namespace peakdesk::understanding {
namespace {

constexpr std::size_t kShortestBeginning = 2, kLongestBeginning = 14;

std::uint64_t hash_letter(std::uint64_t h, char32_t c) { return (h ^ c) * 0x9e3779b97f4a7c15ULL; }

/// Words by their hash.
class WordTable {
 public:
  WordTable() = default;
  explicit WordTable(const std::map<std::uint64_t, std::uint16_t>& words) {
    std::vector<std::uint64_t> hashes;
    for (const auto& [hash, meaning] : words) {
      hashes.push_back(stir(hash));
      meanings_.push_back(meaning);
    }
    index_ = RowIndex(hashes);
  }
  std::uint16_t find(std::uint64_t hash) const {
    const auto row = index_.find(stir(hash));
    return row == RowIndex::kNone ? 0 : meanings_[row];
  }

 private:
  static std::uint64_t stir(std::uint64_t hash) { return hash ^ hash >> 32; }  // an index goes by the low bits
  RowIndex index_;
  std::vector<std::uint16_t> meanings_;
};

struct Meanings {
  WordTable words, beginnings;
  std::uint16_t count = 0;

  Meanings() {
    std::map<std::uint64_t, std::uint16_t> whole, begun;
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
        if (letters > 0) (open ? begun : whole).try_emplace(h, count);
      }
    }
    words = WordTable(whole);
    beginnings = WordTable(begun);
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
    if (const auto meaning = all.beginnings.find(h)) found = meaning;  // the longest wins
  }
  const auto meaning = all.words.find(h);
  return meaning ? meaning : found;
}

std::uint16_t count_meanings() { return meanings().count; }

}  // namespace peakdesk::understanding
