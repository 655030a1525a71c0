#include "forecasting/hierarchy.h"

#include <algorithm>
#include <cmath>

namespace peakdesk::forecasting {
namespace {

struct Tree {
  std::vector<std::vector<std::size_t>> children;
  std::string error;
};

Tree read_tree(std::span<const HierarchyNode> nodes) {
  Tree tree;
  tree.children.resize(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].parent >= int(i)) {
      tree.error = "node " + std::to_string(i) + " stands before its parent: put parents first";
      return tree;
    }
    if (nodes[i].mean.size() != nodes[0].mean.size()) {
      tree.error = "node " + std::to_string(i) + " has another number of steps than the first";
      return tree;
    }
    if (!(nodes[i].variance > 0) || !std::isfinite(nodes[i].variance)) {
      tree.error = "node " + std::to_string(i) + " needs a variance above zero";
      return tree;
    }
    if (nodes[i].parent >= 0) tree.children[std::size_t(nodes[i].parent)].push_back(i);
  }
  return tree;
}

}  // namespace

// On a tree the weighted least squares problem (MinT with a diagonal covariance) has an exact solution in two passes.
// Upwards: each node's best estimate from itself and the sum of its subtree, by precision. Downwards: what the parent
// decided is shared among the parts in proportion to their variances.
Reconciled reconcile(std::span<const HierarchyNode> nodes, bool non_negative) {
  Reconciled out;
  const Tree tree = read_tree(nodes);
  out.error = tree.error;
  if (!out.error.empty() || nodes.empty()) return out;
  const std::size_t n = nodes.size(), steps = nodes[0].mean.size();
  out.means.assign(n, std::vector<double>(steps, 0.0));
  std::vector<double> estimate(n), variance(n);
  for (std::size_t h = 0; h < steps; ++h) {
    for (std::size_t i = n; i-- > 0;) {
      estimate[i] = nodes[i].mean[h];
      variance[i] = nodes[i].variance;
      if (tree.children[i].empty()) continue;
      double sum = 0, sum_variance = 0;
      for (const std::size_t child : tree.children[i]) sum += estimate[child], sum_variance += variance[child];
      const double own = 1 / variance[i], below = 1 / sum_variance;
      estimate[i] = (estimate[i] * own + sum * below) / (own + below);
      variance[i] = 1 / (own + below);
    }
    for (std::size_t i = 0; i < n; ++i) {
      if (nodes[i].parent < 0) out.means[i][h] = non_negative ? std::max(estimate[i], 0.0) : estimate[i];
      if (tree.children[i].empty()) continue;
      double rest = out.means[i][h], sum_variance = 0;
      for (const std::size_t child : tree.children[i]) rest -= estimate[child], sum_variance += variance[child];
      double positive = 0;
      for (const std::size_t child : tree.children[i]) {
        out.means[child][h] = estimate[child] + rest * variance[child] / sum_variance;
        positive += std::max(out.means[child][h], 0.0);
      }
      if (!non_negative) continue;
      // Parts pushed below zero become zero; the others carry the difference in proportion.
      for (const std::size_t child : tree.children[i]) {
        double& v = out.means[child][h];
        v = positive > 0 ? std::max(v, 0.0) * out.means[i][h] / positive
                         : out.means[i][h] / double(tree.children[i].size());
      }
    }
  }
  return out;
}

}  // namespace peakdesk::forecasting
