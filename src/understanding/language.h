// Which language a text is in: naive Bayes over the pieces of its words (1 to 5 letters, whole words), and the script
// where that decides alone. Owns its table; splits no quotation (see quotation.h).
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "understanding/large_table.h"
#include "understanding/row_index.h"

namespace peakdesk::understanding {

class ByteReader;
class ByteWriter;

struct LanguageGuess {
  std::string code = "und";  // ISO 639-1; "und" when there is nothing to go by
  float confidence = 0;
};

/// Words and how often they were seen, by language: all that the table is made from.
using WordCounts = std::unordered_map<std::string, std::unordered_map<std::string, std::uint32_t>>;

class LanguageTable {
 public:
  static LanguageTable build(const WordCounts& counts);

  /// `likely`: languages this customer is known to use; they win where the text leaves it open.
  LanguageGuess guess(std::string_view utf8, std::span<const std::string> likely = {}) const;

  const std::vector<std::string>& languages() const { return languages_; }
  void write(ByteWriter& out) const;
  static LanguageTable read(ByteReader& in);

 private:
  std::vector<std::string> languages_;
  // By language: what one that has not seen a row pays above the one of those that pays least; for a piece, and for a
  // whole word.
  std::vector<std::uint8_t> unseen_piece_, unseen_word_;
  std::vector<std::uint64_t> hashes_;  // ascending
  RowIndex index_;
  std::size_t stride_ = 0;          // languages, rounded up to whole vectors
  LargeTable<std::uint8_t> costs_;  // by row and language: -log probability above the row's best, in steps of kStep
};

/// Lower-case words of a text with their accents, as WordCounts wants them.
void count_words(std::string_view utf8, std::unordered_map<std::string, std::uint32_t>& into);

}  // namespace peakdesk::understanding
