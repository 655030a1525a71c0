#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "staffing/roster.h"
#include "staffing/roster_bound.h"
#include "staffing/roster_cover.h"
#include "staffing/roster_exact.h"
#include "staffing/roster_lines.h"
#include "staffing/roster_walk.h"

namespace peakdesk::staffing {
namespace {

bool is_proven(double cost, double bound) { return cost - bound <= 1e-6 * std::max(1.0, std::abs(cost)); }

}  // namespace

Roster solve_roster(const RosterProblem& problem, const RosterOptions& options) {
  const LineChooser chooser(problem);
  const auto elapsed = [&] { return options.elapsed_s ? options.elapsed_s() : 0.0; };
  bool stopped = false;
  // A third of the time is enough for the bound; what is left of it goes to the walk.
  const auto time_for_bound = [&] { return !stopped && elapsed() < options.seconds / 3; };
  RosterRelaxer relaxer(problem, chooser);
  const RosterRelaxation relaxation = relaxer.relax(time_for_bound);
  RosterWalk walk(problem, chooser, options.seed);
  walk.start(relaxation.start);
  // Large teams gain most where many move at once: branching over all of them finds that, then the relaxation of a
  // part. Small ones do better by walking on alone, measured at 30 agents; where it turns was not measured.
  constexpr std::size_t kLargeTeam = 100;
  const std::size_t team = problem.agents.size(), fewest = team / 8 + 2, most = team / 2 + 2;
  const bool regroups = team >= kLargeTeam && relaxer.can_regroup();
  if (!is_proven(walk.best_cost(), relaxation.bound)) {
    // Only what is better is looked for, and the walk keeps the rest of the time.
    constexpr double kExactShare = 2.0 / 3, kBranchShare = 0.5;
    constexpr int kDives = 10, kNodesWithoutClock = 100;
    BranchLimits limits{.below = walk.best_cost(), .more_time = {}};
    const auto end_at = [&](double share) {
      if (options.elapsed_s) {
        limits.seconds = std::max(options.seconds * share - elapsed(), 0.0);
      } else {
        limits.most_nodes = kNodesWithoutClock;
      }
      limits.more_time = [&, share] {
        if (options.progress && !options.progress(walk.best_cost(), relaxation.bound)) stopped = true;
        return !stopped && elapsed() < options.seconds * share;
      };
    };
    RosterExact exact(problem, chooser);
    Random random(options.seed + 2);
    std::vector<RosterLine> lines;
    if (exact.bound() < walk.best_cost()) {
      end_at(kExactShare);
      lines = exact.find(kDives, limits, random);
    } else if (regroups) {
      end_at(kBranchShare);
      limits.step = problem.under + problem.over;
      lines = relaxer.branch(limits);
    }
    if (!lines.empty()) walk.suggest(lines);
  }
  const double begin = elapsed();
  // Without a clock the work is bounded by count, so that tests are the same everywhere.
  constexpr std::uint64_t kStepsWithoutClock = 20'000, kStepsBetweenRegroups = 2'000, kStepsBetweenClocks = 16;
  constexpr double kRegroupShare = 0.7;
  Random random(options.seed + 1);
  double regrouping = 0, now = begin;
  for (std::uint64_t step = 0; !stopped && !is_proven(walk.best_cost(), relaxation.bound); ++step) {
    double left = 1 - double(step) / kStepsWithoutClock;
    if (options.elapsed_s) {
      if (step % kStepsBetweenClocks == 0) now = elapsed();
      left = 1 - (now - begin) / std::max(options.seconds - begin, 1e-9);
    }
    if (left <= 0) break;
    if (step % 256 == 0 && options.progress && !options.progress(walk.best_cost(), relaxation.bound)) stopped = true;
    walk.step(left);
    const bool due = options.elapsed_s ? step % 64 == 63 && regrouping < kRegroupShare * (elapsed() - begin)
                                       : step % kStepsBetweenRegroups == kStepsBetweenRegroups - 1;
    if (!due || !regroups) continue;
    const double before = elapsed();
    const std::size_t count = fewest + random.below(most - fewest + 1);
    const std::vector<RosterLine> lines = relaxer.regroup(walk.best_lines(), count, random);
    if (!lines.empty()) walk.suggest(lines);
    regrouping += elapsed() - before;
  }
  Roster roster;
  roster.lines = walk.best_lines();
  roster.bound = relaxation.bound;
  RosterCover cover(problem);
  for (std::size_t a = 0; a < roster.lines.size(); ++a) {
    cover.add(roster.lines[a], problem.agents[a].skills);
    roster.cost += roster.lines[a].cost;
  }
  roster.cost += cover.cost();
  for (std::size_t t = 0; t < problem.intervals(); ++t) {
    roster.short_of.push_back(cover.short_at(t));
    roster.under += cover.short_at(t);
    roster.over += cover.idle_at(t);
  }
  roster.bound = std::min(roster.bound, roster.cost);
  roster.proven = is_proven(roster.cost, roster.bound);
  return roster;
}

}  // namespace peakdesk::staffing
