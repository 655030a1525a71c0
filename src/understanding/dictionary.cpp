#include "understanding/dictionary.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <unordered_map>

#include "understanding/bytes.h"

namespace peakdesk::understanding {
namespace {

constexpr float kMeaningWeight = 2.0F;  // common by nature, a meaning would hardly count by rarity alone

struct Occurrence {
  std::uint32_t times = 0;
  FeatureKind kind = FeatureKind::Words;
};

}  // namespace

Dictionary Dictionary::build(const std::vector<std::vector<Feature>>& texts, int min_texts, std::size_t max_rows,
                             Shape shape, const std::vector<std::vector<GivenFeature>>& given) {
  struct Seen {
    std::uint32_t texts = 0;
    std::uint32_t last = ~std::uint32_t{0};
  };
  std::unordered_map<std::uint64_t, Seen> seen;
  seen.reserve(1 << 18);
  auto count = [&](std::uint64_t hash, std::uint32_t text) {
    Seen& s = seen[hash];
    if (s.last != text) {
      s.last = text;
      ++s.texts;
    }
  };
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    for (const Feature& f : texts[i]) count(f.hash, i);
    if (i < given.size())
      for (const GivenFeature& g : given[i]) count(g.hash, i);
  }
  std::vector<std::pair<std::uint32_t, std::uint64_t>> kept;
  for (const auto& [hash, s] : seen)
    if (s.texts >= static_cast<std::uint32_t>(min_texts)) kept.emplace_back(s.texts, hash);
  auto more_often = [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  };
  if (kept.size() > max_rows) {
    std::nth_element(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(max_rows), kept.end(), more_often);
    kept.resize(max_rows);
  }
  std::sort(kept.begin(), kept.end(), more_often);
  Dictionary d;
  d.shape_ = shape;
  d.hashes_.reserve(kept.size());
  d.idf_.reserve(kept.size());
  const double n = static_cast<double>(texts.size());
  for (const auto& [in_texts, hash] : kept) {
    d.hashes_.push_back(hash);
    d.idf_.push_back(static_cast<float>(std::log((n + 1) / (in_texts + 0.5)) + 0.1));
  }
  d.index_ = RowIndex(d.hashes_);
  return d;
}

Dictionary Dictionary::only(std::span<const std::uint32_t> rows) const {
  Dictionary d;
  d.shape_ = shape_;
  for (const std::uint32_t row : rows) {
    d.hashes_.push_back(hashes_[row]);
    d.idf_.push_back(idf_[row]);
  }
  d.index_ = RowIndex(d.hashes_);
  return d;
}

void Dictionary::vectorise(std::span<const Feature> features, std::span<const GivenFeature> given,
                           SparseText& out) const {
  out.rows.clear();
  out.values.clear();
  out.coverage = 0;
  if (hashes_.empty()) return;
  // How often each row occurs, by a table that is small enough to stay near the processor.
  thread_local std::vector<std::uint32_t> seen;  // place in out.rows, from 1
  thread_local std::vector<Occurrence> occurrences;
  const std::size_t mask = std::bit_ceil(2 * features.size() + 1) - 1;
  seen.assign(mask + 1, 0);
  occurrences.clear();
  std::size_t words = 0, known_words = 0;
  index_.find_all(
      features.size(), [&](std::size_t i) { return features[i].hash; },
      [&](std::size_t i, std::uint32_t row) {
        const FeatureKind kind = features[i].kind;
        words += kind == FeatureKind::Words;
        if (row == RowIndex::kNone) return;
        known_words += kind == FeatureKind::Words;
        std::size_t slot = row & mask;
        while (seen[slot] != 0 && out.rows[seen[slot] - 1] != row) slot = (slot + 1) & mask;
        if (seen[slot] == 0) {
          __builtin_prefetch(&idf_[row]);
          out.rows.push_back(row);
          occurrences.push_back({0, kind});
          seen[slot] = static_cast<std::uint32_t>(out.rows.size());
        }
        ++occurrences[seen[slot] - 1].times;
      });
  double length[2] = {0, 0};
  for (std::size_t i = 0; i < out.rows.size(); ++i) {
    const auto [times, kind] = occurrences[i];
    float value = idf_[out.rows[i]] * (times == 1 ? 1.0F : 1.0F + std::log(static_cast<float>(times)));
    if (kind == FeatureKind::Meaning) value *= kMeaningWeight;
    length[kind == FeatureKind::Piece] += double{value} * value;
    out.values.push_back(value);
  }
  const float word_scale = length[0] > 0 ? static_cast<float>(1 / std::sqrt(length[0])) : 0;
  const float character_scale = length[1] > 0 ? static_cast<float>(shape_.character_weight / std::sqrt(length[1])) : 0;
  for (std::size_t i = 0; i < out.rows.size(); ++i)
    out.values[i] *= occurrences[i].kind == FeatureKind::Piece ? character_scale : word_scale;
  for (const GivenFeature& g : given) {
    const auto row = index_.find(g.hash);
    if (row == RowIndex::kNone) continue;
    out.rows.push_back(row);
    out.values.push_back(g.value * shape_.given_weight);
  }
  out.coverage = words > 0 ? static_cast<float>(known_words) / static_cast<float>(words) : 0;
}

void Dictionary::write(ByteWriter& out) const {
  out.number(shape_.character_weight);
  out.number(shape_.given_weight);
  out.array(hashes_);
  out.array(idf_);
}

Dictionary Dictionary::read(ByteReader& in) {
  Dictionary d;
  d.shape_.character_weight = in.number<float>();
  d.shape_.given_weight = in.number<float>();
  d.hashes_ = in.array<std::uint64_t>();
  d.idf_ = in.array<float, LargeTable<float>>();
  if (d.hashes_.size() != d.idf_.size() || d.hashes_.size() > RowIndex::kMostRows) {
    in.fail();
    return {};
  }
  d.index_ = RowIndex(d.hashes_);
  return d;
}

}  // namespace peakdesk::understanding
