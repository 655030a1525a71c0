// The project's own training text: patterns with alternatives and slots, spoken into sentences. Owns the grammar of the
// files in corpus/ (see corpus/README.md) and the variety of what comes out; trains nothing.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/random.h"

namespace peakdesk::understanding {

/// One text to learn from. No labels: a stranger, none of these. Texts of one `group` say the same thing in like words
/// and belong on one side of a split into learning and testing.
struct LabelledText {
  std::string text;
  std::vector<std::string> labels;
  std::string sentiment = {};  // negative, neutral, positive or unknown (empty)
  std::uint32_t group = 0;
  std::string language = {};
};

class Corpus {
 public:
  /// Reads one file. `error` says line and reason and is empty when all is well.
  static Corpus parse(std::string_view language, std::string_view file, std::string& error);

  /// About `per_label` texts for each label and, at `pairs` of them, texts with two intents. Deterministic in `seed`.
  /// Groups are numbered from `first_group`; no pattern is spoken in two of them, not even as the second half of a
  /// text.
  std::vector<LabelledText> speak(int per_label, double pairs, std::uint64_t seed, std::uint32_t first_group) const;

  std::vector<std::string> labels() const;
  std::size_t patterns() const;
  const std::string& language() const { return language_; }

 private:
  struct Section {
    std::string label;  // empty: none of these
    std::string sentiment;
    std::vector<std::string> patterns;
    std::uint32_t first_pattern = 0;  // counted over the whole file
  };
  std::string expand(std::string_view pattern, Random& random, int depth) const;
  std::string slot(std::string_view name, Random& random, int depth) const;
  std::string speak_core(const Section& section, std::size_t pattern, Random& random) const;
  /// Bars of the pattern and of the slots it names.
  std::size_t choices_in(std::string_view pattern) const;
  std::string dress(std::string core, const Section& section, std::size_t pattern, Random& random) const;
  static constexpr std::size_t kNoPattern = ~std::size_t{0};
  static std::size_t side_of(const Section& section, std::size_t pattern);
  std::size_t another_of_side(const Section& section, std::size_t side, Random& random) const;

  std::string language_;
  std::vector<Section> sections_;
  std::unordered_map<std::string, std::string> slots_;
};

/// `pattern` with one of each {a|b} chosen, which may stand inside each other; @names stay as they are.
std::string choose(std::string_view pattern, Random& random);

/// Types `text` as people in a hurry do: letters dropped, doubled, swapped; about `rate` of them.
std::string mistype(std::string_view text, double rate, Random& random);

}  // namespace peakdesk::understanding
