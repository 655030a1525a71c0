// Makes forecasts of a total and its parts (channel, intent, shop) add up. Least squares, each series moved by how
// uncertain it is: the sure ones stay, the unsure ones give way. Knows only numbers.
#pragma once
#include <span>
#include <string>
#include <vector>

namespace peakdesk::forecasting {

/// One node of the tree. `parent` is the index of the sum it is part of, or -1 for a top. Parents come before their
/// parts.
struct HierarchyNode {
  int parent = -1;
  std::vector<double> mean;  // by step
  double variance = 1;       // of its forecast error, per step
};

/// The means, changed as little as their variances allow, so that every parent is the sum of its parts at every step.
/// Where `non_negative`, no part falls below zero. Nodes without parts keep their number of steps; an inconsistent tree
/// is an error.
struct Reconciled {
  std::vector<std::vector<double>> means;  // by node
  std::string error;
};
Reconciled reconcile(std::span<const HierarchyNode> nodes, bool non_negative = true);

}  // namespace peakdesk::forecasting
