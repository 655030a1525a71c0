// A small network over a dictionary's rows: each row a point in a space of some dozen directions, a text the rectified
// sum of its rows, and from there one output a class. Where the classes share meanings it learns them together, which
// one-against-all weights cannot. Owns the numbers; knows no text and no label's name.
#pragma once
#include <cstdint>
#include <vector>

#include "understanding/byte_rows.h"
#include "understanding/dictionary.h"

namespace peakdesk::understanding {

struct NetworkOptions {
  int directions = 64;
  int rounds = 20;
  float rate = 0.25F;
  float dropped = 0.7F;  // share of a text's features hidden in each round, so that no single one is relied on
  std::uint64_t seed = 1;
};

class Network {
 public:
  /// `targets[i]`: the classes of text i; none for a stranger, who should look like no class more than another.
  /// Deterministic.
  static Network train(const std::vector<SparseText>& texts, const std::vector<std::vector<int>>& targets,
                       std::size_t rows, int classes, const NetworkOptions& options);

  /// Replaces `out` by one score a class, the logarithm of a share but for a constant of the text.
  void score(const SparseText& text, std::vector<float>& out) const;

  bool empty() const { return bias_.empty(); }
  int classes() const { return static_cast<int>(bias_.size()); }
  std::size_t rows() const { return inward_.rows(); }
  void write(ByteWriter& out) const;
  static Network read(ByteReader& in);

 private:
  ByteRows inward_;             // by row of the dictionary: its place in the space
  std::vector<float> outward_;  // by direction and class
  std::vector<float> bias_;     // by class
};

}  // namespace peakdesk::understanding
