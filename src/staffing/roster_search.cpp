#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "staffing/roster.h"
#include "staffing/roster_bound.h"
#include "staffing/roster_cover.h"
#include "staffing/roster_exact.h"
#include "staffing/roster_lines.h"

namespace peakdesk::staffing {
namespace {

// Takes some agents out and puts each back on the line that is worth most to what remains; worse answers are accepted
// less and less as the time runs out (simulated annealing), so that it first looks around and then digs in.
class RosterSearch {
 public:
  RosterSearch(const RosterProblem& problem, const LineChooser& chooser, std::uint64_t seed)
      : problem_(problem), chooser_(chooser), cover_(problem), random_(seed), lines_(problem.agents.size()) {
    for (std::size_t a = 0; a < problem.agents.size(); ++a) {
      if (chooser.has_line(a)) movable_.push_back(a);
    }
  }

  void start(const std::vector<RosterLine>& lines) {
    if (lines.empty()) {
      for (const std::size_t a : movable_) place(a);
    } else {
      for (const std::size_t a : movable_) put(a, lines[a]);
    }
    keep();
  }

  void step(double time_left_share) {
    if (movable_.empty()) return;
    const double before = cost();
    const std::size_t most = std::min<std::size_t>(movable_.size(), 5);
    const std::size_t count = 1 + random_.below(most);
    std::vector<std::pair<std::size_t, RosterLine>> removed;
    for (std::size_t k = 0; k < count; ++k) {
      const std::size_t a = movable_[random_.below(movable_.size())];
      if (std::any_of(removed.begin(), removed.end(), [&](const auto& r) { return r.first == a; })) continue;
      removed.emplace_back(a, lines_[a]);
      take(a);
    }
    // Without a wrong turn now and then two agents would only ever be put back as they were.
    const bool turn = random_.below(4) == 0;
    if (turn) worsen_ = 0.3 * (problem_.under + problem_.over) * time_left_share;
    for (const auto& [a, line] : removed) place(a);
    worsen_ = 0;
    const double change = cost() - before;
    const double heat = 0.6 * problem_.under * time_left_share * time_left_share;
    if (change > 1e-9 && !(change < -heat * std::log(1 - random_.uniform()))) {
      for (const auto& [a, line] : removed) take(a);
      for (const auto& [a, line] : removed) put(a, line);
    } else if (cost() < best_cost_ - 1e-9) {
      keep();
    }
  }

  void back_to_best() { move_to(best_lines_); }

  /// Goes on from these lines where they are no worse than the best so far.
  void suggest(const std::vector<RosterLine>& lines) {
    move_to(lines);
    if (cost() < best_cost_ + 1e-9) {
      keep();
    } else {
      back_to_best();
    }
  }

  double cost() const { return cover_.cost() + line_cost_; }
  double best_cost() const { return best_cost_; }
  const std::vector<RosterLine>& best_lines() const { return best_lines_; }

 private:
  void move_to(const std::vector<RosterLine>& lines) {
    for (const std::size_t a : movable_) take(a);
    for (const std::size_t a : movable_) put(a, lines[a]);
  }
  void place(std::size_t a) {
    const std::vector<double>& worth = cover_.worth(problem_.agents[a].skills);
    if (worsen_ <= 0) {
      put(a, chooser_.best(a, worth, &random_));
      return;
    }
    std::vector<double> shaken = worth;
    for (double& w : shaken) w += worsen_ * (random_.uniform() - 0.5);
    put(a, chooser_.best(a, shaken, &random_));
  }
  void put(std::size_t a, RosterLine line) {
    cover_.add(line, problem_.agents[a].skills);
    line_cost_ += line.cost;
    lines_[a] = std::move(line);
  }
  void take(std::size_t a) {
    cover_.remove(lines_[a], problem_.agents[a].skills);
    line_cost_ -= lines_[a].cost;
    lines_[a] = {};
  }
  void keep() {
    best_cost_ = cost();
    best_lines_ = lines_;
  }

  const RosterProblem& problem_;
  const LineChooser& chooser_;
  RosterCover cover_;
  Random random_;
  std::vector<RosterLine> lines_, best_lines_;
  std::vector<std::size_t> movable_;
  double line_cost_ = 0, best_cost_ = 0, worsen_ = 0;
};

bool is_proven(double cost, double bound) { return cost - bound <= 1e-6 * std::max(1.0, std::abs(cost)); }

}  // namespace

Roster solve_roster(const RosterProblem& problem, const RosterOptions& options) {
  const LineChooser chooser(problem);
  const auto elapsed = [&] { return options.elapsed_s ? options.elapsed_s() : 0.0; };
  bool stopped = false;
  // A third of the time is enough for the bound; what is left of it goes to the search.
  const auto time_for_bound = [&] { return !stopped && elapsed() < options.seconds / 3; };
  RosterRelaxer relaxer(problem, chooser);
  const RosterRelaxation relaxation = relaxer.relax(time_for_bound);
  RosterSearch search(problem, chooser, options.seed);
  search.start(relaxation.start);
  // Large teams gain most where many move at once: branching over all of them finds that, then the relaxation of a
  // part. Small ones do better by walking on alone, measured at 30 agents; where it turns was not measured.
  constexpr std::size_t kLargeTeam = 100;
  const std::size_t team = problem.agents.size(), fewest = team / 8 + 2, most = team / 2 + 2;
  const bool regroups = team >= kLargeTeam && relaxer.can_regroup();
  if (!is_proven(search.best_cost(), relaxation.bound)) {
    // Only what is better is looked for, and the walk keeps the rest of the time.
    constexpr double kExactShare = 2.0 / 3, kBranchShare = 0.5;
    constexpr int kDives = 10, kNodesWithoutClock = 100;
    BranchLimits limits{.below = search.best_cost(), .more_time = {}};
    const auto end_at = [&](double share) {
      if (options.elapsed_s) {
        limits.seconds = std::max(options.seconds * share - elapsed(), 0.0);
      } else {
        limits.most_nodes = kNodesWithoutClock;
      }
      limits.more_time = [&, share] {
        if (options.progress && !options.progress(search.best_cost(), relaxation.bound)) stopped = true;
        return !stopped && elapsed() < options.seconds * share;
      };
    };
    RosterExact exact(problem, chooser);
    Random random(options.seed + 2);
    std::vector<RosterLine> lines;
    if (exact.bound() < search.best_cost()) {
      end_at(kExactShare);
      lines = exact.find(kDives, limits, random);
    } else if (regroups) {
      end_at(kBranchShare);
      limits.step = problem.under + problem.over;
      lines = relaxer.branch(limits);
    }
    if (!lines.empty()) search.suggest(lines);
  }
  const double begin = elapsed();
  // Without a clock the work is bounded by count, so that tests are the same everywhere.
  constexpr std::uint64_t kStepsWithoutClock = 20'000, kStepsBetweenRegroups = 2'000;
  constexpr double kRegroupShare = 0.7;
  Random random(options.seed + 1);
  double regrouping = 0;
  for (std::uint64_t step = 0; !stopped && !is_proven(search.best_cost(), relaxation.bound); ++step) {
    double left = 1 - double(step) / kStepsWithoutClock;
    if (options.elapsed_s) {
      const double now = elapsed();
      left = 1 - (now - begin) / std::max(options.seconds - begin, 1e-9);
    }
    if (left <= 0) break;
    if (step % 256 == 0 && options.progress && !options.progress(search.best_cost(), relaxation.bound)) stopped = true;
    if (step % 50'000 == 49'999) search.back_to_best();
    search.step(left);
    const bool due = options.elapsed_s ? step % 64 == 63 && regrouping < kRegroupShare * (elapsed() - begin)
                                       : step % kStepsBetweenRegroups == kStepsBetweenRegroups - 1;
    if (!due || !regroups) continue;
    const double before = elapsed();
    const std::size_t count = fewest + random.below(most - fewest + 1);
    const std::vector<RosterLine> lines = relaxer.regroup(search.best_lines(), count, random);
    if (!lines.empty()) search.suggest(lines);
    regrouping += elapsed() - before;
  }
  Roster roster;
  roster.lines = search.best_lines();
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
