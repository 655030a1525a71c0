// A table of weights in eight bits a number, with a scale for each row. Owns the numbers and the adding up of rows, the
// inner loop of every classifier; knows neither features nor labels.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "understanding/dictionary.h"
#include "understanding/large_table.h"

namespace peakdesk::understanding {

class ByteRows {
 public:
  ByteRows() = default;
  /// `weights`: rows of `from_stride` numbers each, of which the first `width` are kept.
  ByteRows(const std::vector<float>& weights, std::size_t rows, int width, int from_stride);

  /// out[c] += the text's values times its rows. `out` is stride() long.
  void add(const SparseText& text, std::span<float> out) const;

  /// Length of a row as a vector.
  float length(std::size_t row) const;

  int width() const { return width_; }
  int stride() const { return stride_; }  // width() rounded up, so that rows are whole vectors
  std::size_t rows() const { return scales_.size(); }
  void write(ByteWriter& out) const;
  static ByteRows read(ByteReader& in);

 private:
  int width_ = 0;
  int stride_ = 0;
  LargeTable<float> scales_;         // by row
  LargeTable<std::int8_t> weights_;  // row after row
};

// The widest vectors the processor has, chosen when the program starts. Without fused operations, so that every
// processor gives the same scores (AVX-512 always brings those).
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define PEAKDESK_WIDEST __attribute__((target_clones("avx2", "default")))
#else
#define PEAKDESK_WIDEST
#endif

}  // namespace peakdesk::understanding
