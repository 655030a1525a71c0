#include "staffing/roster_lines.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace peakdesk::staffing {
namespace {

bool equal_agents(const RosterAgent& a, const RosterAgent& b) {
  return a.skills == b.skills && a.rules == b.rules && a.wage == b.wage && a.line_cost == b.line_cost &&
         a.must_work == b.must_work && a.patterns == b.patterns && a.shift_cost == b.shift_cost;
}

// Keeps one of the best seen; of equal ones each with the same chance.
struct Keeper {
  double value = kNoLine;
  std::uint64_t equals = 0;
  bool offer(double candidate, Random* random) {
    if (candidate < value - 1e-12) {
      value = candidate;
      equals = 1;
      return true;
    }
    if (candidate > value + 1e-12 || !random || candidate == kNoLine) return false;
    return random->below(++equals) == 0;
  }
};

}  // namespace

std::vector<LineChooser::Run> LineChooser::runs_of(const std::vector<std::size_t>& intervals) {
  std::vector<Run> runs;
  for (const std::size_t t : intervals) {
    if (runs.empty() || runs.back().end != t) runs.push_back({t, t});
    runs.back().end = t + 1;
  }
  return runs;
}

LineChooser::LineChooser(const RosterProblem& problem) : problem_(problem) {
  std::map<std::vector<std::size_t>, std::uint32_t> known;
  for (const WeekPattern& pattern : problem.patterns) {
    pattern_begin_.push_back(piece_ids_.size());
    for (auto first = pattern.intervals.begin(); first != pattern.intervals.end();) {
      const std::size_t day = *first / problem.intervals_per_day;
      const auto last = std::find_if(first, pattern.intervals.end(),
                                     [&](std::size_t t) { return t / problem.intervals_per_day != day; });
      const auto [piece, is_new] = known.try_emplace({first, last}, std::uint32_t(piece_begin_.size() - 1));
      if (is_new) {
        for (const Run& run : runs_of({first, last})) piece_runs_.push_back(run);
        piece_begin_.push_back(piece_runs_.size());
      }
      piece_ids_.push_back(piece->second);
      first = last;
    }
  }
  pattern_begin_.push_back(piece_ids_.size());
  const std::size_t horizon = problem.intervals();
  for (std::size_t day = 0; day < problem.days; ++day) {
    shift_runs_.emplace_back();
    for (const ShiftTemplate& shift : problem.shifts) {
      std::vector<std::size_t> worked;
      for (std::size_t k = 0; k < shift.length; ++k) {
        const std::size_t t = day * problem.intervals_per_day + shift.start + k;
        if (t >= horizon || std::find(shift.breaks.begin(), shift.breaks.end(), k) != shift.breaks.end()) continue;
        worked.push_back(t);
      }
      shift_runs_.back().push_back(runs_of(worked));
    }
  }
  // Quarter hours are fine enough for law and pay; coarser when all shifts allow it, as the search runs over them.
  for (const double step : {8.0, 4.0, 2.0, 1.0, 0.5, 0.25}) {
    hour_step_ = step;
    const bool fits = std::all_of(problem.shifts.begin(), problem.shifts.end(), [&](const ShiftTemplate& shift) {
      return std::abs(shift.hours / step - std::round(shift.hours / step)) < 1e-9;
    });
    if (fits) break;
  }
  for (const ShiftTemplate& shift : problem.shifts) shift_hours_.push_back(int(std::lround(shift.hours / hour_step_)));
  for (const WorkRules& rules : problem.rules) {
    std::vector<std::vector<char>> follow(problem.shifts.size(), std::vector<char>(problem.shifts.size(), 1));
    for (std::size_t a = 0; a < problem.shifts.size(); ++a) {
      for (std::size_t b = 0; b < problem.shifts.size(); ++b) {
        const double rest = (double(problem.intervals_per_day + problem.shifts[b].start) -
                             double(problem.shifts[a].start + problem.shifts[a].length)) *
                            problem.interval_hours;
        if (rules.min_rest_hours > 0 && rest < rules.min_rest_hours - 1e-9) follow[a][b] = 0;
      }
    }
    for (const auto& [a, b] : rules.forbidden_sequences) follow[a][b] = 0;
    may_follow_.push_back(std::move(follow));
  }
  for (std::size_t a = 0; a < problem.agents.size(); ++a) {
    std::size_t same = 0;
    while (!equal_agents(problem.agents[same], problem.agents[a])) ++same;
    kind_of_.push_back(same);
  }
  const std::vector<double> nothing(horizon, 0.0);
  for (std::size_t a = 0; a < problem.agents.size(); ++a) {
    has_line_.push_back(kind_of_[a] < a ? has_line_[kind_of_[a]] : char(choose(a, nothing, nullptr).found));
  }
}

std::vector<double> LineChooser::piece_worths(const std::vector<double>& sums) const {
  std::vector<double> worths(piece_begin_.size() - 1);
  for (std::size_t piece = 0; piece < worths.size(); ++piece) worths[piece] = worth_of(runs_of_piece(piece), sums);
  return worths;
}

LineChooser::WeekStates LineChooser::states_of(const WorkRules& rules) const {
  const int longest = shift_hours_.empty() ? 0 : *std::max_element(shift_hours_.begin(), shift_hours_.end());
  const int most_hours =
      int(std::min(std::floor(rules.max_hours / hour_step_ + 1e-9), double(longest) * double(problem_.days)));
  return {problem_.shifts.size() + 1, problem_.days + 1, std::size_t(most_hours) + 1};
}

double LineChooser::shift_price(const RosterAgent& agent, std::size_t day, std::size_t shift,
                                const std::vector<double>& sums) const {
  const double own = agent.shift_cost.empty() ? 0 : agent.shift_cost[day * problem_.shifts.size() + shift];
  return own + agent.wage * problem_.shifts[shift].hours - worth_of(shift_runs_[day][shift], sums);
}

LineChooser::Choice LineChooser::choose_pattern(const RosterAgent& agent, const std::vector<double>& sums,
                                                Random* random) const {
  Choice choice;
  Keeper keeper;
  if (!agent.must_work) {
    keeper.offer(0, random);
    choice.found = true;
  }
  const std::vector<double> pieces = piece_worths(sums);
  const auto consider = [&](std::size_t p) {
    if (keeper.offer(pattern_value(agent, p, pieces), random)) {
      choice.pattern = int(p);
      choice.found = true;
    }
  };
  if (agent.patterns.empty()) {
    for (std::size_t p = 0; p < problem_.patterns.size(); ++p) consider(p);
  } else {
    for (const std::size_t p : agent.patterns) consider(p);
  }
  choice.value = keeper.value;
  return choice;
}

// Day by day over (shift of the day before, days worked, hours worked): the cheapest way to each state.
LineChooser::Choice LineChooser::choose_shifts(const RosterAgent& agent, const std::vector<double>& sums,
                                               Random* random) const {
  const WorkRules& rules = problem_.rules[agent.rules];
  const std::size_t shifts = problem_.shifts.size(), days = problem_.days;
  const WeekStates week = states_of(rules);
  const std::size_t states = week.count();
  std::vector<Keeper> now(states), next(states);
  std::vector<std::vector<std::uint32_t>> from(days, std::vector<std::uint32_t>(states));
  now[week.at(shifts, 0, 0)].value = 0;
  for (std::size_t day = 0; day < days; ++day) {
    std::fill(next.begin(), next.end(), Keeper{});
    std::vector<double> price(shifts);
    for (std::size_t s = 0; s < shifts; ++s) price[s] = shift_price(agent, day, s, sums);
    for (std::size_t last = 0; last < week.lasts; ++last) {
      for (std::size_t worked = 0; worked <= std::min(day, rules.max_days); ++worked) {
        for (std::size_t hours = 0; hours < week.hours; ++hours) {
          const std::size_t here = week.at(last, worked, hours);
          const double value = now[here].value;
          if (value == kNoLine) continue;
          const std::size_t off = week.at(shifts, worked, hours);
          if (next[off].offer(value, random)) from[day][off] = std::uint32_t(here);
          if (worked == rules.max_days) continue;
          for (std::size_t s = 0; s < shifts; ++s) {
            if (price[s] == kNoLine || (last < shifts && !may_follow_[agent.rules][last][s])) continue;
            const std::size_t then = hours + std::size_t(shift_hours_[s]);
            if (then >= week.hours) continue;
            const std::size_t there = week.at(s, worked + 1, then);
            const double first = worked == 0 ? agent.line_cost : 0;
            if (next[there].offer(value + price[s] + first, random)) from[day][there] = std::uint32_t(here);
          }
        }
      }
    }
    std::swap(now, next);
  }
  Choice choice;
  Keeper keeper;
  std::size_t best = 0;
  for (std::size_t last = 0; last < week.lasts; ++last) {
    for (std::size_t worked = std::min(rules.min_days, days); worked <= days; ++worked) {
      for (std::size_t hours = 0; hours < week.hours; ++hours) {
        if (double(hours) * hour_step_ < rules.min_hours - 1e-9) continue;
        const std::size_t here = week.at(last, worked, hours);
        if (now[here].value == kNoLine) continue;
        if (keeper.offer(now[here].value, random)) best = here;
      }
    }
  }
  if (keeper.value == kNoLine || rules.min_days > days) return choice;
  choice.found = true;
  choice.value = keeper.value;
  choice.shift_of_day.assign(days, -1);
  for (std::size_t day = days; day-- > 0;) {
    const std::size_t last = best / (week.days * week.hours);
    choice.shift_of_day[day] = last < shifts ? int(last) : -1;
    best = from[day][best];
  }
  return choice;
}

std::vector<double> LineChooser::sums_of(const std::vector<double>& worth) {
  std::vector<double> sums(worth.size() + 1);
  for (std::size_t t = 0; t < worth.size(); ++t) sums[t + 1] = sums[t] + worth[t];
  return sums;
}

LineChooser::Choice LineChooser::choose(std::size_t agent, const std::vector<double>& worth, Random* random) const {
  const std::vector<double> sums = sums_of(worth);
  const RosterAgent& who = problem_.agents[agent];
  return problem_.patterns.empty() ? choose_shifts(who, sums, random) : choose_pattern(who, sums, random);
}

double LineChooser::best_value(std::size_t agent, const std::vector<double>& worth) const {
  const Choice choice = choose(agent, worth, nullptr);
  return choice.found ? choice.value : kNoLine;
}

RosterLine LineChooser::best(std::size_t agent, const std::vector<double>& worth, Random* random) const {
  return line_of(problem_.agents[agent], choose(agent, worth, random));
}

RosterLine LineChooser::line_of(const RosterAgent& agent, const Choice& choice) const {
  RosterLine line;
  const auto add = [&](std::span<const Run> runs) {
    for (const Run& run : runs) {
      for (std::size_t t = run.begin; t < run.end; ++t) line.intervals.push_back(t);
    }
  };
  if (choice.pattern >= 0) {
    line.pattern = choice.pattern;
    line.cost = problem_.patterns[std::size_t(choice.pattern)].cost + agent.line_cost;
    const auto p = std::size_t(choice.pattern);
    for (std::size_t k = pattern_begin_[p]; k < pattern_begin_[p + 1]; ++k) add(runs_of_piece(piece_ids_[k]));
  }
  line.shift_of_day = choice.shift_of_day;
  bool works = false;
  for (std::size_t day = 0; day < choice.shift_of_day.size(); ++day) {
    if (choice.shift_of_day[day] < 0) continue;
    const auto s = std::size_t(choice.shift_of_day[day]);
    if (!works) line.cost += agent.line_cost;
    works = true;
    line.cost += agent.wage * problem_.shifts[s].hours;
    if (!agent.shift_cost.empty()) line.cost += agent.shift_cost[day * problem_.shifts.size() + s];
    add(shift_runs_[day][s]);
  }
  std::sort(line.intervals.begin(), line.intervals.end());
  return line;
}

}  // namespace peakdesk::staffing
