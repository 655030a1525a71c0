// What no roster can beat, and a good place to start: the relaxation in which lines may be worked in fractions, solved
// by Clp with lines added as they prove useful (column generation).
#pragma once
#include <functional>
#include <vector>

#include "staffing/roster.h"
#include "staffing/roster_lines.h"

namespace peakdesk::staffing {

struct RosterRelaxation {
  double bound = 0;               // a true lower bound also when stopped early
  std::vector<RosterLine> start;  // [agent], the relaxation rounded step by step; empty when there was no time
};

/// `more_time` is asked between solves; false ends with what there is.
RosterRelaxation relax_roster(const RosterProblem& problem, const LineChooser& chooser,
                              const std::function<bool()>& more_time);

}  // namespace peakdesk::staffing
