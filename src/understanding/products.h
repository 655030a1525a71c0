// Names of a shop's catalogue, found in text although misspelt. Owns an index of their words; knows no price and no
// stock.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "understanding/words_in_place.h"

namespace peakdesk::understanding {

class ProductNames {
 public:
  /// Any number of names; looking one up does not grow with it.
  explicit ProductNames(std::vector<std::string> names);

  struct Found {
    std::uint32_t product = 0;
    std::size_t start = 0, end = 0;  // bytes into the text
    float likeness = 0;              // 1: every word as the catalogue spells it
  };
  std::vector<Found> find(const std::vector<PlacedWord>& words) const;
  const std::string& name(std::uint32_t product) const { return names_[product]; }

 private:
  struct Part {
    std::uint32_t product = 0;
    float weight = 0;  // how much of the name this word is
    std::uint8_t position = 0;
  };
  std::vector<std::string> names_;
  std::vector<std::string> words_;
  std::vector<std::vector<Part>> parts_;  // by word
  std::unordered_map<std::string, std::uint32_t> word_ids_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> near_;  // a word with one letter left out -> words
};

/// Insertions, deletions, changes and swaps of neighbours; stops counting above `most`.
int edit_distance(std::string_view a, std::string_view b, int most);

}  // namespace peakdesk::understanding
