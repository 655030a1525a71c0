// The roster beside CBC on generated weeks: half-hours, weekly patterns of 3 to 5 days with a break, penalties 3 for an
// agent too few and 0.2 for one too many. Planted: the demand is what a hidden roster covers, and each pattern costs
// its hours. roster_bench SECONDS [AGENTS PATTERNS INSTANCES CBC]
#include <coin/Cbc_C_Interface.h>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "base/random.h"
#include "staffing/roster.h"

using namespace peakdesk;
using namespace peakdesk::staffing;

namespace {

// Processor time, so that other work on the machine takes nothing from either side.
double since(std::clock_t start) { return double(std::clock() - start) / CLOCKS_PER_SEC; }

RosterProblem week(std::uint64_t seed, std::size_t agents, std::size_t patterns, bool planted, double& planted_cost) {
  Random random(seed);
  RosterProblem problem;
  for (std::size_t p = 0; p < patterns; ++p) {
    WeekPattern pattern;
    pattern.name = "p" + std::to_string(p);
    std::size_t days[7] = {0, 1, 2, 3, 4, 5, 6};
    for (std::size_t k = 6; k > 0; --k) std::swap(days[k], days[random.below(k + 1)]);
    const std::size_t worked = random.below(2) ? 5 : 3, length = worked == 5 ? 17 : 21;
    std::vector<char> on(336, 0);
    const std::size_t start = 12 + random.below(18);
    for (std::size_t d = 0; d < worked; ++d) {
      const std::size_t day_start = start + random.below(3);
      for (std::size_t k = 0; k < length; ++k) {
        const std::size_t t = days[d] * 48 + day_start + k;
        if (t < 336 && k != length / 2) on[t] = 1;
      }
    }
    for (std::size_t t = 0; t < 336; ++t) {
      if (on[t]) pattern.intervals.push_back(t);
    }
    if (planted) pattern.cost = 0.01 * double(pattern.intervals.size()) + 0.05 * random.uniform();
    problem.patterns.push_back(std::move(pattern));
  }
  problem.demand.assign(1, std::vector<double>(336, 0.0));
  planted_cost = 0;
  if (planted) {
    for (std::size_t a = 0; a < agents; ++a) {
      const WeekPattern& pattern = problem.patterns[random.below(patterns)];
      planted_cost += pattern.cost;
      for (const std::size_t t : pattern.intervals) problem.demand[0][t] += 1;
    }
  } else {
    for (std::size_t t = 0; t < 336; ++t) {
      const double hour = double(t % 48) / 2;
      const double shape = hour < 7 || hour > 22 ? 0.05 : 0.4 + 0.6 * std::exp(-(hour - 14) * (hour - 14) / 18);
      problem.demand[0][t] = std::round(double(agents) * 0.55 * shape * (0.8 + 0.4 * random.uniform()));
    }
  }
  for (std::size_t a = 0; a < agents; ++a) {
    RosterAgent agent;
    agent.name = "a" + std::to_string(a);
    problem.agents.push_back(agent);
  }
  return problem;
}

double cbc(const RosterProblem& problem, double seconds, double& bound) {
  const int patterns = int(problem.patterns.size()), intervals = int(problem.intervals()),
            columns = patterns + 2 * intervals;
  std::vector<CoinBigIndex> starts;
  std::vector<int> rows;
  std::vector<double> values, low(std::size_t(columns), 0.0), high(std::size_t(columns), 1e30), cost;
  for (int p = 0; p < patterns; ++p) {
    starts.push_back(CoinBigIndex(rows.size()));
    for (const std::size_t t : problem.patterns[std::size_t(p)].intervals) {
      rows.push_back(int(t));
      values.push_back(1);
    }
    rows.push_back(intervals);
    values.push_back(1);
    cost.push_back(problem.patterns[std::size_t(p)].cost);
    high[std::size_t(p)] = double(problem.agents.size());
  }
  for (int side = 0; side < 2; ++side) {
    for (int t = 0; t < intervals; ++t) {
      starts.push_back(CoinBigIndex(rows.size()));
      rows.push_back(t);
      values.push_back(side == 0 ? 1 : -1);
      cost.push_back(side == 0 ? problem.under : problem.over);
    }
  }
  starts.push_back(CoinBigIndex(rows.size()));
  std::vector<double> row_low(problem.demand[0]), row_high(problem.demand[0]);
  row_low.push_back(0);
  row_high.push_back(double(problem.agents.size()));
  Cbc_Model* model = Cbc_newModel();
  Cbc_loadProblem(model, columns, intervals + 1, starts.data(), rows.data(), values.data(), low.data(), high.data(),
                  cost.data(), row_low.data(), row_high.data());
  for (int p = 0; p < patterns; ++p) Cbc_setInteger(model, p);
  Cbc_setParameter(model, "sec", std::to_string(seconds).c_str());
  Cbc_setParameter(model, "timeMode", "cpu");
  Cbc_setLogLevel(model, 0);
  Cbc_solve(model);
  const double result = Cbc_getObjValue(model);
  bound = Cbc_getBestPossibleObjValue(model);
  Cbc_deleteModel(model);
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 10;
  const std::size_t agents = argc > 2 ? std::size_t(std::atoi(argv[2])) : 30;
  const std::size_t patterns = argc > 3 ? std::size_t(std::atoi(argv[3])) : 400;
  const int instances = argc > 4 ? std::atoi(argv[4]) : 3;
  const bool with_cbc = argc <= 5 || std::atoi(argv[5]) != 0;
  for (const bool planted : {false, true}) {
    for (int k = 0; k < instances; ++k) {
      double planted_cost = 0;
      const RosterProblem problem = week(std::uint64_t(100 + k), agents, patterns, planted, planted_cost);
      const auto start = std::clock();
      double first = -1, last_change = 0, best = 1e300;
      RosterOptions options;
      options.seconds = seconds;
      options.elapsed_s = [&] { return since(start); };
      options.progress = [&](double cost, double) {
        if (first < 0) first = cost;
        if (cost < best) {
          best = cost;
          last_change = since(start);
        }
        return true;
      };
      const Roster roster = solve_roster(problem, options);
      std::printf("%s %d: start %.2f cost %.3f (%.1f s, last better at %.1f) bound %.3f gap %.1f %%",
                  planted ? "planted" : "demand", k, first, roster.cost, since(start), last_change, roster.bound,
                  100 * roster.gap());
      if (planted) std::printf("  planted %.3f (%+.2f %%)", planted_cost, 100 * (roster.cost / planted_cost - 1));
      if (with_cbc) {
        double bound = 0;
        const double other = cbc(problem, seconds, bound);
        std::printf("  CBC %.3f (%+.2f %%) bound %.3f", other, 100 * (other / roster.cost - 1), bound);
      }
      std::printf("\n");
      std::fflush(stdout);
    }
  }
}
