#include <algorithm>
#include <cmath>
#include <cstdio>

#include "staffing/roster.h"
#include "staffing/roster_bound.h"
#include "staffing/roster_cover.h"
#include "staffing/roster_lines.h"

namespace peakdesk::staffing {
namespace {

std::string stream_names(const RosterProblem& problem, std::uint32_t set) {
  std::string names;
  for (std::size_t s = 0; s < problem.streams.size(); ++s) {
    if (set >> s & 1) names += (names.empty() ? "" : " or ") + problem.streams[s];
  }
  return names;
}

std::string clock_time(const RosterProblem& problem, std::size_t t) {
  const int minutes = int(std::lround(double(t % problem.intervals_per_day) * problem.interval_hours * 60));
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%02d:%02d", minutes / 60, minutes % 60);
  return buffer;
}

std::string clock_of(const RosterProblem& problem, std::size_t t) {
  return "day " + std::to_string(t / problem.intervals_per_day + 1) + ", " + clock_time(problem, t);
}

std::string short_number(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.6g", value);
  return buffer;
}

// How many intervals of a window the agents can be at work in, each on the line that serves the window most.
struct Reach {
  double all = 0, most = 0;
};

Reach reach_of(const RosterProblem& problem, const LineChooser& chooser, const std::vector<char>& window,
               std::uint32_t set) {
  constexpr double kAboveAnyCost = 1e9;
  std::vector<double> worth(problem.intervals(), 0.0);
  for (std::size_t t = 0; t < worth.size(); ++t) worth[t] = window[t] ? kAboveAnyCost : 0;
  std::vector<double> of_kind(problem.agents.size(), -1);
  Reach reach;
  for (std::size_t a = 0; a < problem.agents.size(); ++a) {
    if ((problem.agents[a].skills & set) == 0 || !chooser.has_line(a)) continue;
    double& count = of_kind[chooser.kind_of()[a]];
    if (count < 0) {
      count = 0;
      for (const std::size_t t : chooser.best(a, worth).intervals) count += window[t] ? 1 : 0;
    }
    reach.all += count;
    reach.most = std::max(reach.most, count);
  }
  return reach;
}

void check_intervals(const RosterProblem& problem, const LineChooser& chooser, const RosterCover& cover,
                     std::uint32_t set, std::vector<Shortage>& found) {
  // Which intervals an agent can work at all: those of the best line when only this interval pays.
  std::vector<double> available(problem.intervals(), 0);
  std::vector<std::vector<char>> can(problem.agents.size());
  for (std::size_t a = 0; a < problem.agents.size(); ++a) {
    if (!chooser.has_line(a)) continue;
    const std::size_t kind = chooser.kind_of()[a];
    if (can[kind].empty()) {
      can[kind].assign(problem.intervals(), 0);
      for (std::size_t t = 0; t < problem.intervals(); ++t) {
        if (can[kind][t]) continue;
        std::vector<double> worth(problem.intervals(), 0.0);
        worth[t] = 1e9;
        for (const std::size_t worked : chooser.best(a, worth).intervals) can[kind][worked] = 1;
      }
    }
    if ((problem.agents[a].skills & set) == 0) continue;
    for (std::size_t t = 0; t < problem.intervals(); ++t) available[t] += can[kind][t];
  }
  Shortage worst;
  for (std::size_t t = 0; t < problem.intervals(); ++t) {
    const double needed = cover.demand_of(t, set);
    if (needed - available[t] > worst.agents_short + 1e-9) {
      worst = {"interval",
               stream_names(problem, set),
               t,
               t / problem.intervals_per_day,
               needed,
               available[t],
               std::ceil(needed - available[t] - 1e-9),
               {}};
    }
  }
  if (worst.agents_short <= 0) return;
  worst.notice = {"roster_interval_short",
                  {{"at", clock_time(problem, worst.interval)},
                   {"day", std::to_string(worst.day + 1)},
                   {"stream", worst.stream},
                   {"needed", short_number(worst.needed)},
                   {"available", short_number(worst.available)},
                   {"short", short_number(worst.agents_short)}},
                  "On " + clock_of(problem, worst.interval) + " " + short_number(worst.needed) + " agents for " +
                      worst.stream + " are needed, but only " + short_number(worst.available) +
                      " can work then: " + short_number(worst.agents_short) + " short."};
  found.push_back(worst);
}

void check_window(const RosterProblem& problem, const LineChooser& chooser, const RosterCover& cover, std::uint32_t set,
                  std::size_t first_day, std::size_t days, std::vector<Shortage>& found) {
  std::vector<char> window(problem.intervals(), 0);
  double needed = 0;
  for (std::size_t t = first_day * problem.intervals_per_day; t < (first_day + days) * problem.intervals_per_day; ++t) {
    const double demand = cover.demand_of(t, set);
    window[t] = demand > 0;
    needed += demand;
  }
  const Reach reach = reach_of(problem, chooser, window, set);
  if (needed <= reach.all + 1e-6) return;
  const bool day = days == 1 && problem.days > 1;
  Shortage shortage{day ? "day" : "hours",
                    stream_names(problem, set),
                    first_day * problem.intervals_per_day,
                    first_day,
                    needed * problem.interval_hours,
                    reach.all * problem.interval_hours,
                    reach.most > 0 ? std::ceil((needed - reach.all) / reach.most - 1e-9) : 0,
                    {}};
  const std::string needed_hours = short_number(shortage.needed), allowed = short_number(shortage.available);
  shortage.notice = {
      day              ? reach.most > 0 ? "roster_day_short" : "roster_day_nobody"
      : reach.most > 0 ? "roster_hours_short"
                       : "roster_hours_nobody",
      {{"day", std::to_string(first_day + 1)},
       {"stream", shortage.stream},
       {"needed", needed_hours},
       {"available", allowed},
       {"short", short_number(shortage.agents_short)}},
      (day ? "Day " + std::to_string(first_day + 1) + " needs " : std::string("The whole roster needs ")) +
          needed_hours + " hours of work for " + shortage.stream + ", but the rules of work allow at most " + allowed +
          ": " +
          (reach.most > 0 ? "at least " + short_number(shortage.agents_short) + " agents short."
                          : "nobody may work then.")};
  found.push_back(shortage);
}

// The relaxation without any cost but shortage: above zero means that no roster covers the demand.
bool uncoverable(RosterProblem problem, double& short_intervals) {
  problem.under = 1;
  problem.over = 0;
  for (WeekPattern& pattern : problem.patterns) pattern.cost = 0;
  for (RosterAgent& agent : problem.agents) {
    agent.wage = agent.line_cost = 0;
    for (double& cost : agent.shift_cost) cost = std::isinf(cost) ? cost : 0;
  }
  const LineChooser chooser(problem);
  int rounds = 0;
  short_intervals = RosterRelaxer(problem, chooser).relax([&] { return ++rounds < 60; }).bound;
  return short_intervals > 1e-6;
}

}  // namespace

std::vector<Shortage> shortages_of(const RosterProblem& problem) {
  std::vector<Shortage> found;
  const LineChooser chooser(problem);
  const RosterCover cover(problem);
  for (std::size_t a = 0; a < problem.agents.size(); ++a) {
    if (chooser.has_line(a)) continue;
    found.push_back({"rules",
                     {},
                     0,
                     0,
                     0,
                     0,
                     0,
                     {"roster_no_legal_week",
                      {{"agent", problem.agents[a].name}},
                      "No week is legal for agent " + problem.agents[a].name +
                          ": the rules of work and the shifts this agent may take exclude each other."}});
  }
  const auto all = std::uint32_t(cover.sets() - 1);
  for (std::uint32_t set = 1; set <= all; ++set) {
    if ((set & (set - 1)) != 0 && set != all) continue;  // single streams, and all together
    check_intervals(problem, chooser, cover, set, found);
    if (problem.days > 1) {
      for (std::size_t day = 0; day < problem.days; ++day) check_window(problem, chooser, cover, set, day, 1, found);
    }
    check_window(problem, chooser, cover, set, 0, problem.days, found);
  }
  double short_intervals = 0;
  if (!problem.agents.empty() && uncoverable(problem, short_intervals)) {
    // The fewest more agents like the first with all skills, by which the relaxation is covered.
    RosterAgent extra = problem.agents.front();
    extra.skills = all;
    extra.must_work = false;
    const auto covered_with = [&](int more) {
      RosterProblem larger = problem;
      for (int k = 0; k < more; ++k) larger.agents.push_back(extra);
      double rest = 0;
      return !uncoverable(std::move(larger), rest);
    };
    int high = 1;
    constexpr int kMost = 4096;
    while (high < kMost && !covered_with(high)) high *= 2;
    Shortage shortage{"together", {}, 0, 0, short_intervals * problem.interval_hours, 0, 0, {}};
    if (high < kMost) {
      int low = high / 2 + 1;
      while (low < high) {
        const int middle = (low + high) / 2;
        if (covered_with(middle)) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      shortage.agents_short = high;
      shortage.notice = {"roster_together_short",
                         {{"hours", short_number(shortage.needed)}, {"short", std::to_string(high)}},
                         "The shifts and rules together leave at least " + short_number(shortage.needed) +
                             " hours uncovered: at least " + std::to_string(high) + " agents short (with all skills)."};
    } else {
      shortage.notice = {
          "roster_shifts_short",
          {{"hours", short_number(shortage.needed)}},
          "The shifts leave at least " + short_number(shortage.needed) +
              " hours uncovered, and more agents on the same shifts do not help: add shifts that reach those hours."};
    }
    found.push_back(shortage);
  }
  return found;
}

}  // namespace peakdesk::staffing
