#include "staffing/roster_bound.h"

#include <algorithm>
#include <cmath>
#include <coin/ClpSimplex.hpp>
#include <limits>
#include <map>

#include "staffing/roster_cover.h"

namespace peakdesk::staffing {

// One row for each interval and set of streams with demand, one for each kind of agent; one column of shortage an
// interval.
class RosterRelaxer::Relaxation {
 public:
  Relaxation(const RosterProblem& problem, const LineChooser& chooser)
      : problem_(problem), chooser_(chooser), cover_(problem) {
    const std::vector<std::size_t>& kind_of = chooser.kind_of();
    for (std::size_t a = 0; a < kind_of.size(); ++a) {
      if (!chooser.has_line(a)) continue;
      const auto found = std::find(kinds_.begin(), kinds_.end(), kind_of[a]);
      if (found == kinds_.end()) {
        kinds_.push_back(kind_of[a]);
        members_.push_back({a});
      } else {
        members_[std::size_t(found - kinds_.begin())].push_back(a);
      }
    }
    row_of_.assign(problem.intervals() * cover_.sets(), -1);
    std::vector<double> low;
    for (std::size_t t = 0; t < problem.intervals(); ++t) {
      for (std::uint32_t set = 1; set < cover_.sets(); ++set) {
        if (cover_.demand_of(t, set) <= 0) continue;
        row_of_[t * cover_.sets() + set] = int(low.size());
        low.push_back(cover_.demand_of(t, set));
      }
    }
    cover_rows_ = low.size();
    std::vector<double> high(low.size(), COIN_DBL_MAX);
    for (const auto& members : members_) {
      low.push_back(double(members.size()));
      high.push_back(double(members.size()));
    }
    clp_.setLogLevel(0);
    clp_.resize(int(low.size()), 0);
    for (std::size_t r = 0; r < low.size(); ++r) clp_.setRowBounds(int(r), low[r], high[r]);
    for (std::size_t t = 0; t < problem.intervals(); ++t) {
      constant_ -= problem.over * cover_.demand_of(t, cover_.sets() - 1);
      std::vector<int> rows;
      for (std::uint32_t set = 1; set < cover_.sets(); ++set) {
        if (const int row = row_of_[t * cover_.sets() + set]; row >= 0) rows.push_back(row);
      }
      if (rows.empty()) continue;
      const std::vector<double> ones(rows.size(), 1.0);
      clp_.addColumn(int(rows.size()), rows.data(), ones.data(), 0, COIN_DBL_MAX, problem.under + problem.over);
      ++shortage_columns_;
    }
    seed_columns();
  }

  double solve(const std::function<bool()>& more_time) {
    double bound = -std::numeric_limits<double>::infinity();
    clp_.primal();
    for (;;) {
      std::size_t added = 0;
      bound = std::max(bound, price(added));
      if (added == 0 || !more_time()) return bound;
      clp_.primal();
    }
  }

  // Fixes what is whole, rounds up what is nearly so, solves again: at the end every agent has a line.
  std::vector<RosterLine> dive(const std::function<bool()>& more_time) {
    return dive_from(std::vector<double>(columns_.size(), 0), more_time, nullptr);
  }

  bool can_regroup() const { return !kinds_.empty() && !problem_.patterns.empty() && !column_of_pattern_.empty(); }

  std::vector<RosterLine> regroup(const std::vector<RosterLine>& lines, std::size_t count, Random& random) {
    std::vector<double> fixed(columns_.size(), 0);
    std::size_t placed = 0;
    for (const auto& members : members_) placed += members.size();
    const double kept = 1 - double(count) / double(std::max<std::size_t>(placed, 1));
    for (std::size_t k = 0; k < kinds_.size(); ++k) {
      for (const std::size_t a : members_[k]) {
        const auto column = column_of_pattern_.find({k, lines[a].pattern});
        if (column == column_of_pattern_.end()) return {};
        if (random.uniform() < kept) fixed[column->second] += 1;
      }
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) clp_.setColumnLower(int(shortage_columns_ + c), fixed[c]);
    clp_.dual();
    if (clp_.status() != 0) return {};
    return dive_from(
        std::move(fixed), [] { return true; }, &random);
  }

  std::vector<RosterLine> branch(BranchLimits limits) {
    for (std::size_t c = 0; c < columns_.size(); ++c) clp_.setColumnLower(int(shortage_columns_ + c), 0);
    clp_.primal();
    if (clp_.status() != 0) return {};
    ClpSimplex counts(clp_);
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const auto first = column_of_pattern_.find({columns_[c].kind, columns_[c].line.pattern});
      const bool again = first != column_of_pattern_.end() && first->second != c;
      counts.setColumnUpper(int(shortage_columns_ + c), again ? 0 : double(members_[columns_[c].kind].size()));
    }
    limits.below -= constant_;
    const std::vector<double> found = branch_counts(counts, int(shortage_columns_), limits);
    return found.empty() ? std::vector<RosterLine>{} : lines_of(found);
  }

  bool has_kinds() const { return !kinds_.empty(); }
  double uncovered_cost() const { return cover_.cost(); }
  std::vector<RosterLine> nobody() const { return std::vector<RosterLine>(problem_.agents.size()); }

 private:
  struct Column {
    std::size_t kind;  // index into kinds_
    RosterLine line;
  };
  // From a solved relaxation in which so many of each column are fixed already.
  std::vector<RosterLine> dive_from(std::vector<double> fixed, const std::function<bool()>& more_time, Random* random) {
    const std::size_t columns = columns_.size();
    std::vector<double> left;
    for (const auto& members : members_) left.push_back(double(members.size()));
    for (std::size_t c = 0; c < columns; ++c) left[columns_[c].kind] -= fixed[c];
    while (std::any_of(left.begin(), left.end(), [](double n) { return n >= 1; })) {
      const double* x = clp_.primalColumnSolution() + shortage_columns_;
      std::size_t most = columns;
      double most_part = -1;
      bool moved = false;
      for (std::size_t c = 0; c < columns; ++c) {
        const std::size_t k = columns_[c].kind;
        const double whole = std::floor(x[c] - fixed[c] + 1e-6);
        const double take = std::min(whole, left[k]);
        if (take >= 1) {
          fixed[c] += take;
          left[k] -= take;
          moved = true;
        }
        const double part = x[c] - fixed[c];
        if (left[k] >= 1 && part > 0.85) {
          fixed[c] += 1;
          left[k] -= 1;
          moved = true;
        } else if (const double wish = random ? part * random->uniform() : part; left[k] >= 1 && wish > most_part) {
          most_part = wish;
          most = c;
        }
      }
      if (!moved && most < columns) {
        fixed[most] += 1;
        left[columns_[most].kind] -= 1;
      }
      if (std::all_of(left.begin(), left.end(), [](double n) { return n < 1; })) break;
      if (!more_time()) return {};
      for (std::size_t c = 0; c < columns; ++c) clp_.setColumnLower(int(shortage_columns_ + c), fixed[c]);
      clp_.dual();
      if (clp_.status() != 0) return {};
    }
    return lines_of(fixed);
  }

  std::vector<RosterLine> lines_of(const std::vector<double>& counts) const {
    std::vector<RosterLine> lines(problem_.agents.size());
    std::vector<std::size_t> used(kinds_.size());
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      for (double n = 0; n < counts[c]; ++n)
        lines[members_[columns_[c].kind][used[columns_[c].kind]++]] = columns_[c].line;
    }
    return lines;
  }

  void seed_columns() {
    const std::vector<double> nothing(problem_.intervals(), 0);
    for (std::size_t k = 0; k < kinds_.size(); ++k) {
      add_column(k, chooser_.best(kinds_[k], nothing));
      add_column(k, chooser_.best(kinds_[k], cover_.worth(problem_.agents[kinds_[k]].skills)));
      // A list of patterns is small enough to stand there as a whole.
      if (problem_.patterns.size() * kinds_.size() > 20'000) continue;
      const RosterAgent& agent = problem_.agents[kinds_[k]];
      for (std::size_t p = 0; p < problem_.patterns.size(); ++p) {
        if (!agent.patterns.empty() &&
            std::find(agent.patterns.begin(), agent.patterns.end(), p) == agent.patterns.end()) {
          continue;
        }
        RosterLine line;
        line.pattern = int(p);
        line.intervals = problem_.patterns[p].intervals;
        line.cost = problem_.patterns[p].cost + agent.line_cost;
        add_column(k, std::move(line));
      }
    }
  }

  void add_column(std::size_t kind, RosterLine line) {
    std::vector<int> rows;
    const std::uint32_t skills = problem_.agents[kinds_[kind]].skills;
    for (const std::size_t t : line.intervals) {
      for (std::uint32_t set = 1; set < cover_.sets(); ++set) {
        if (const int row = row_of_[t * cover_.sets() + set]; row >= 0 && (set & skills) != 0) rows.push_back(row);
      }
    }
    rows.push_back(int(cover_rows_ + kind));
    const std::vector<double> ones(rows.size(), 1.0);
    clp_.addColumn(int(rows.size()), rows.data(), ones.data(), 0, COIN_DBL_MAX,
                   line.cost + problem_.over * double(line.intervals.size()));
    if (line.pattern >= 0) column_of_pattern_.try_emplace({kind, line.pattern}, columns_.size());
    columns_.push_back({kind, std::move(line)});
  }

  // Adds for every kind the line that pays most at the present prices; returns the bound these prices prove.
  double price(std::size_t& added) {
    const double* dual = clp_.dualRowSolution();
    const std::vector<double> prices(dual, dual + cover_rows_ + kinds_.size());
    double bound = constant_;
    std::vector<double> shrink(problem_.intervals(), 1.0);
    const double most = problem_.under + problem_.over;
    for (std::size_t t = 0; t < problem_.intervals(); ++t) {
      double sum = 0;
      for (std::uint32_t set = 1; set < cover_.sets(); ++set) sum += positive_price(prices, t, set);
      if (sum > most) shrink[t] = most / sum;  // only then do the prices prove anything
      for (std::uint32_t set = 1; set < cover_.sets(); ++set) {
        bound += shrink[t] * positive_price(prices, t, set) * cover_.demand_of(t, set);
      }
    }
    for (std::size_t k = 0; k < kinds_.size(); ++k) {
      const std::uint32_t skills = problem_.agents[kinds_[k]].skills;
      std::vector<double> worth(problem_.intervals(), -problem_.over);
      for (std::size_t t = 0; t < problem_.intervals(); ++t) {
        for (std::uint32_t set = 1; set < cover_.sets(); ++set) {
          if ((set & skills) != 0) worth[t] += shrink[t] * positive_price(prices, t, set);
        }
      }
      const double value = chooser_.best_value(kinds_[k], worth);
      bound += double(members_[k].size()) * value;
      if (value < prices[cover_rows_ + k] - 1e-7) {
        add_column(k, chooser_.best(kinds_[k], worth));
        ++added;
      }
    }
    return bound;
  }

  double positive_price(const std::vector<double>& prices, std::size_t t, std::uint32_t set) const {
    const int row = row_of_[t * cover_.sets() + set];
    return row < 0 ? 0 : std::max(0.0, prices[std::size_t(row)]);
  }

  const RosterProblem& problem_;
  const LineChooser& chooser_;
  RosterCover cover_;
  std::vector<std::size_t> kinds_;                 // an agent of each kind
  std::vector<std::vector<std::size_t>> members_;  // [kind]
  std::vector<int> row_of_;
  std::size_t cover_rows_ = 0, shortage_columns_ = 0;
  double constant_ = 0;
  std::vector<Column> columns_;
  std::map<std::pair<std::size_t, int>, std::size_t> column_of_pattern_;  // by kind and pattern
  ClpSimplex clp_;
};

RosterRelaxer::RosterRelaxer(const RosterProblem& problem, const LineChooser& chooser)
    : relaxation_(std::make_unique<Relaxation>(problem, chooser)) {}
RosterRelaxer::~RosterRelaxer() = default;

RosterRelaxation RosterRelaxer::relax(const std::function<bool()>& more_time) {
  if (!relaxation_->has_kinds()) return {relaxation_->uncovered_cost(), relaxation_->nobody()};
  RosterRelaxation result;
  result.bound = relaxation_->solve(more_time);
  if (more_time()) result.start = relaxation_->dive(more_time);
  return result;
}

std::vector<RosterLine> RosterRelaxer::branch(BranchLimits limits) { return relaxation_->branch(std::move(limits)); }

bool RosterRelaxer::can_regroup() const { return relaxation_->can_regroup(); }

std::vector<RosterLine> RosterRelaxer::regroup(const std::vector<RosterLine>& lines, std::size_t count,
                                               Random& random) {
  return relaxation_->regroup(lines, count, random);
}

}  // namespace peakdesk::staffing
