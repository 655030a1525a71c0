// The lines an agent may work, and the best of them when every interval has a price. Search, bound and diagnosis all
// ask the same question: "which line pays most?"
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "base/random.h"
#include "staffing/roster.h"

namespace peakdesk::staffing {

/// What a line costs that does not exist.
inline constexpr double kNoLine = std::numeric_limits<double>::infinity();

class LineChooser {
 public:
  explicit LineChooser(const RosterProblem& problem);

  /// The line of `agent` with the least (own cost - sum of `worth` over its intervals); an allowed line always exists
  /// when has_line. `worth` per interval of the horizon. Equal lines are drawn by chance when `random` is given.
  RosterLine best(std::size_t agent, const std::vector<double>& worth, Random* random = nullptr) const;
  /// A line drawn by chance, of value v with a chance in proportion to exp(-v / temperature), every line of the agent
  /// counted; the best one where no chance can be told from nothing. temperature > 0.
  RosterLine draw(std::size_t agent, const std::vector<double>& worth, double temperature, Random& random) const;
  bool has_line(std::size_t agent) const { return has_line_[agent]; }
  /// The least of (own cost - worth) itself; kNoLine without a line.
  double best_value(std::size_t agent, const std::vector<double>& worth) const;
  /// Agents with equal numbers are interchangeable.
  const std::vector<std::size_t>& kind_of() const { return kind_of_; }

 private:
  struct Run {  // consecutive worked intervals
    std::size_t begin, end;
  };
  /// Where a week of shifts may stand after a day: the shift worked last (or none), days and hours worked so far.
  struct WeekStates {
    std::size_t lasts, days, hours;
    std::size_t count() const { return lasts * days * hours; }
    std::size_t at(std::size_t last, std::size_t worked, std::size_t hour) const {
      return (last * days + worked) * hours + hour;
    }
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
  Choice draw_pattern(const RosterAgent& agent, const std::vector<double>& sums, double temperature,
                      Random& random) const;
  Choice draw_shifts(const RosterAgent& agent, const std::vector<double>& sums, double temperature,
                     Random& random) const;
  WeekStates states_of(const WorkRules& rules) const;
  double shift_price(const RosterAgent& agent, std::size_t day, std::size_t shift,
                     const std::vector<double>& sums) const;
  std::vector<double> piece_worths(const std::vector<double>& sums) const;
  double pattern_value(const RosterAgent& agent, std::size_t pattern, const std::vector<double>& pieces) const {
    double worth = 0;
    for (std::size_t k = pattern_begin_[pattern]; k < pattern_begin_[pattern + 1]; ++k) worth += pieces[piece_ids_[k]];
    return problem_.patterns[pattern].cost + agent.line_cost - worth;
  }
  static std::vector<Run> runs_of(const std::vector<std::size_t>& intervals);
  RosterLine line_of(const RosterAgent& agent, const Choice& choice) const;
  static std::vector<double> sums_of(const std::vector<double>& worth);
  std::span<const Run> runs_of_piece(std::size_t piece) const {
    return {piece_runs_.begin() + std::ptrdiff_t(piece_begin_[piece]),
            piece_runs_.begin() + std::ptrdiff_t(piece_begin_[piece + 1])};
  }
  static double worth_of(std::span<const Run> runs, const std::vector<double>& sums) {
    double total = 0;
    for (const Run& run : runs) total += sums[run.end] - sums[run.begin];
    return total;
  }

  const RosterProblem& problem_;
  // What patterns work on one day is mostly the same few things: each is priced once, a pattern adds up its own.
  std::vector<Run> piece_runs_;                             // of all pieces, one after the other
  std::vector<std::size_t> piece_begin_ = {0};              // [piece], and the end
  std::vector<std::uint32_t> piece_ids_;                    // of all patterns, one after the other
  std::vector<std::size_t> pattern_begin_;                  // [pattern], and the end
  std::vector<std::vector<std::vector<Run>>> shift_runs_;   // [day][shift]
  std::vector<std::vector<std::vector<char>>> may_follow_;  // [rules][shift][next shift]
  double hour_step_ = 1;                                    // hours are counted in these units
  std::vector<int> shift_hours_;                            // [shift] in units
  std::vector<std::size_t> kind_of_;
  std::vector<char> has_line_;
};

}  // namespace peakdesk::staffing
