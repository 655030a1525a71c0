// The lines an agent may work, and the best of them when every interval has a price. Search, bound and diagnosis all
// ask the same question: "which line pays most?"
#pragma once
#include <cstddef>
#include <vector>

#include "base/random.h"
#include "staffing/roster.h"

namespace peakdesk::staffing {

class LineChooser {
 public:
  explicit LineChooser(const RosterProblem& problem);

  /// The line of `agent` with the least (own cost - sum of `worth` over its intervals); an allowed line always exists
  /// when has_line. `worth` per interval of the horizon. Equal lines are drawn by chance when `random` is given.
  RosterLine best(std::size_t agent, const std::vector<double>& worth, Random* random = nullptr) const;
  bool has_line(std::size_t agent) const { return has_line_[agent]; }
  /// The least of (own cost - worth) itself; infinity without a line.
  double best_value(std::size_t agent, const std::vector<double>& worth) const;
  /// Agents with equal numbers are interchangeable.
  const std::vector<std::size_t>& kind_of() const { return kind_of_; }

 private:
  struct Run {  // consecutive worked intervals
    std::size_t begin, end;
  };
  struct Choice {
    double value = 0;
    int pattern = -1;
    std::vector<int> shift_of_day;
    bool found = false;
  };
  Choice choose(std::size_t agent, const std::vector<double>& worth, Random* random) const;
  Choice choose_pattern(const RosterAgent& agent, const std::vector<double>& sums, Random* random) const;
  Choice choose_shifts(const RosterAgent& agent, const std::vector<double>& sums, Random* random) const;
  RosterLine line_of(const RosterAgent& agent, const Choice& choice) const;
  static double worth_of(const std::vector<Run>& runs, const std::vector<double>& sums) {
    double total = 0;
    for (const Run& run : runs) total += sums[run.end] - sums[run.begin];
    return total;
  }

  const RosterProblem& problem_;
  std::vector<std::vector<Run>> pattern_runs_;              // [pattern]
  std::vector<std::vector<std::vector<Run>>> shift_runs_;   // [day][shift]
  std::vector<std::vector<std::vector<char>>> may_follow_;  // [rules][shift][next shift]
  double hour_step_ = 1;                                    // hours are counted in these units
  std::vector<int> shift_hours_;                            // [shift] in units
  std::vector<std::size_t> kind_of_;
  std::vector<char> has_line_;
};

}  // namespace peakdesk::staffing
