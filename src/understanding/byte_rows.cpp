#include "understanding/byte_rows.h"

#include <algorithm>
#include <cmath>

#include "understanding/bytes.h"

namespace peakdesk::understanding {
namespace {

constexpr int kLane = 16;

int whole_lanes(int n) { return (n + kLane - 1) / kLane * kLane; }

/// out[c] += sum over the rows of value * scale * weight. `stride` is a multiple of kLane.
PEAKDESK_WIDEST
void add_rows_of_bytes(float* __restrict out, const std::int8_t* weights, const float* scales,
                       const std::uint32_t* rows, const float* values, std::size_t count, std::size_t stride) {
  constexpr std::size_t kAhead = 8;
  for (std::size_t k = 0; k < count; ++k) {
    if (k + kAhead < count) {
      const std::int8_t* next = weights + rows[k + kAhead] * stride;
      for (std::size_t at = 0; at < stride; at += 64) __builtin_prefetch(next + at);
      __builtin_prefetch(scales + rows[k + kAhead]);
    }
    const std::int8_t* __restrict row = weights + rows[k] * stride;
    const float value = values[k] * scales[rows[k]];
    for (std::size_t c = 0; c < stride; ++c) out[c] += value * static_cast<float>(row[c]);
  }
}

}  // namespace

ByteRows::ByteRows(const std::vector<float>& weights, std::size_t rows, int width, int from_stride)
    : width_(width), stride_(whole_lanes(width)), scales_(rows), weights_(rows * static_cast<std::size_t>(stride_), 0) {
  for (std::size_t row = 0; row < rows; ++row) {
    const float* from = &weights[row * static_cast<std::size_t>(from_stride)];
    float largest = 0;
    for (int c = 0; c < width; ++c) largest = std::max(largest, std::abs(from[c]));
    scales_[row] = largest / 127;
    if (largest == 0) continue;
    std::int8_t* to = &weights_[row * static_cast<std::size_t>(stride_)];
    for (int c = 0; c < width; ++c) to[c] = static_cast<std::int8_t>(std::lround(from[c] / largest * 127));
  }
}

void ByteRows::add(const SparseText& text, std::span<float> out) const {
  add_rows_of_bytes(out.data(), weights_.data(), scales_.data(), text.rows.data(), text.values.data(), text.rows.size(),
                    static_cast<std::size_t>(stride_));
}

float ByteRows::length(std::size_t row) const {
  double squares = 0;
  for (int c = 0; c < width_; ++c) {
    const double weight = weights_[row * static_cast<std::size_t>(stride_) + static_cast<std::size_t>(c)];
    squares += weight * weight;
  }
  return static_cast<float>(std::sqrt(squares)) * scales_[row];
}

void ByteRows::write(ByteWriter& out) const {
  out.number(static_cast<std::int32_t>(width_));
  out.array(scales_);
  out.array(weights_);
}

ByteRows ByteRows::read(ByteReader& in) {
  ByteRows r;
  r.width_ = in.number<std::int32_t>();
  r.scales_ = in.array<float, LargeTable<float>>();
  r.weights_ = in.array<std::int8_t, LargeTable<std::int8_t>>();
  if (r.width_ < 0 || r.width_ > 100'000 ||
      r.weights_.size() != r.scales_.size() * static_cast<std::size_t>(whole_lanes(r.width_))) {
    in.fail();
    return {};
  }
  r.stride_ = whole_lanes(r.width_);
  return r;
}

}  // namespace peakdesk::understanding
