#include "simulation/rehearsal.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numeric>
#include <optional>
#include <thread>

#include "simulation/desk_run.h"

namespace peakdesk::simulation {
namespace {

// Counts of one run, classes of a channel added up.
struct ChannelCell {
  double arrived = 0, answered = 0, abandoned = 0, in_time = 0, picked_up = 0, served = 0, wait_s = 0, response_s = 0,
         backlog = 0;
  void add(const ContactCell& c) {
    arrived += c.arrived;
    answered += c.automated + c.served;
    abandoned += c.abandoned;
    in_time += c.in_time;
    picked_up += c.served + c.abandoned;
    served += c.served;
    wait_s += c.wait_s;
    response_s += c.response_s;
    backlog += c.backlog;
  }
  void add(const ChannelCell& c) {
    arrived += c.arrived;
    answered += c.answered;
    abandoned += c.abandoned;
    in_time += c.in_time;
    picked_up += c.picked_up;
    served += c.served;
    wait_s += c.wait_s;
    response_s += c.response_s;
    backlog = c.backlog;
  }
};

struct RunResult {
  std::vector<ChannelCell> channels;  // [interval * channels + channel]
  std::vector<GroupCell> groups;
  double cost = 0, lost_sales = 0;
  std::uint64_t events = 0;
};

struct Channels {
  std::vector<std::string> names;
  std::vector<std::size_t> of_class;
  std::vector<double> targets;
};

Channels channels_of(const DeskModel& model) {
  Channels channels;
  for (const ContactClass& c : model.classes) {
    const auto found = std::find(channels.names.begin(), channels.names.end(), c.channel);
    channels.of_class.push_back(std::size_t(found - channels.names.begin()));
    if (found == channels.names.end()) {
      channels.names.push_back(c.channel);
      channels.targets.push_back(0);
    }
    double& target = channels.targets[channels.of_class.back()];
    target = std::max(target, c.target);
  }
  return channels;
}

RunResult digest(const DeskModel& model, const Channels& channels, RunCounts counts) {
  RunResult result;
  const std::size_t classes = model.classes.size(), width = channels.names.size();
  result.channels.resize(model.intervals * width);
  result.events = counts.events;
  for (std::size_t i = 0; i < model.intervals; ++i) {
    for (std::size_t c = 0; c < classes; ++c) {
      const ContactCell& cell = counts.contacts[i * classes + c];
      result.channels[i * width + channels.of_class[c]].add(cell);
      result.lost_sales += cell.lost * model.classes[c].lost_value;
    }
    for (std::size_t g = 0; g < model.groups.size(); ++g) {
      const GroupCell& cell = counts.groups[i * model.groups.size() + g];
      result.cost +=
          (cell.on_duty_s + cell.overtime_s * model.groups[g].overtime_factor) / 3600 * model.groups[g].cost_per_hour;
    }
  }
  result.groups = std::move(counts.groups);
  return result;
}

using Runs = std::vector<const RunResult*>;

template <class Value>
Spread spread_over(const Runs& runs, const Value& value) {
  std::vector<double> values;
  values.reserve(runs.size());
  for (const RunResult* run : runs) {
    const std::optional<double> v = value(*run);
    if (v) values.push_back(*v);
  }
  return Spread::of(std::move(values));
}

std::optional<double> ratio_of(double part, double whole) {
  return whole > 0 ? std::optional<double>(part / whole) : std::nullopt;
}

template <class CellOf>
ChannelOutcome outcome_over(const Runs& runs, double target, const CellOf& cell_of) {
  const auto over = [&](auto value) {
    return spread_over(runs, [&](const RunResult& run) { return value(cell_of(run)); });
  };
  using Cell = const ChannelCell&;
  using Maybe = std::optional<double>;
  ChannelOutcome outcome;
  outcome.arrived = over([](Cell c) { return Maybe(c.arrived); });
  outcome.answered = over([](Cell c) { return Maybe(c.answered); });
  outcome.service_level = over([](Cell c) { return ratio_of(c.in_time, c.arrived); });
  outcome.abandoned_share = over([](Cell c) { return ratio_of(c.abandoned, c.arrived); });
  outcome.mean_wait_s = over([](Cell c) { return ratio_of(c.wait_s, c.picked_up); });
  outcome.first_response_s = over([](Cell c) { return ratio_of(c.response_s, c.served); });
  outcome.backlog = over([](Cell c) { return Maybe(c.backlog); });
  outcome.breach_probability =
      over([&](Cell c) { return c.arrived > 0 ? Maybe(c.in_time < target * c.arrived ? 1 : 0) : std::nullopt; }).mean;
  return outcome;
}

template <class CellOf>
GroupOutcome group_outcome_over(const Runs& runs, double span_s, const CellOf& cell_of) {
  const auto over = [&](auto value) {
    return spread_over(runs, [&](const RunResult& run) { return value(cell_of(run)); });
  };
  GroupOutcome outcome;
  outcome.on_duty = over([&](const GroupCell& c) { return std::optional<double>(c.on_duty_s / span_s); });
  outcome.occupancy = over([](const GroupCell& c) { return ratio_of(c.busy_s, c.on_duty_s); });
  outcome.overtime_hours = over([](const GroupCell& c) { return std::optional<double>(c.overtime_s / 3600); });
  return outcome;
}

void set_wait_quantiles(ChannelOutcome& outcome, const std::vector<std::uint64_t>& buckets) {
  const std::uint64_t all = std::accumulate(buckets.begin(), buckets.end(), std::uint64_t{0});
  const auto quantile = [&](double share) {
    std::uint64_t seen = 0;
    for (std::size_t b = 0; b < buckets.size(); ++b) {
      seen += buckets[b];
      if (double(seen) >= share * double(all)) return wait_bucket_end(b);
    }
    return 0.0;
  };
  if (all == 0) return;
  outcome.wait_p50_s = quantile(0.5);
  outcome.wait_p90_s = quantile(0.9);
}

void set_all_wait_quantiles(Rehearsal& rehearsal, const DeskModel& model, const Channels& channels,
                            const std::vector<std::uint64_t>& waits) {
  const std::size_t width = channels.names.size(), classes = model.classes.size();
  std::vector<std::vector<std::uint64_t>> total(width, std::vector<std::uint64_t>(kWaitBuckets));
  for (std::size_t i = 0; i < model.intervals; ++i) {
    std::vector<std::vector<std::uint64_t>> here(width, std::vector<std::uint64_t>(kWaitBuckets));
    for (std::size_t c = 0; c < classes; ++c) {
      for (std::size_t b = 0; b < kWaitBuckets; ++b) {
        const std::uint64_t n = waits[(i * classes + c) * kWaitBuckets + b];
        here[channels.of_class[c]][b] += n;
        total[channels.of_class[c]][b] += n;
      }
    }
    for (std::size_t k = 0; k < width; ++k) set_wait_quantiles(rehearsal.by_interval[i][k], here[k]);
  }
  for (std::size_t k = 0; k < width; ++k) set_wait_quantiles(rehearsal.total[k], total[k]);
}

}  // namespace

Spread Spread::of(std::vector<double> values) {
  Spread spread;
  const std::size_t n = values.size();
  if (n == 0) return spread;
  double sum = 0, squares = 0;
  for (const double v : values) sum += v;
  spread.mean = sum / double(n);
  for (const double v : values) squares += (v - spread.mean) * (v - spread.mean);
  if (n > 1) spread.error = std::sqrt(squares / double(n - 1) / double(n));
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const double place = share * double(n - 1);
    const auto low = std::size_t(place);
    const std::size_t high = std::min(low + 1, n - 1);
    return values[low] + (values[high] - values[low]) * (place - double(low));
  };
  spread.p10 = at(0.1);
  spread.p50 = at(0.5);
  spread.p90 = at(0.9);
  return spread;
}

Rehearsal rehearse(const DeskModel& model, const RehearsalOptions& options) {
  const Channels channels = channels_of(model);
  std::vector<std::optional<RunResult>> results(options.runs);
  std::vector<std::uint64_t> waits(model.intervals * model.classes.size() * kWaitBuckets);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  std::mutex mutex;
  std::size_t done = 0;
  const auto work = [&] {
    std::vector<std::uint32_t> own_waits;
    for (std::size_t run; !stop && (run = next++) < options.runs;) {
      own_waits.assign(waits.size(), 0);
      RunResult result = digest(model, channels, run_desk(model, options.seed, run, options.routing, &own_waits));
      const std::lock_guard lock(mutex);
      results[run] = std::move(result);
      for (std::size_t k = 0; k < waits.size(); ++k) waits[k] += own_waits[k];
      ++done;
      if (options.progress && !options.progress(done, options.runs)) stop = true;
    }
  };
  std::vector<std::thread> threads;
  for (unsigned t = 1; t < options.threads; ++t) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();

  Runs runs;
  for (const auto& result : results) {
    if (result) runs.push_back(&*result);
  }
  Rehearsal rehearsal;
  rehearsal.runs = runs.size();
  rehearsal.channels = channels.names;
  const std::size_t width = channels.names.size(), groups = model.groups.size();
  for (const RunResult* run : runs) rehearsal.events += run->events;
  rehearsal.by_interval.assign(model.intervals, std::vector<ChannelOutcome>(width));
  rehearsal.groups_by_interval.assign(model.intervals, std::vector<GroupOutcome>(groups));
  for (std::size_t i = 0; i < model.intervals; ++i) {
    for (std::size_t k = 0; k < width; ++k) {
      rehearsal.by_interval[i][k] =
          outcome_over(runs, channels.targets[k],
                       [&](const RunResult& run) -> const ChannelCell& { return run.channels[i * width + k]; });
    }
    for (std::size_t g = 0; g < groups; ++g) {
      rehearsal.groups_by_interval[i][g] = group_outcome_over(
          runs, model.interval_s, [&](const RunResult& run) -> const GroupCell& { return run.groups[i * groups + g]; });
    }
  }
  for (std::size_t k = 0; k < width; ++k) {
    rehearsal.total.push_back(outcome_over(runs, channels.targets[k], [&](const RunResult& run) {
      ChannelCell sum;
      for (std::size_t i = 0; i < model.intervals; ++i) sum.add(run.channels[i * width + k]);
      return sum;
    }));
  }
  for (std::size_t g = 0; g < groups; ++g) {
    rehearsal.groups_total.push_back(
        group_outcome_over(runs, model.interval_s * double(model.intervals), [&](const RunResult& run) {
          GroupCell sum;
          for (std::size_t i = 0; i < model.intervals; ++i) {
            const GroupCell& cell = run.groups[i * groups + g];
            sum.on_duty_s += cell.on_duty_s;
            sum.busy_s += cell.busy_s;
            sum.overtime_s += cell.overtime_s;
          }
          return sum;
        }));
  }
  rehearsal.cost = spread_over(runs, [](const RunResult& run) { return std::optional<double>(run.cost); });
  rehearsal.lost_sales = spread_over(runs, [](const RunResult& run) { return std::optional<double>(run.lost_sales); });
  set_all_wait_quantiles(rehearsal, model, channels, waits);
  return rehearsal;
}

}  // namespace peakdesk::simulation
