// One-against-all linear weights over a dictionary's rows, trained by dual coordinate descent, kept in eight bits. Owns
// the numbers; knows no text and no label's name.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "understanding/byte_rows.h"
#include "understanding/dictionary.h"

namespace peakdesk::understanding {

struct SolverOptions {
  double cost = 1.0;           // C of the squared hinge: how much a wrong text hurts
  double positive_cost = 1.0;  // times `cost` for the texts of the class itself
  int rounds = 12;
  std::uint64_t seed = 1;
};

class LinearWeights {
 public:
  /// `targets[i]`: the classes of text i, none for a stranger. `importance[i]` multiplies its cost. Deterministic.
  static LinearWeights train(const std::vector<SparseText>& texts, const std::vector<std::vector<int>>& targets,
                             std::span<const float> importance, std::size_t rows, int classes,
                             const SolverOptions& options);

  /// Replaces `out` by one score a class; +1 and -1 are the margins trained for.
  void score(const SparseText& text, std::vector<float>& out) const;

  /// How much a row says about the classes, all together.
  float length(std::size_t row) const { return rows_.length(row); }

  int classes() const { return rows_.width(); }
  std::size_t rows() const { return rows_.rows(); }
  void write(ByteWriter& out) const;
  static LinearWeights read(ByteReader& in);

 private:
  std::vector<float> bias_;  // rows_.stride() long
  ByteRows rows_;
};

}  // namespace peakdesk::understanding
