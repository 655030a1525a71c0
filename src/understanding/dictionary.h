// The features a classifier knows: hash -> row with its weight (idf), and a text as a sparse vector over those rows.
// Owns the weighting; knows no label.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "understanding/features.h"
#include "understanding/large_table.h"
#include "understanding/row_index.h"

namespace peakdesk::understanding {

class ByteReader;
class ByteWriter;

/// A text over a dictionary: each row once. `coverage`: share of the text's word features, by count, that
/// are known.
struct SparseText {
  std::vector<std::uint32_t> rows;
  std::vector<float> values;
  float coverage = 0;
};

/// A feature from outside the text, weighted by who gives it.
struct GivenFeature {
  std::uint64_t hash = 0;
  float value = 0;
};

class Dictionary {
 public:
  struct Shape {
    float character_weight = 1.0F;  // length of the word pieces' part of the vector against the words' part
    float given_weight = 1.0F;
  };

  Dictionary() = default;
  /// Features seen in at least `min_texts` of `texts`, the most frequent `max_rows` of them.
  static Dictionary build(const std::vector<std::vector<Feature>>& texts, int min_texts, std::size_t max_rows,
                          Shape shape, const std::vector<std::vector<GivenFeature>>& given = {});

  /// The same with these rows alone, renumbered in their order.
  Dictionary only(std::span<const std::uint32_t> rows) const;
  /// Rarity of a row's feature.
  float idf(std::size_t row) const { return idf_[row]; }

  /// Fills `out`; `features` and `given` may be in any order and repeat.
  void vectorise(std::span<const Feature> features, std::span<const GivenFeature> given, SparseText& out) const;

  std::size_t rows() const { return idf_.size(); }
  void write(ByteWriter& out) const;
  static Dictionary read(ByteReader& in);

 private:
  Shape shape_;
  std::vector<std::uint64_t> hashes_;  // by row
  LargeTable<float> idf_;              // by row
  RowIndex index_;
};

}  // namespace peakdesk::understanding
