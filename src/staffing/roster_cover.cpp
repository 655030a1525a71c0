#include "staffing/roster_cover.h"

#include <algorithm>

namespace peakdesk::staffing {

RosterCover::RosterCover(const RosterProblem& problem)
    : problem_(problem),
      sets_(std::size_t{1} << problem.streams.size()),
      demand_(problem.intervals() * sets_),
      there_(problem.intervals() * sets_),
      short_(problem.intervals()) {
  for (std::size_t t = 0; t < problem.intervals(); ++t) {
    for (std::size_t set = 0; set < sets_; ++set) {
      for (std::size_t s = 0; s < problem.streams.size(); ++s) {
        if (set >> s & 1) demand_[t * sets_ + set] += problem.demand[s][t];
      }
    }
  }
  for (const RosterAgent& agent : problem.agents) {
    if (std::find(skills_.begin(), skills_.end(), agent.skills) == skills_.end()) skills_.push_back(agent.skills);
  }
  worth_.assign(skills_.size(), std::vector<double>(problem.intervals()));
  for (std::size_t t = 0; t < problem.intervals(); ++t) {
    price(t);
    cost_ += cost_at(t);
  }
}

const std::vector<double>& RosterCover::worth(std::uint32_t skills) const {
  return worth_[std::size_t(std::find(skills_.begin(), skills_.end(), skills) - skills_.begin())];
}

double RosterCover::short_with(std::size_t t, std::uint32_t skills) const {
  double worst = 0;
  for (std::size_t set = 1; set < sets_; ++set) {
    const double more = (set & skills) != 0 ? 1 : 0;
    worst = std::max(worst, demand_[t * sets_ + set] - there_[t * sets_ + set] - more);
  }
  return worst;
}

double RosterCover::idle_at(std::size_t t) const {
  return there_[t * sets_ + sets_ - 1] - demand_[t * sets_ + sets_ - 1] + short_at(t);
}

void RosterCover::price(std::size_t t) {
  short_[t] = short_with(t, 0);
  for (std::size_t k = 0; k < skills_.size(); ++k) {
    const double less = short_[t] - short_with(t, skills_[k]);
    worth_[k][t] = problem_.under * less - problem_.over * (1 - less);
  }
}

void RosterCover::change(const RosterLine& line, std::uint32_t skills, int by) {
  for (const std::size_t t : line.intervals) {
    cost_ -= cost_at(t);
    for (std::size_t set = 1; set < sets_; ++set) {
      if ((set & skills) != 0) there_[t * sets_ + set] += by;
    }
    price(t);
    cost_ += cost_at(t);
  }
}

}  // namespace peakdesk::staffing
