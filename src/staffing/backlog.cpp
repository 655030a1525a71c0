#include "staffing/backlog.h"

#include <algorithm>
#include <cmath>

namespace peakdesk::staffing {
namespace {

// Contacts number `first` to `last` (counted from the start, fractions allowed) pass at an even pace between two times.
struct Stretch {
  double first, last, from_s, to_s;
  std::size_t interval;
  double time_of(double number) const {
    return last > first ? from_s + (to_s - from_s) * (number - first) / (last - first) : to_s;
  }
};

std::vector<Stretch> arrivals_of(const BacklogWork& work) {
  std::vector<Stretch> result;
  double number = 0;
  const auto add = [&](double count, double from_s, double to_s, std::size_t i) {
    if (count > 0) result.push_back({number, number + count, from_s, to_s, i});
    number += std::max(count, 0.0);
  };
  add(work.waiting, 0, 0, 0);
  for (std::size_t i = 0; i < work.arrivals.size(); ++i) {
    add(work.arrivals[i], double(i) * work.interval_s, double(i + 1) * work.interval_s, i);
  }
  return result;
}

// Answers: at full pace while somebody waits, then in step with what comes in. At most two stretches an interval.
std::vector<Stretch> answers_of(const BacklogWork& work, const std::vector<double>& agents) {
  std::vector<Stretch> result;
  double number = 0, waiting = work.waiting;
  const double width = work.interval_s;
  for (std::size_t i = 0; i < work.arrivals.size(); ++i) {
    const double start = double(i) * width;
    const double open = work.open.empty() ? 1.0 : work.open[i];
    const double pace = agents[i] * open * work.occupancy / work.handle_s, arriving = work.arrivals[i] / width;
    const auto add = [&](double count, double from_s, double to_s) {
      if (count > 0) result.push_back({number, number + count, from_s, to_s, i});
      number += std::max(count, 0.0);
    };
    const double until_empty =
        waiting > 0 ? (pace > arriving ? std::min(width, waiting / (pace - arriving)) : width) : 0;
    add(pace * until_empty, start, start + until_empty);
    add(std::min(pace, arriving) * (width - until_empty), start + until_empty, start + width);
    waiting = std::max(0.0, waiting + (arriving - pace) * until_empty);
    if (until_empty < width) waiting = std::max(0.0, (arriving - pace) * (width - until_empty));
  }
  return result;
}

// Of `count` contacts whose waits go evenly from one value to the other, how many waited longer than the promise.
double later_than(double promise_s, double count, double one_wait, double other_wait) {
  const double low = std::min(one_wait, other_wait), high = std::max(one_wait, other_wait);
  constexpr double kSlack = 1e-6;  // seconds
  if (high <= promise_s + kSlack) return 0;
  if (low >= promise_s) return count;
  return count * (high - promise_s) / (high - low);
}

}  // namespace

BacklogOutcome work_off(const BacklogWork& work, const std::vector<double>& agents) {
  BacklogOutcome outcome;
  outcome.intervals.resize(work.arrivals.size());
  const std::vector<Stretch> arrivals = arrivals_of(work), answers = answers_of(work, agents);
  double late = 0, answered = 0;
  std::size_t a = 0, s = 0;
  double number = 0;
  while (a < arrivals.size() && s < answers.size()) {
    const double next = std::min(arrivals[a].last, answers[s].last);
    const double count = next - number;
    if (count > 0) {
      const double part = later_than(work.promise_s, count, answers[s].time_of(number) - arrivals[a].time_of(number),
                                     answers[s].time_of(next) - arrivals[a].time_of(next));
      outcome.intervals[answers[s].interval].answered += count;
      outcome.intervals[answers[s].interval].late += part;
      answered += count;
      late += part;
      number = next;
    }
    if (arrivals[a].last <= next) ++a;
    if (answers[s].last <= next) ++s;
  }
  const double end = double(work.arrivals.size()) * work.interval_s;
  for (const Stretch& stretch : arrivals) {
    const double first = std::max(stretch.first, number);
    if (first >= stretch.last) continue;
    outcome.overdue_at_end += later_than(work.promise_s, stretch.last - first, end - stretch.time_of(first),
                                         end - stretch.time_of(stretch.last));
  }
  double waiting = work.waiting, done = 0;
  std::size_t oldest = 0;
  for (std::size_t i = 0; i < outcome.intervals.size(); ++i) {
    BacklogInterval& interval = outcome.intervals[i];
    interval.arrived = work.arrivals[i];
    done += interval.answered;
    waiting = std::max(0.0, waiting + interval.arrived - interval.answered);
    interval.waiting = waiting;
    while (oldest < arrivals.size() && arrivals[oldest].last <= done + 1e-9) ++oldest;
    if (waiting > 1e-9 && oldest < arrivals.size()) {
      const Stretch& stretch = arrivals[oldest];
      interval.oldest_s = std::max(
          0.0, double(i + 1) * work.interval_s - (done > stretch.first ? stretch.time_of(done) : stretch.from_s));
    }
  }
  const double due = answered + outcome.overdue_at_end;
  if (due > 0) outcome.within_promise = std::clamp((answered - late) / due, 0.0, 1.0);
  return outcome;
}

std::int64_t fewest_backlog_agents(const BacklogWork& work, double share) {
  const auto reached = [&](std::int64_t agents) {
    return work_off(work, std::vector<double>(work.arrivals.size(), double(agents))).within_promise >= share - 1e-9;
  };
  double contacts = work.waiting;
  for (const double arrived : work.arrivals) contacts += arrived;
  if (contacts <= 0 || reached(0)) return 0;
  // With this many everything present is answered within a second of open time; more agents change nothing.
  const auto most = static_cast<std::int64_t>(std::ceil(contacts * work.handle_s / work.occupancy)) + 1;
  if (!reached(most)) return -1;
  std::int64_t low = 1, high = most;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (reached(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return high;
}

}  // namespace peakdesk::staffing
