#include "staffing/mix.h"

#include <coin/Cbc_C_Interface.h>
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

namespace peakdesk::staffing {
namespace {

constexpr double kEndless = 1e30;

// Columns of a small integer program, entered one by one.
struct Program {
  std::vector<CoinBigIndex> starts;
  std::vector<int> rows;
  std::vector<double> values, low, high, cost;
  std::vector<int> whole;

  int add(double cost_each, double most, bool is_whole, const std::vector<std::pair<int, double>>& entries) {
    const int column = int(cost.size());
    starts.push_back(CoinBigIndex(rows.size()));
    for (const auto& [row, value] : entries) {
      rows.push_back(row);
      values.push_back(value);
    }
    low.push_back(0);
    high.push_back(most);
    cost.push_back(cost_each);
    if (is_whole) whole.push_back(column);
    return column;
  }
};

struct Cohort {
  std::size_t from;
  std::size_t weeks;
  int column;
};

double pace_in(const MixProblem& problem, std::size_t week_of_work) {
  if (problem.temp_ramp.empty()) return 1;
  return problem.temp_ramp[std::min(week_of_work, problem.temp_ramp.size() - 1)];
}

}  // namespace

Mix cheapest_mix(const MixProblem& problem, double seconds) {
  const std::size_t weeks = problem.required_hours.size();
  const int n = int(weeks);
  // Rows: hours of each week; temps on board at most; the provider's minimum and maximum of each week.
  const int temps_row = n, least_row = 2 * n, most_row = 3 * n, row_count = 4 * n;
  Program program;
  std::vector<double> row_low(std::size_t(row_count), -kEndless), row_high(std::size_t(row_count), kEndless);
  for (int w = 0; w < n; ++w) {
    const auto week = std::size_t(w);
    row_low[week] = std::max(0.0, problem.required_hours[week] - problem.regular_hours[week]);
    row_high[std::size_t(temps_row + w)] = problem.temps_at_most;
    row_low[std::size_t(least_row + w)] = 0;
    row_high[std::size_t(most_row + w)] = 0;
  }
  std::vector<int> overtime, outsourced, missing;
  for (int w = 0; w < n; ++w) {
    overtime.push_back(
        program.add(problem.wage * problem.overtime_factor, problem.overtime_cap[std::size_t(w)], false, {{w, 1.0}}));
    outsourced.push_back(program.add(problem.outsourced_price,
                                     problem.outsourced_price > 0 ? problem.outsourced_max_hours : 0, false,
                                     {{w, 1.0}, {least_row + w, 1.0}, {most_row + w, 1.0}}));
    program.add(0, 1, true,
                {{least_row + w, -problem.outsourced_min_hours}, {most_row + w, -problem.outsourced_max_hours}});
    missing.push_back(program.add(problem.missing_cost, kEndless, false, {{w, 1.0}}));
  }
  std::vector<Cohort> cohorts;
  for (std::size_t from = 0; problem.temp_wage > 0 && problem.temps_at_most > 0 && from < weeks; ++from) {
    // A contract may reach past the horizon and is paid in full then.
    const auto least = std::size_t(std::max(1, problem.temp_min_weeks));
    const std::size_t longest = std::max(least, weeks - from);
    for (std::size_t length = least; length <= longest; ++length) {
      std::vector<std::pair<int, double>> entries;
      for (std::size_t k = 0; k < length && from + k < weeks; ++k) {
        entries.emplace_back(int(from + k), problem.temp_hours_per_week * pace_in(problem, k));
        entries.emplace_back(temps_row + int(from + k), 1.0);
      }
      const double cost = problem.temp_wage * problem.temp_paid_hours_per_week * double(length);
      cohorts.push_back({from, length, program.add(cost, problem.temps_at_most, true, entries)});
    }
  }
  program.starts.push_back(CoinBigIndex(program.rows.size()));

  const std::unique_ptr<Cbc_Model, void (*)(Cbc_Model*)> model(Cbc_newModel(), Cbc_deleteModel);
  Cbc_loadProblem(model.get(), int(program.cost.size()), row_count, program.starts.data(), program.rows.data(),
                  program.values.data(), program.low.data(), program.high.data(), program.cost.data(), row_low.data(),
                  row_high.data());
  for (const int column : program.whole) Cbc_setInteger(model.get(), column);
  Cbc_setParameter(model.get(), "sec", std::to_string(seconds).c_str());
  Cbc_setLogLevel(model.get(), 0);
  Cbc_solve(model.get());
  const double* x = Cbc_bestSolution(model.get());
  if (!x) x = Cbc_getColSolution(model.get());

  Mix mix;
  mix.weeks.resize(weeks);
  mix.proven = Cbc_isProvenOptimal(model.get()) != 0;
  for (std::size_t w = 0; w < weeks; ++w) {
    MixWeek& week = mix.weeks[w];
    week.regular = std::min(problem.regular_hours[w], problem.required_hours[w]);
    week.overtime = x[overtime[w]];
    week.outsourced = x[outsourced[w]];
    week.missing = x[missing[w]];
    mix.overtime_cost += week.overtime * problem.wage * problem.overtime_factor;
    mix.outsourced_cost += week.outsourced * problem.outsourced_price;
    mix.regular_cost += problem.regular_hours[w] * problem.wage;
    mix.missing_hours += week.missing;
  }
  for (const Cohort& cohort : cohorts) {
    const int people = int(std::lround(x[cohort.column]));
    if (people == 0) continue;
    mix.weeks[cohort.from].temps_hired += people;
    mix.temp_cost += people * problem.temp_wage * problem.temp_paid_hours_per_week * double(cohort.weeks);
    for (std::size_t k = 0; k < cohort.weeks && cohort.from + k < weeks; ++k) {
      mix.weeks[cohort.from + k].temps_on_board += people;
      mix.weeks[cohort.from + k].temps += people * problem.temp_hours_per_week * pace_in(problem, k);
    }
  }
  return mix;
}

}  // namespace peakdesk::staffing
