// From a feature's hash to its row in a table. Owns the look-up, which is what reading a text costs most: the tables
// are far larger than a processor's cache, so many hashes are looked up together and their memory is asked for ahead.
#pragma once
#include <cstdint>
#include <span>

#include "understanding/large_table.h"

namespace peakdesk::understanding {

class RowIndex {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  static constexpr int kRowBits = 24;
  static constexpr std::size_t kMostRows = (std::size_t{1} << kRowBits) - 1;

  RowIndex() = default;
  /// The hash of every row, each once. Hashes that agree in 40 high bits and in their slot count as one: at a million
  /// rows about one unknown feature in a million millions is taken for a known one.
  explicit RowIndex(std::span<const std::uint64_t> hashes);

  std::uint32_t find(std::uint64_t hash) const { return slots_.empty() ? kNone : found_at(hash & mask_, hash); }
  /// Calls take(i, row) for each of hashes in order; row is kNone for one that is not known.
  template <typename Hash, typename Take>
  void find_all(std::size_t count, Hash hash_of, Take take) const {
    if (slots_.empty()) {
      for (std::size_t i = 0; i < count; ++i) take(i, kNone);
      return;
    }
    for (std::size_t i = 0; i < count + kAhead; ++i) {
      if (i < count) __builtin_prefetch(&slots_[hash_of(i) & mask_]);
      if (i >= kAhead) {
        const std::uint64_t hash = hash_of(i - kAhead);
        take(i - kAhead, found_at(hash & mask_, hash));
      }
    }
  }

 private:
  static constexpr std::size_t kAhead = 16;

  std::uint32_t found_at(std::size_t slot, std::uint64_t hash) const {
    for (;; slot = (slot + 1) & mask_) {
      const std::uint64_t entry = slots_[slot];
      if (entry == kFree) return kNone;
      if ((entry >> kRowBits) == (hash >> kRowBits)) return static_cast<std::uint32_t>(entry & kMostRows);
    }
  }

  static constexpr std::uint64_t kFree = ~std::uint64_t{0};
  LargeTable<std::uint64_t> slots_;  // 40 bits of the hash above 24 bits of the row; a power of two long
  std::uint64_t mask_ = 0;
};

}  // namespace peakdesk::understanding
