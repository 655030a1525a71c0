#include "staffing/roster_exact.h"

#include <algorithm>
#include <cmath>
#include <coin/ClpSimplex.hpp>
#include <limits>
#include <set>
#include <tuple>

#include "staffing/roster_cover.h"

namespace peakdesk::staffing {
namespace {

constexpr double kTiny = 1e-6;
// Patterns of all kinds of agents, times the sets of streams each stands in: what Clp solves in about a second.
constexpr std::size_t kMostChoices = 20'000;
// Refused branches in one dive: a wrong turn near the top is seen late, so a new dive is cheaper than going back.
constexpr int kMostRefused = 10;
// Of a line's mean cost, drawn anew for each dive: enough to end elsewhere, little enough to stay cheap.
constexpr double kCostNoise = 0.03;
// Clp goes on from the basis and the factors it has.
constexpr int kGoOn = 7;

}  // namespace

// How many of each kind of agent take each pattern. One row for each interval and set of streams (met exactly by all
// streams together), one for each kind.
class RosterExact::Choices {
 public:
  Choices(const RosterProblem& problem, const LineChooser& chooser) : problem_(problem) {
    if (problem.patterns.empty() || !is_whole(problem)) return;
    const RosterCover cover(problem);
    const std::vector<std::size_t>& kind_of = chooser.kind_of();
    members_.resize(kind_of.size());
    std::size_t kinds = 0;
    for (std::size_t a = 0; a < kind_of.size(); ++a) {
      if (chooser.has_line(a)) members_[kind_of[a]].push_back(a);
      kinds += kind_of[a] == a;
    }
    if (kinds * problem.patterns.size() * cover.sets() > kMostChoices) return;
    for (std::size_t t = 0; t < problem.intervals(); ++t) {
      for (std::uint32_t set = 1; set < cover.sets(); ++set) {
        rows_.push_back({cover.demand_of(t, set), set == cover.sets() - 1});
      }
    }
    for (std::size_t k = 0; k < members_.size(); ++k) {
      if (!members_[k].empty()) add_kind(k, cover.sets());
    }
    rebuild();
    clp_.dual();
    if (clp_.status() == 0) bound_ = clp_.objectiveValue() + fixed_cost_;
  }

  double bound() const { return bound_; }

  std::vector<RosterLine> find(int most_dives, BranchLimits limits, Random& random) {
    narrow(limits.more_time);
    for (int k = 0; k < most_dives && limits.more_time(); ++k) {
      if (dive(limits.more_time, random)) return lines_of(clp_.primalColumnSolution());
    }
    return branch(std::move(limits));
  }

 private:
  struct Choice {
    std::size_t kind;
    int pattern;  // -1: does not work
    double cost;
    std::vector<int> rows;
    double low = 0, high = COIN_DBL_MAX;
  };

  struct Row {
    double need;
    bool exact;  // otherwise at least
  };

  static bool is_whole(const RosterProblem& problem) {
    for (const std::vector<double>& demand : problem.demand) {
      if (std::any_of(demand.begin(), demand.end(), [](double d) { return d != std::floor(d); })) return false;
    }
    return true;
  }

  void add_kind(std::size_t kind, std::uint32_t sets) {
    const RosterAgent& agent = problem_.agents[kind];
    const int kind_row = int(rows_.size());
    rows_.push_back({double(members_[kind].size()), true});
    if (!agent.must_work) all_.push_back({kind, -1, 0, {kind_row}});
    for (std::size_t p = 0; p < problem_.patterns.size(); ++p) {
      if (!agent.patterns.empty() && std::find(agent.patterns.begin(), agent.patterns.end(), p) == agent.patterns.end())
        continue;
      Choice choice{kind, int(p), problem_.patterns[p].cost + agent.line_cost, {kind_row}};
      for (const std::size_t t : problem_.patterns[p].intervals) {
        for (std::uint32_t set = 1; set < sets; ++set) {
          if ((set & agent.skills) != 0) choice.rows.push_back(int(t * (sets - 1) + set - 1));
        }
      }
      all_.push_back(std::move(choice));
    }
  }

  // The relaxation of what is still open; rows that say the same stand there once.
  void rebuild() {
    open_.clear();
    fixed_cost_ = 0;
    std::vector<double> need;
    for (const Row& row : rows_) need.push_back(row.need);
    std::vector<std::vector<int>> in_row(rows_.size());
    for (std::size_t c = 0; c < all_.size(); ++c) {
      const Choice& choice = all_[c];
      const bool is_open = choice.low < choice.high;
      for (const int r : choice.rows) {
        if (is_open) {
          in_row[std::size_t(r)].push_back(int(open_.size()));
        } else {
          need[std::size_t(r)] -= choice.low;
        }
      }
      if (is_open) {
        open_.push_back(c);
      } else {
        fixed_cost_ += choice.cost * choice.low;
      }
    }
    std::set<std::tuple<std::vector<int>, double, bool>> said;
    std::vector<int> place(rows_.size(), -1);
    clp_ = ClpSimplex();
    clp_.setLogLevel(0);
    clp_.setPerturbation(100);  // none: the dives' own noise does that
    std::vector<std::pair<double, double>> bounds;
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      if (!said.emplace(in_row[r], need[r], rows_[r].exact).second) continue;
      place[r] = int(bounds.size());
      bounds.emplace_back(need[r], rows_[r].exact ? need[r] : COIN_DBL_MAX);
    }
    clp_.resize(int(bounds.size()), 0);
    for (std::size_t r = 0; r < bounds.size(); ++r) clp_.setRowBounds(int(r), bounds[r].first, bounds[r].second);
    for (const std::size_t c : open_) {
      std::vector<int> rows;
      for (const int r : all_[c].rows) {
        if (place[std::size_t(r)] >= 0) rows.push_back(place[std::size_t(r)]);
      }
      const std::vector<double> ones(rows.size(), 1.0);
      clp_.addColumn(int(rows.size()), rows.data(), ones.data(), all_[c].low, all_[c].high, all_[c].cost);
    }
  }

  double value(std::size_t k) const { return clp_.primalColumnSolution()[k]; }

  // Leaves each choice only the whole numbers that the relaxation allows it, mostly none or one.
  void narrow(const std::function<bool()>& more_time) {
    if (narrowed_) return;
    narrowed_ = true;
    drop_the_never_used();
    clp_.dual();
    std::vector<double> least(open_.size(), COIN_DBL_MAX), most(open_.size(), 0);
    const auto look = [&] {
      for (std::size_t k = 0; k < open_.size(); ++k) {
        least[k] = std::min(least[k], value(k));
        most[k] = std::max(most[k], value(k));
      }
    };
    look();
    for (std::size_t k = 0; k < open_.size(); ++k) clp_.setObjectiveCoefficient(int(k), 0);
    for (std::size_t k = 0; k < open_.size() && more_time(); ++k) {
      Choice& choice = all_[open_[k]];
      for (const bool upwards : {false, true}) {
        // What some answer seen before reaches needs no solve.
        if (upwards ? most[k] > choice.high - 1 + kTiny : least[k] < choice.low + 1 - kTiny) continue;
        clp_.setObjectiveCoefficient(int(k), upwards ? -1 : 1);
        clp_.primal(0, kGoOn);
        clp_.setObjectiveCoefficient(int(k), 0);
        if (clp_.status() != 0) return rebuild();
        look();
        (upwards ? choice.high : choice.low) = upwards ? std::floor(value(k) + kTiny) : std::ceil(value(k) - kTiny);
        choice.low = std::min(choice.low, choice.high);
        clp_.setColumnBounds(int(k), choice.low, choice.high);
      }
    }
    rebuild();
  }

  // Choices never seen in use are pushed all at once, until nothing more of them can be used.
  void drop_the_never_used() {
    std::vector<char> used(open_.size(), 0);
    for (bool more = true; more;) {
      more = false;
      for (std::size_t k = 0; k < open_.size(); ++k) {
        if (used[k] || value(k) <= kTiny) continue;
        used[k] = 1;
        more = true;
      }
      for (std::size_t k = 0; k < open_.size(); ++k) clp_.setObjectiveCoefficient(int(k), used[k] ? 0 : -1);
      if (more) clp_.primal(0, kGoOn);
      if (clp_.status() != 0) break;
    }
    for (std::size_t k = 0; k < open_.size(); ++k) {
      if (!used[k] && clp_.status() == 0) all_[open_[k]].high = 0;
    }
    rebuild();
  }

  // Settles the most undecided count, solves again, and so on; true when all are whole.
  bool dive(const std::function<bool()>& more_time, Random& random) {
    double mean = 0;
    for (const Choice& choice : all_) mean += std::abs(choice.cost) / double(all_.size());
    const double noise = mean > 0 ? kCostNoise * mean : 1;
    for (std::size_t k = 0; k < open_.size(); ++k) {
      const Choice& choice = all_[open_[k]];
      clp_.setColumnBounds(int(k), choice.low, choice.high);
      clp_.setObjectiveCoefficient(int(k), choice.cost + noise * random.uniform());
    }
    clp_.dual();
    if (clp_.status() != 0) return false;
    for (int refused = 0;;) {
      std::size_t undecided = open_.size();
      double farthest = kTiny;
      for (std::size_t k = 0; k < open_.size(); ++k) {
        const double distance = std::abs(value(k) - std::round(value(k)));
        if (distance <= farthest) continue;
        farthest = distance;
        undecided = k;
      }
      if (undecided == open_.size()) return true;
      if (!more_time()) return false;
      const double below = std::floor(value(undecided));
      const bool nearer_up = value(undecided) - below > 0.5;
      if (settle(undecided, below, nearer_up)) continue;
      if (++refused > kMostRefused || !settle(undecided, below, !nearer_up)) return false;
    }
  }

  bool settle(std::size_t k, double below, bool upwards) {
    const double low = clp_.columnLower()[k], high = clp_.columnUpper()[k];
    clp_.setColumnBounds(int(k), upwards ? below + 1 : low, upwards ? high : below);
    clp_.dual(0, kGoOn);
    if (clp_.status() == 0) return true;
    clp_.setColumnBounds(int(k), low, high);
    return false;
  }

  // Dives that all end nowhere are left to Cbc, which goes back where they do not. The first answer will do.
  std::vector<RosterLine> branch(BranchLimits limits) {
    for (std::size_t k = 0; k < open_.size(); ++k) {
      const Choice& choice = all_[open_[k]];
      clp_.setColumnBounds(int(k), choice.low, choice.high);
      clp_.setObjectiveCoefficient(int(k), choice.cost);
    }
    clp_.dual();
    if (clp_.status() != 0) return {};
    limits.below -= fixed_cost_;
    limits.most_answers = 1;
    const std::vector<double> counts = branch_counts(clp_, 0, limits);
    return counts.empty() ? std::vector<RosterLine>{} : lines_of(counts.data());
  }

  std::vector<RosterLine> lines_of(const double* open_counts) const {
    std::vector<double> counts;
    for (const Choice& choice : all_) counts.push_back(choice.low);
    for (std::size_t k = 0; k < open_.size(); ++k) counts[open_[k]] = std::round(open_counts[k]);
    std::vector<RosterLine> lines(problem_.agents.size());
    std::vector<std::size_t> placed(members_.size());
    for (std::size_t c = 0; c < all_.size(); ++c) {
      const Choice& choice = all_[c];
      if (choice.pattern < 0) continue;
      for (double n = 0; n < counts[c]; ++n) {
        RosterLine& line = lines[members_[choice.kind][placed[choice.kind]++]];
        line.pattern = choice.pattern;
        line.intervals = problem_.patterns[std::size_t(choice.pattern)].intervals;
        line.cost = choice.cost;
      }
    }
    return lines;
  }

  const RosterProblem& problem_;
  std::vector<std::vector<std::size_t>> members_;  // [agent that stands for his kind]
  std::vector<Row> rows_;
  std::vector<Choice> all_;
  std::vector<std::size_t> open_;  // those in the relaxation, in its order
  double fixed_cost_ = 0;
  double bound_ = std::numeric_limits<double>::infinity();
  bool narrowed_ = false;
  ClpSimplex clp_;
};

RosterExact::RosterExact(const RosterProblem& problem, const LineChooser& chooser)
    : choices_(std::make_unique<Choices>(problem, chooser)) {}
RosterExact::~RosterExact() = default;

double RosterExact::bound() const { return choices_->bound(); }

std::vector<RosterLine> RosterExact::find(int most_dives, const BranchLimits& limits, Random& random) {
  return choices_->find(most_dives, limits, random);
}

}  // namespace peakdesk::staffing
