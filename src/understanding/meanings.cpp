#include "understanding/meanings.h"

#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "understanding/features.h"
#include "understanding/meaning_words.h"
#include "understanding/row_index.h"
#include "understanding/tone_words.h"

namespace peakdesk::understanding {
namespace {

constexpr std::size_t kShortestBeginning = 2, kLongestBeginning = 14;

std::uint64_t hash_letter(std::uint64_t h, char32_t c) { return (h ^ c) * 0x9e3779b97f4a7c15ULL; }

/// Senses of words by their hash.
class WordTable {
 public:
  WordTable() = default;
  explicit WordTable(const std::map<std::uint64_t, WordSense>& words) {
    std::vector<std::uint64_t> hashes;
    for (const auto& [hash, sense] : words) {
      hashes.push_back(stir(hash));
      senses_.push_back(sense);
    }
    index_ = RowIndex(hashes);
  }
  /// Overwrites of `sense` what is known of this word.
  void look_up(std::uint64_t hash, WordSense& sense) const {
    const auto row = index_.find(stir(hash));
    if (row == RowIndex::kNone) return;
    if (senses_[row].meaning != 0) sense.meaning = senses_[row].meaning;
    if (senses_[row].tone != 0) sense.tone = senses_[row].tone;
  }

 private:
  static std::uint64_t stir(std::uint64_t hash) { return hash ^ hash >> 32; }  // an index goes by the low bits
  RowIndex index_;
  std::vector<WordSense> senses_;
};

/// Both lists in one table of words and one of beginnings, so that a word is looked up once.
struct Senses {
  WordTable words, beginnings;

  Senses() {
    WordSense line;
    for (std::string_view listed : split(kMeaningWords, '\n')) {
      if (trim(listed).empty()) continue;
      ++line.meaning;
      add(listed, [&](WordSense& sense) {
        if (sense.meaning == 0) sense.meaning = line.meaning;
      });
    }
    for (const ToneWords& listed : kToneWords) {
      ++line.tone;
      add(listed.words, [&](WordSense& sense) {
        if (sense.tone == 0) sense.tone = line.tone;
      });
    }
    words = WordTable(whole_);
    beginnings = WordTable(begun_);
  }

 private:
  /// Gives every word of a line a sense by `mark`; the first line that lists a word has it.
  template <typename Mark>
  void add(std::string_view line, Mark mark) {
    for (std::string_view word : split(line, ' ')) {
      const bool open = word.ends_with('*');
      std::uint64_t h = 0;
      std::size_t letters = 0;
      for (const Token& token : tokenize(open ? word.substr(0, word.size() - 1) : word)) {
        for (const char32_t c : token.text) h = hash_letter(h, c);
        letters += token.text.size();
      }
      if (letters > 0) mark((open ? begun_ : whole_)[h]);
    }
  }
  std::map<std::uint64_t, WordSense> whole_, begun_;
};

}  // namespace

WordSense sense_of(std::u32string_view word) {
  static const Senses all;
  std::uint64_t h = 0;
  WordSense sense;
  for (std::size_t i = 0; i < word.size(); ++i) {
    h = hash_letter(h, word[i]);
    // The longest beginning wins, and a whole word over any.
    if (i + 1 >= kShortestBeginning && i + 1 <= kLongestBeginning) all.beginnings.look_up(h, sense);
  }
  all.words.look_up(h, sense);
  return sense;
}

}  // namespace peakdesk::understanding
