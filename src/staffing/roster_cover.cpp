#include "staffing/roster_cover.h"

#include <algorithm>

namespace peakdesk::staffing {

RosterCover::RosterCover(const RosterProblem& problem)
    : problem_(problem),
      sets_(std::size_t{1} << problem.streams.size()),
      demand_(problem.intervals() * sets_),
      there_(problem.intervals() * sets_) {
  for (std::size_t t = 0; t < problem.intervals(); ++t) {
    for (std::size_t set = 0; set < sets_; ++set) {
      for (std::size_t s = 0; s < problem.streams.size(); ++s) {
        if (set >> s & 1) demand_[t * sets_ + set] += problem.demand[s][t];
      }
    }
  }
  for (const RosterAgent& agent : problem.agents) worth_[agent.skills].assign(problem.intervals(), 0);
  for (std::size_t t = 0; t < problem.intervals(); ++t) {
    cost_ += cost_at(t);
    price(t);
  }
}

double RosterCover::short_with(std::size_t t, std::uint32_t skills) const {
  double worst = 0;
  for (std::size_t set = 1; set < sets_; ++set) {
    const double more = (set & skills) != 0 ? 1 : 0;
    worst = std::max(worst, demand_[t * sets_ + set] - there_[t * sets_ + set] - more);
  }
  return worst;
}

double RosterCover::short_at(std::size_t t) const { return short_with(t, 0); }

double RosterCover::idle_at(std::size_t t) const {
  return there_[t * sets_ + sets_ - 1] - demand_[t * sets_ + sets_ - 1] + short_at(t);
}

void RosterCover::price(std::size_t t) {
  const double now = short_at(t);
  for (auto& [skills, worth] : worth_) {
    const double less = now - short_with(t, skills);
    worth[t] = problem_.under * less - problem_.over * (1 - less);
  }
}

void RosterCover::change(const RosterLine& line, std::uint32_t skills, int by) {
  for (const std::size_t t : line.intervals) {
    cost_ -= cost_at(t);
    for (std::size_t set = 1; set < sets_; ++set) {
      if ((set & skills) != 0) there_[t * sets_ + set] += by;
    }
    cost_ += cost_at(t);
    price(t);
  }
}

}  // namespace peakdesk::staffing
