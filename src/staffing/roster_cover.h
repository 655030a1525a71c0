// How well the agents placed so far cover the demand, and what one more would be worth in every interval. With several
// streams an agent counts for each set of streams that holds one of his skills: by Hall's theorem the shortage of an
// interval is the largest (demand - agents) over these sets, so no assignment has to be solved.
#pragma once
#include <cstddef>
#include <vector>

#include "staffing/roster.h"

namespace peakdesk::staffing {

class RosterCover {
 public:
  explicit RosterCover(const RosterProblem& problem);

  void add(const RosterLine& line, std::uint32_t skills) { change(line, skills, 1); }
  void remove(const RosterLine& line, std::uint32_t skills) { change(line, skills, -1); }
  /// Under- and overstaffing together.
  double cost() const { return cost_; }
  /// Saved by one more agent with these skills, per interval; negative where he would be idle. `skills` as an agent of
  /// the problem has them.
  const std::vector<double>& worth(std::uint32_t skills) const;
  double short_at(std::size_t t) const { return short_[t]; }
  double idle_at(std::size_t t) const;
  /// Demand of a set of streams (bits) in an interval.
  double demand_of(std::size_t t, std::uint32_t set) const { return demand_[t * sets_ + set]; }
  std::uint32_t sets() const { return std::uint32_t(sets_); }
  /// Cost of the interval as it stands.
  double cost_at(std::size_t t) const { return problem_.under * short_at(t) + problem_.over * idle_at(t); }

 private:
  void change(const RosterLine& line, std::uint32_t skills, int by);
  /// What the interval lacks, and what one more agent is worth there, after `there_` changed.
  void price(std::size_t t);
  double short_with(std::size_t t, std::uint32_t skills) const;

  const RosterProblem& problem_;
  std::size_t sets_;
  std::vector<double> demand_;  // [interval * sets + set]
  std::vector<double> there_;   // agents with a skill of the set
  std::vector<double> short_;   // [interval]
  double cost_ = 0;
  std::vector<std::uint32_t> skills_;       // that agents have, each once
  std::vector<std::vector<double>> worth_;  // [of skills_][interval]
};

}  // namespace peakdesk::staffing
