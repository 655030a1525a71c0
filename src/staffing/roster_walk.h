// A walk from roster to roster: one agent after the other gives back his line and draws a new one, better ones more
// likely than worse (a heat bath, cooled: simulated annealing without refusals). Keeps the best it came by.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/random.h"
#include "staffing/roster_cover.h"
#include "staffing/roster_lines.h"

namespace peakdesk::staffing {

class RosterWalk {
 public:
  RosterWalk(const RosterProblem& problem, const LineChooser& chooser, std::uint64_t seed);

  /// Begins with these lines, or by giving each agent the line worth most to what is uncovered when there are none.
  void start(const std::vector<RosterLine>& lines);
  /// One agent draws anew. `left`: the share of the time that remains, 1 to 0.
  void step(double left);
  /// Goes on from these lines where they are no worse than the best so far, else from the best.
  void suggest(const std::vector<RosterLine>& lines);

  double best_cost() const { return best_cost_; }
  const std::vector<RosterLine>& best_lines() const { return best_lines_; }

 private:
  double cost() const { return cover_.cost() + line_cost_; }
  const std::vector<double>& worth_to(std::size_t agent) const { return cover_.worth(problem_.agents[agent].skills); }
  void move_to(const std::vector<RosterLine>& lines);
  void put(std::size_t agent, RosterLine line);
  void take(std::size_t agent);
  void keep();

  const RosterProblem& problem_;
  const LineChooser& chooser_;
  RosterCover cover_;
  Random random_;
  std::vector<RosterLine> lines_, best_lines_;
  std::vector<std::size_t> movable_;
  double line_cost_ = 0, best_cost_ = 0, temperature_;
};

}  // namespace peakdesk::staffing
