// Questions that resemble each other and that no label covers: the material for FAQ mining and incident detection. Owns
// the likeness; knows no time and no ticket.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace peakdesk::understanding {

struct Cluster {
  std::vector<std::uint32_t> members;  // indices into the texts, nearest to the middle first
  std::vector<std::string> words;      // what sets it apart, strongest first, at most 5
};

struct ClusterOptions {
  double likeness = 0.3;   // cosine to the cluster's middle from which a text belongs to it
  std::size_t fewest = 3;  // smaller clusters are left out
  std::size_t most = 50;   // how many are returned
};

/// Largest first. One pass and one refinement: about linear in the texts. Deterministic, in the order of the texts.
std::vector<Cluster> find_clusters(const std::vector<std::string>& texts, const ClusterOptions& options = {});

}  // namespace peakdesk::understanding
