// Whole numbers for a relaxation's counts by branch and bound (Cbc), where its rounding ends too high or nowhere.
// Counts that cannot be part of a better answer are left out first, by their reduced costs.
#pragma once
#include <functional>
#include <limits>
#include <vector>

class ClpSimplex;

namespace peakdesk::staffing {

struct BranchLimits {
  double below = std::numeric_limits<double>::infinity();  // the cost to beat
  double step = 0;  // by at least so much, and each further answer the one before
  int most_answers = std::numeric_limits<int>::max(), most_nodes = std::numeric_limits<int>::max();
  double seconds = 1e9;             // of processor time
  std::function<bool()> more_time;  // asked at every node; false ends with the best so far
};

/// Whole numbers for the columns from `first` on, within their bounds, or empty without an answer that is a step
/// cheaper than `below`. The relaxation must be solved, and costs what its objective says.
std::vector<double> branch_counts(const ClpSimplex& relaxation, int first, const BranchLimits& limits);

}  // namespace peakdesk::staffing
