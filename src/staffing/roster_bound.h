// What no roster can beat, and a good place to start: the relaxation in which lines may be worked in fractions, solved
// by Clp with lines added as they prove useful (column generation).
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "base/random.h"

#include "staffing/roster.h"
#include "staffing/roster_branch.h"
#include "staffing/roster_lines.h"

namespace peakdesk::staffing {

struct RosterRelaxation {
  double bound = 0;               // a true lower bound also when stopped early
  std::vector<RosterLine> start;  // [agent], the relaxation rounded step by step; empty when there was no time
};

class RosterRelaxer {
 public:
  RosterRelaxer(const RosterProblem& problem, const LineChooser& chooser);
  ~RosterRelaxer();
  /// `more_time` is asked between solves; false ends with what there is.
  RosterRelaxation relax(const std::function<bool()>& more_time);
  /// Lines for all agents that cost a step less than `limits.below`, by branch and bound over what the relaxation has
  /// left open; empty when none was found in time. Call after relax(), only where can_regroup().
  std::vector<RosterLine> branch(BranchLimits limits);
  /// Whether regroup() and branch() can do something: patterns to choose from, and agents who may work them.
  bool can_regroup() const;
  /// Frees about `count` agents at random, relaxes what they may work beside all others and rounds it again. Empty when
  /// it led nowhere.
  std::vector<RosterLine> regroup(const std::vector<RosterLine>& lines, std::size_t count, Random& random);

 private:
  class Relaxation;
  std::unique_ptr<Relaxation> relaxation_;
};

}  // namespace peakdesk::staffing
