// Lines drawn by chance as a heat bath draws states (Gibbs sampling; Geman and Geman 1984): all lines of an agent are
// weighed at once, so no draw is ever refused.
#include <algorithm>
#include <cmath>

#include "staffing/roster_lines.h"

namespace peakdesk::staffing {
namespace {

constexpr double kHopeless = 20;  // times the temperature above the best: one draw in 500 million

/// An index in proportion to its weight; the sum of the weights is above 0.
std::size_t index_by(const std::vector<double>& weights, Random& random) {
  double sum = 0;
  for (const double weight : weights) sum += weight;
  double left = random.uniform() * sum;
  std::size_t last = 0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    if (weights[k] <= 0) continue;
    last = k;
    left -= weights[k];
    if (left < 0) break;
  }
  return last;
}

}  // namespace

LineChooser::Choice LineChooser::draw_pattern(const RosterAgent& agent, const std::vector<double>& sums,
                                              double temperature, Random& random) const {
  const std::vector<double> pieces = piece_worths(sums);
  const std::size_t count = agent.patterns.empty() ? problem_.patterns.size() : agent.patterns.size();
  const auto pattern_at = [&](std::size_t k) { return agent.patterns.empty() ? k : agent.patterns[k]; };
  std::vector<double> values(count + 1);
  for (std::size_t k = 0; k < count; ++k) values[k] = pattern_value(agent, pattern_at(k), pieces);
  values[count] = agent.must_work ? kNoLine : 0;
  const double best = *std::min_element(values.begin(), values.end());
  Choice choice;
  if (best == kNoLine) return choice;
  std::vector<double> weights;
  weights.reserve(values.size());
  for (const double value : values) {
    const double above = (value - best) / temperature;
    weights.push_back(above < kHopeless ? std::exp(-above) : 0);
  }
  const std::size_t drawn = index_by(weights, random);
  choice.found = true;
  choice.pattern = drawn < count ? int(pattern_at(drawn)) : -1;
  return choice;
}

// The same days and states as in choose_shifts, with sums of chances in place of the cheapest way: forwards the weight
// of all ways to a state, backwards one way drawn by these weights.
LineChooser::Choice LineChooser::draw_shifts(const RosterAgent& agent, const std::vector<double>& sums,
                                             double temperature, Random& random) const {
  const WorkRules& rules = problem_.rules[agent.rules];
  const std::size_t shifts = problem_.shifts.size(), days = problem_.days;
  const WeekStates week = states_of(rules);
  Choice choice;
  if (rules.min_days > days) return choice;
  const double first = std::exp(-agent.line_cost / temperature);
  std::vector<std::vector<double>> ways(days + 1, std::vector<double>(week.count()));
  std::vector<std::vector<double>> chance(days, std::vector<double>(shifts));
  std::vector<double> off(days);
  ways[0][week.at(shifts, 0, 0)] = 1;
  for (std::size_t day = 0; day < days; ++day) {
    double best = 0;
    for (std::size_t s = 0; s < shifts; ++s) {
      chance[day][s] = shift_price(agent, day, s, sums);
      best = std::min(best, chance[day][s]);
    }
    for (double& price : chance[day]) price = std::exp((best - price) / temperature);
    off[day] = std::exp(best / temperature);
    double most = 0;
    for (std::size_t last = 0; last < week.lasts; ++last) {
      for (std::size_t worked = 0; worked <= std::min(day, rules.max_days); ++worked) {
        for (std::size_t hours = 0; hours < week.hours; ++hours) {
          const double here = ways[day][week.at(last, worked, hours)];
          if (here <= 0) continue;
          most = std::max(most, ways[day + 1][week.at(shifts, worked, hours)] += here * off[day]);
          if (worked == rules.max_days) continue;
          for (std::size_t s = 0; s < shifts; ++s) {
            if (last < shifts && !may_follow_[agent.rules][last][s]) continue;
            const std::size_t then = hours + std::size_t(shift_hours_[s]);
            if (then >= week.hours) continue;
            double& there = ways[day + 1][week.at(s, worked + 1, then)];
            most = std::max(most, there += here * chance[day][s] * (worked == 0 ? first : 1));
          }
        }
      }
    }
    if (most <= 0) return choice;
    for (double& weight : ways[day + 1]) weight /= most;  // or a long horizon ends below the smallest number
  }
  std::vector<double> ends = ways[days];
  double sum = 0;
  for (std::size_t state = 0; state < ends.size(); ++state) {
    const std::size_t worked = state / week.hours % week.days;
    const double hours = double(state % week.hours) * hour_step_;
    if (worked < rules.min_days || hours < rules.min_hours - 1e-9) ends[state] = 0;
    sum += ends[state];
  }
  if (!(sum > 0)) return choice;
  std::size_t state = index_by(ends, random);
  choice.shift_of_day.assign(days, -1);
  std::vector<double> before(week.lasts);
  for (std::size_t day = days; day-- > 0;) {
    const std::size_t last = state / (week.days * week.hours);
    const bool works = last < shifts;
    if (works) choice.shift_of_day[day] = int(last);
    const std::size_t worked = state / week.hours % week.days - (works ? 1 : 0);
    const std::size_t hours = state % week.hours - (works ? std::size_t(shift_hours_[last]) : 0);
    for (std::size_t l = 0; l < week.lasts; ++l) {
      const bool may = !works || l == shifts || may_follow_[agent.rules][l][last];
      before[l] = may ? ways[day][week.at(l, worked, hours)] : 0;
    }
    state = week.at(index_by(before, random), worked, hours);
  }
  choice.found = true;
  return choice;
}

RosterLine LineChooser::draw(std::size_t agent, const std::vector<double>& worth, double temperature,
                             Random& random) const {
  const std::vector<double> sums = sums_of(worth);
  const RosterAgent& who = problem_.agents[agent];
  const Choice choice = problem_.patterns.empty() ? draw_shifts(who, sums, temperature, random)
                                                  : draw_pattern(who, sums, temperature, random);
  return choice.found ? line_of(who, choice) : best(agent, worth, &random);
}

}  // namespace peakdesk::staffing
