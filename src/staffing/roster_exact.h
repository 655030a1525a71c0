// A roster of patterns that meets the demand to the letter: nobody short, nobody idle. Demand that a roster once
// covered has one, and a large team's search and rounded relaxation miss it: all counts must fit at once. Here shortage
// and idleness are no choice at all, which leaves the relaxation so little room that diving finds its whole points.
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "base/random.h"
#include "staffing/roster.h"
#include "staffing/roster_branch.h"
#include "staffing/roster_lines.h"

namespace peakdesk::staffing {

class RosterExact {
 public:
  RosterExact(const RosterProblem& problem, const LineChooser& chooser);
  ~RosterExact();
  /// The least an exact roster may cost; infinity when the relaxation shows that there is none, or it was not asked
  /// because agents take shifts, the demand is not whole or the choices are too many.
  double bound() const;
  /// A line for each agent, by so many dives and by branch and bound where they end nowhere; empty when there is none
  /// or the limits ended it first. The time is asked between solves. Only where bound() is finite.
  std::vector<RosterLine> find(int most_dives, const BranchLimits& limits, Random& random);

 private:
  class Choices;
  std::unique_ptr<Choices> choices_;
};

}  // namespace peakdesk::staffing
