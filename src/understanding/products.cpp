#include "understanding/products.h"

#include <algorithm>
#include <cmath>

namespace peakdesk::understanding {
namespace {

constexpr float kEnough = 0.67F;           // of a name's weight must be there
constexpr std::size_t kMostParts = 3'000;  // a word that so many names share tells none of them

/// Short words must be right; longer ones may carry a typing error, long ones two.
int errors_allowed(std::size_t letters) { return letters < 5 ? 0 : letters < 9 ? 1 : 2; }

std::vector<std::string> with_one_left_out(const std::string& word) {
  std::vector<std::string> shorter{word};
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (i > 0 && word[i] == word[i - 1]) continue;
    shorter.push_back(word.substr(0, i) + word.substr(i + 1));
  }
  return shorter;
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b, int most) {
  const int n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
  if (std::abs(n - m) > most) return most + 1;
  std::vector<int> before_last(m + 1), last(m + 1), row(m + 1);
  for (int j = 0; j <= m; ++j) last[j] = j;
  for (int i = 1; i <= n; ++i) {
    row[0] = i;
    int least = i;
    for (int j = 1; j <= m; ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[m];
}

ProductNames::ProductNames(std::vector<std::string> names) : names_(std::move(names)) {
  std::vector<std::vector<std::uint32_t>> of_product(names_.size());
  for (std::uint32_t p = 0; p < names_.size(); ++p) {
    for (const PlacedWord& w : words_in_place(names_[p], 500)) {
      const auto [it, fresh] = word_ids_.try_emplace(w.folded, static_cast<std::uint32_t>(words_.size()));
      if (fresh) {
        words_.push_back(w.folded);
        parts_.emplace_back();
      }
      of_product[p].push_back(it->second);
    }
  }
  std::vector<int> in_names(words_.size(), 0);
  for (auto& ids : of_product)
    for (auto id : ids) ++in_names[id];
  for (std::uint32_t p = 0; p < names_.size(); ++p) {
    double total = 0;
    auto weigh = [&](std::uint32_t id) { return std::log(2.0 + static_cast<double>(names_.size()) / in_names[id]); };
    for (auto id : of_product[p]) total += weigh(id);
    for (std::size_t k = 0; k < of_product[p].size() && k < 255; ++k)
      parts_[of_product[p][k]].push_back(
          {p, static_cast<float>(weigh(of_product[p][k]) / total), static_cast<std::uint8_t>(k)});
  }
  for (std::uint32_t id = 0; id < words_.size(); ++id)
    if (errors_allowed(words_[id].size()) > 0)
      for (auto& shorter : with_one_left_out(words_[id])) near_[shorter].push_back(id);
}

std::vector<ProductNames::Found> ProductNames::find(const std::vector<PlacedWord>& words) const {
  struct Match {
    float weight = 0;
    std::size_t first = 0, last = 0;
    std::uint64_t positions = 0;
  };
  std::unordered_map<std::uint32_t, Match> open;
  std::vector<Found> found;
  for (std::size_t w = 0; w < words.size(); ++w) {
    std::vector<std::pair<std::uint32_t, float>> meant;
    if (const auto it = word_ids_.find(words[w].folded); it != word_ids_.end()) {
      meant.emplace_back(it->second, 1.0F);
    } else if (errors_allowed(words[w].folded.size()) > 0 && words[w].folded.size() < 40) {
      for (const auto& shorter : with_one_left_out(words[w].folded)) {
        const auto near = near_.find(shorter);
        if (near == near_.end()) continue;
        for (auto id : near->second) {
          const int allowed = errors_allowed(std::min(words_[id].size(), words[w].folded.size()));
          const int errors = edit_distance(words_[id], words[w].folded, allowed);
          if (errors <= allowed) meant.emplace_back(id, 1.0F - 0.15F * static_cast<float>(errors));
        }
      }
      std::sort(meant.begin(), meant.end());
      meant.erase(std::unique(meant.begin(), meant.end(), [](auto& a, auto& b) { return a.first == b.first; }),
                  meant.end());
    }
    for (const auto& [id, likeness] : meant) {
      if (parts_[id].size() > kMostParts) continue;
      for (const Part& part : parts_[id]) {
        Match& m = open[part.product];
        // A name's words stand together; a gap of more than three other words starts anew.
        if (m.weight == 0 || w > m.last + 4) m = {0, w, w, 0};
        const std::uint64_t bit = std::uint64_t{1} << (part.position % 64);
        if ((m.positions & bit) != 0) continue;
        m.positions |= bit;
        m.weight += part.weight * likeness;
        m.last = w;
        if (m.weight >= kEnough) found.push_back({part.product, words[m.first].start, words[m.last].end, m.weight});
      }
    }
  }
  // The best of what overlaps.
  std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return a.likeness != b.likeness ? a.likeness > b.likeness : a.end - a.start > b.end - b.start;
  });
  std::vector<Found> kept;
  for (const Found& f : found)
    if (std::none_of(kept.begin(), kept.end(), [&](const Found& k) { return f.start < k.end && k.start < f.end; }))
      kept.push_back(f);
  std::sort(kept.begin(), kept.end(), [](const Found& a, const Found& b) { return a.start < b.start; });
  return kept;
}

}  // namespace peakdesk::understanding
