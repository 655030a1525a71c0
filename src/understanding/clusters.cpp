#include "understanding/clusters.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "understanding/features.h"

namespace peakdesk::understanding {
namespace {

constexpr std::size_t kStem = 4;             // letters of a word that count: "leaks", "leaking", "leaked" are one
constexpr std::size_t kMostCandidates = 64;  // clusters compared with a text, by the rarest words they share
constexpr double kTooCommon = 0.25;          // of all texts

using Vector = std::unordered_map<std::uint32_t, float>;

double dot(const Vector& a, const Vector& b) {
  const Vector& small = a.size() < b.size() ? a : b;
  const Vector& large = a.size() < b.size() ? b : a;
  double sum = 0;
  for (const auto& [k, v] : small)
    if (const auto it = large.find(k); it != large.end()) sum += double{v} * it->second;
  return sum;
}

double length_of(const Vector& v) { return std::sqrt(std::max(1e-12, dot(v, v))); }

struct Group {
  Vector sum;
  double length = 0;
  std::vector<std::uint32_t> members;
};

}  // namespace

std::vector<Cluster> find_clusters(const std::vector<std::string>& texts, const ClusterOptions& options) {
  std::unordered_map<std::u32string, std::uint32_t> ids;
  std::vector<std::unordered_map<std::u32string, int>> spelt;  // by word id: how it was written
  std::vector<std::vector<std::uint32_t>> words(texts.size());
  std::vector<std::uint32_t> in_texts;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::unordered_set<std::uint32_t> seen;
    for (const Token& token : tokenize(texts[i])) {
      if (token.kind != 'w' || token.text.size() < 3) continue;
      const auto [it, fresh] = ids.try_emplace(token.text.substr(0, kStem), static_cast<std::uint32_t>(ids.size()));
      if (fresh) {
        spelt.emplace_back();
        in_texts.push_back(0);
      }
      ++spelt[it->second][token.text];
      if (seen.insert(it->second).second) words[i].push_back(it->second);
    }
    for (auto id : words[i]) ++in_texts[id];
  }
  const double n = static_cast<double>(texts.size());
  std::vector<Vector> vectors(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (auto id : words[i])
      if (n < 20 || in_texts[id] < kTooCommon * n) vectors[i][id] = static_cast<float>(std::log(1 + n / in_texts[id]));
    const double length = length_of(vectors[i]);
    for (auto& [id, v] : vectors[i]) v = static_cast<float>(v / length);
  }
  std::vector<Group> groups;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> groups_with;
  auto nearest = [&](const Vector& v, double& best_likeness) {
    std::vector<std::uint32_t> rare;
    for (const auto& [id, weight] : v) rare.push_back(id);
    std::sort(rare.begin(), rare.end(),
              [&](auto a, auto b) { return in_texts[a] != in_texts[b] ? in_texts[a] < in_texts[b] : a < b; });
    std::vector<std::uint32_t> candidates;
    for (auto id : rare) {
      const auto it = groups_with.find(id);
      if (it == groups_with.end()) continue;
      for (auto g : it->second) {
        if (candidates.size() >= kMostCandidates) break;
        candidates.push_back(g);
      }
    }
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    std::size_t best = groups.size();
    best_likeness = 0;
    for (auto g : candidates) {
      const double likeness = dot(v, groups[g].sum) / groups[g].length;
      if (likeness > best_likeness) {
        best_likeness = likeness;
        best = g;
      }
    }
    return best;
  };
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    if (vectors[i].empty()) continue;
    double likeness = 0;
    std::size_t g = nearest(vectors[i], likeness);
    if (likeness < options.likeness) {
      g = groups.size();
      groups.emplace_back();
    }
    for (const auto& [id, v] : vectors[i]) {
      float& sum = groups[g].sum[id];
      if (sum == 0) groups_with[id].push_back(static_cast<std::uint32_t>(g));
      sum += v;
    }
    groups[g].length = length_of(groups[g].sum);
  }
  // Early texts chose among few clusters; now that all stand, everyone chooses again.
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    if (vectors[i].empty()) continue;
    double likeness = 0;
    const std::size_t g = nearest(vectors[i], likeness);
    if (g < groups.size() && likeness >= options.likeness) groups[g].members.push_back(i);
  }
  std::erase_if(groups, [&](const Group& g) { return g.members.size() < options.fewest; });
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return a.members.size() > b.members.size(); });
  if (groups.size() > options.most) groups.resize(options.most);
  std::vector<Cluster> clusters;
  for (Group& group : groups) {
    Cluster cluster;
    cluster.members = group.members;
    std::unordered_map<std::uint32_t, double> near;
    for (auto i : cluster.members) near[i] = dot(vectors[i], group.sum);
    std::stable_sort(cluster.members.begin(), cluster.members.end(), [&](auto a, auto b) { return near[a] > near[b]; });
    std::vector<std::pair<float, std::uint32_t>> strongest;
    for (const auto& [id, v] : group.sum) strongest.emplace_back(v, id);
    std::sort(strongest.begin(), strongest.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    for (std::size_t k = 0; k < strongest.size() && k < 5; ++k) {
      const auto& forms = spelt[strongest[k].second];
      const auto* common = &*forms.begin();
      for (const auto& form : forms)
        if (form.second > common->second || (form.second == common->second && form.first < common->first))
          common = &form;
      cluster.words.push_back(to_utf8(common->first));
    }
    clusters.push_back(std::move(cluster));
  }
  return clusters;
}

}  // namespace peakdesk::understanding
