#include "staffing/roster_branch.h"

#include <algorithm>
#include <cmath>
#include <coin/CbcEventHandler.hpp>
#include <coin/CbcHeuristic.hpp>
#include <coin/CbcHeuristicDiveCoefficient.hpp>
#include <coin/CbcHeuristicFPump.hpp>
#include <coin/CbcHeuristicLocal.hpp>
#include <coin/CbcHeuristicRINS.hpp>
#include <coin/CbcModel.hpp>
#include <coin/OsiClpSolverInterface.hpp>

namespace peakdesk::staffing {
namespace {

constexpr double kTiny = 1e-4;  // below any step that is asked for

class EndsWithTime : public CbcEventHandler {
 public:
  explicit EndsWithTime(const std::function<bool()>& more_time) : more_time_(more_time) {}
  CbcAction event(CbcEvent) override { return more_time_() ? noAction : stop; }
  CbcEventHandler* clone() const override { return new EndsWithTime(*this); }

 private:
  const std::function<bool()>& more_time_;
};

// For 300 agents little was found in half a minute without diving, or without the pump; the others improve on that.
void add_heuristics(CbcModel& model) {
  CbcHeuristicFPump pump(model);
  pump.setMaximumPasses(20);
  model.addHeuristic(&pump, "pump");
  CbcHeuristicDiveCoefficient dive(model);
  CbcHeuristicJustOne diving(model);
  constexpr int kAlsoInTheTree = 3;
  dive.setWhen(kAlsoInTheTree);
  diving.setWhen(kAlsoInTheTree);
  diving.addHeuristic(&dive, 1);
  diving.normalizeProbabilities();
  model.addHeuristic(&diving, "diving");
  CbcRounding rounding(model);
  model.addHeuristic(&rounding, "rounding");
  CbcHeuristicRINS neighbours(model);
  neighbours.setFractionSmall(0.5);
  neighbours.setDecayFactor(5);
  model.addHeuristic(&neighbours, "neighbours");
  CbcHeuristicLocal combining(model);
  combining.setFractionSmall(0.5);
  combining.setSearchType(1);
  model.addHeuristic(&combining, "combining");
}

}  // namespace

std::vector<double> branch_counts(const ClpSimplex& relaxation, int first, const BranchLimits& limits) {
  const double room = limits.below - limits.step - relaxation.objectiveValue();
  if (room < 0 || !limits.more_time()) return {};
  OsiClpSolverInterface solver(new ClpSimplex(relaxation), true);
  const int columns = relaxation.numberColumns();
  for (int column = first; column < columns; ++column) {
    const double low = relaxation.columnLower()[column], high = relaxation.columnUpper()[column];
    const double price = relaxation.dualColumnSolution()[column];  // of one more at least, where it is above 0
    if (price * (high - low) > room) solver.setColUpper(column, low + std::floor(room / price + kTiny));
    solver.setInteger(column);
  }
  // Neither cuts nor preprocessing, as in bench/staffing/RESULTS.md.
  CbcModel model(solver);
  model.setLogLevel(0);
  if (std::isfinite(limits.below)) model.setCutoff(limits.below - limits.step + kTiny);
  model.setDblParam(CbcModel::CbcCutoffIncrement, std::max(limits.step - kTiny, 0.0));
  model.setMaximumCutPassesAtRoot(0);
  model.setMaximumCutPasses(0);
  model.setNumberStrong(5);
  model.setNumberBeforeTrust(10);
  model.setMaximumSolutions(limits.most_answers);
  model.setMaximumNodes(limits.most_nodes);
  model.setMaximumSeconds(limits.seconds);
  add_heuristics(model);
  EndsWithTime ends(limits.more_time);
  model.passInEventHandler(&ends);
  model.branchAndBound();
  const double* best = model.bestSolution();
  if (best == nullptr) return {};
  std::vector<double> counts;
  for (int column = first; column < columns; ++column) counts.push_back(std::round(best[column]));
  return counts;
}

}  // namespace peakdesk::staffing
