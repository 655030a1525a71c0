#include "understanding/row_index.h"

#include <bit>

namespace peakdesk::understanding {

RowIndex::RowIndex(std::span<const std::uint64_t> hashes) {
  // The smaller, the more of it stays near the processor; a free slot still comes soon.
  slots_.assign(std::bit_ceil(hashes.size() * 5 / 4 + 16), kFree);
  mask_ = slots_.size() - 1;
  std::size_t row = 0;
  for (const std::uint64_t hash : hashes) {
    std::size_t slot = hash & mask_;
    while (slots_[slot] != kFree) slot = (slot + 1) & mask_;
    slots_[slot] = (hash >> kRowBits) << kRowBits | row++;
  }
}

}  // namespace peakdesk::understanding
