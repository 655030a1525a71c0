#include "staffing/roster_walk.h"

#include <algorithm>
#include <cmath>

namespace peakdesk::staffing {
namespace {

// How many of the draws shall make the roster worse, in the beginning and in the end. What a draw can lose differs from
// problem to problem by orders of magnitude (wages beside penalties), so the temperature is steered by what it does.
constexpr double kWorseFirst = 0.05, kWorseLast = 0.004;
constexpr double kSteering = 0.01;
// Warmed up again this often: one walk in four stayed in a poor place that none of three shorter ones stayed in.
constexpr double kRounds = 3;

}  // namespace

RosterWalk::RosterWalk(const RosterProblem& problem, const LineChooser& chooser, std::uint64_t seed)
    : problem_(problem),
      chooser_(chooser),
      cover_(problem),
      random_(seed),
      lines_(problem.agents.size()),
      temperature_(std::max(0.4 * (problem.under + problem.over), 1e-9)) {
  for (std::size_t a = 0; a < problem.agents.size(); ++a) {
    if (chooser.has_line(a)) movable_.push_back(a);
  }
}

void RosterWalk::start(const std::vector<RosterLine>& lines) {
  for (const std::size_t a : movable_) put(a, lines.empty() ? chooser_.best(a, worth_to(a), &random_) : lines[a]);
  keep();
}

void RosterWalk::step(double left) {
  if (movable_.empty()) return;
  const double before = cost();
  const std::size_t a = movable_[random_.below(movable_.size())];
  take(a);
  put(a, chooser_.draw(a, worth_to(a), temperature_, random_));
  const double rounds = kRounds * (1 - left), into_round = rounds - std::floor(rounds);
  const double wanted = kWorseFirst * std::pow(kWorseLast / kWorseFirst, into_round);
  const bool worse = cost() > before + 1e-9;
  temperature_ = std::clamp(temperature_ * std::exp(kSteering * (wanted - (worse ? 1 : 0))), 1e-9, 1e12);
  if (cost() < best_cost_ - 1e-9) keep();
}

void RosterWalk::suggest(const std::vector<RosterLine>& lines) {
  move_to(lines);
  if (cost() < best_cost_ + 1e-9) {
    keep();
  } else {
    move_to(best_lines_);
  }
}

void RosterWalk::move_to(const std::vector<RosterLine>& lines) {
  for (const std::size_t a : movable_) take(a);
  for (const std::size_t a : movable_) put(a, lines[a]);
}

void RosterWalk::put(std::size_t agent, RosterLine line) {
  cover_.add(line, problem_.agents[agent].skills);
  line_cost_ += line.cost;
  lines_[agent] = std::move(line);
}

void RosterWalk::take(std::size_t agent) {
  cover_.remove(lines_[agent], problem_.agents[agent].skills);
  line_cost_ -= lines_[agent].cost;
  lines_[agent] = {};
}

void RosterWalk::keep() {
  best_cost_ = cost();
  best_lines_ = lines_;
}

}  // namespace peakdesk::staffing
