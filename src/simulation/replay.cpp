#include "simulation/replay.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace peakdesk::simulation {
namespace {

// Somebody who waits less than this was not short of an agent: the telephone rang.
constexpr double kRinging = 20;
constexpr double kIntervalOfReplay = 300;
// Agents come and go within minutes, but a few minutes hold too little waiting to count them by: look this far around.
constexpr double kLookAround = 900;

struct Change {
  double at_s;
  int waiting, busy;
};

}  // namespace

Distribution patience_of(const std::vector<RecordedCall>& calls) {
  std::vector<std::pair<double, bool>> waits;  // with "gave up"
  for (const RecordedCall& call : calls) {
    if (call.served || call.wait_s > 0) waits.emplace_back(call.wait_s, !call.served);
  }
  // At equal times those who gave up count first, as is usual.
  std::sort(waits.begin(), waits.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first < b.first : a.second > b.second; });
  constexpr int kPoints = 2000;
  std::vector<double> quantiles;
  double remaining = 1;
  for (std::size_t i = 0; i < waits.size(); ++i) {
    if (!waits[i].second) continue;
    remaining *= 1 - 1 / double(waits.size() - i);
    while (double(quantiles.size()) + 0.5 < (1 - remaining) * kPoints) quantiles.push_back(waits[i].first);
  }
  if (quantiles.empty()) return Distribution::never();
  // Above the last who gave up nothing is known: people go on giving up at the pace of all the waiting there was.
  double waited = 0, gave_up = 0;
  for (const auto& [wait, left] : waits) {
    waited += wait;
    gave_up += left ? 1 : 0;
  }
  const double last = quantiles.back(), rest = kPoints - double(quantiles.size());
  for (double k = 0; k < rest; ++k) quantiles.push_back(last - waited / gave_up * std::log1p(-(k + 0.5) / rest));
  return Distribution::recorded(std::move(quantiles));
}

std::vector<int> agents_of(const std::vector<RecordedCall>& calls, double interval_s, std::size_t intervals) {
  std::vector<Change> changes;
  for (const RecordedCall& call : calls) {
    if (call.wait_s > kRinging) {
      changes.push_back({call.arrived_s + kRinging, 1, 0});
      changes.push_back({call.arrived_s + call.wait_s, -1, 0});
    }
    if (call.served && call.service_s > 0) {
      changes.push_back({call.arrived_s + call.wait_s, 0, 1});
      changes.push_back({call.arrived_s + call.wait_s + call.service_s, 0, -1});
    }
  }
  std::sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.at_s < b.at_s; });
  std::vector<double> waited(intervals), busy_while_waited(intervals), most(intervals);
  int waiting = 0, busy = 0;
  for (std::size_t k = 0; k < changes.size(); ++k) {
    waiting += changes[k].waiting;
    busy += changes[k].busy;
    const double until = k + 1 < changes.size() ? changes[k + 1].at_s : changes[k].at_s;
    for (double from = changes[k].at_s; from < until;) {
      const auto i = std::size_t(std::max(0.0, from) / interval_s);
      if (i >= intervals) break;
      const double end = std::min(until, double(i + 1) * interval_s);
      if (waiting > 0) {
        waited[i] += end - from;
        busy_while_waited[i] += busy * (end - from);
      }
      most[i] = std::max(most[i], double(busy));
      from = end;
    }
  }
  std::vector<int> agents(intervals);
  const auto reach = long(std::ceil(kLookAround / interval_s));
  double carried = 0.5;
  for (long i = 0; i < long(intervals); ++i) {
    double time = 0, area = 0, peak = 0;
    for (long k = std::max(0L, i - reach); k <= std::min(long(intervals) - 1, i + reach); ++k) {
      const double weight = 1.0 / (1 + 2 * std::abs(double(k - i)));  // near counts more
      time += weight * waited[std::size_t(k)];
      area += weight * busy_while_waited[std::size_t(k)];
      peak = std::max(peak, most[std::size_t(k)]);
    }
    double known = time > 60 ? area / time : peak;
    if (waited[std::size_t(i)] < 60) known = std::max(known, most[std::size_t(i)]);
    // Half an agent is an agent every other interval.
    carried += known;
    agents[std::size_t(i)] = int(carried);
    carried -= int(carried);
  }
  return agents;
}

DeskModel replay_of(std::vector<RecordedCall> calls, const Distribution& patience, double promise_s) {
  std::stable_sort(calls.begin(), calls.end(), [](const auto& a, const auto& b) { return a.arrived_s < b.arrived_s; });
  DeskModel model;
  model.interval_s = kIntervalOfReplay;
  double end = 86400;
  for (const RecordedCall& call : calls) end = std::max(end, call.arrived_s + call.wait_s + call.service_s);
  model.intervals = std::size_t(std::ceil(end / model.interval_s));
  model.intervals_per_day = model.intervals;
  AgentGroup group{.name = "agents", .on_duty = agents_of(calls, model.interval_s, model.intervals)};
  struct Kind {
    std::size_t contact_class;
    double last_service_s = -1;  // of the latest served before: what somebody who gave up would have taken
    std::vector<double> services;
  };
  std::map<std::pair<std::size_t, int>, Kind> kinds;
  std::size_t left_at_once = kMostClasses;
  for (const RecordedCall& call : calls) {
    if (!call.served && call.wait_s <= 0) {
      // Never in the line, so no agent and no wait had to do with it: leaves at once again.
      if (left_at_once == kMostClasses) {
        left_at_once = model.classes.size();
        model.classes.push_back({.name = "left at once", .channel = "phone", .patience = Distribution::constant(0)});
        model.classes.back().promise_s = promise_s;
      }
      model.recorded.push_back({call.arrived_s, left_at_once});
      continue;
    }
    auto [found, fresh] = kinds.try_emplace({call.kind, call.priority}, Kind{model.classes.size()});
    Kind& kind = found->second;
    if (fresh) {
      ContactClass c{.name = std::to_string(call.kind), .channel = "phone"};
      c.patience = patience;
      c.priority = call.priority;
      c.promise_s = promise_s;
      group.classes.push_back(model.classes.size());
      model.classes.push_back(std::move(c));
    }
    if (call.served) {
      kind.last_service_s = call.service_s;
      kind.services.push_back(call.service_s);
    }
    model.recorded.push_back({call.arrived_s, kind.contact_class, kind.last_service_s});
  }
  for (auto& [key, kind] : kinds) {
    std::sort(kind.services.begin(), kind.services.end());
    model.classes[kind.contact_class].handle =
        kind.services.empty() ? Distribution::constant(0) : Distribution::recorded(std::move(kind.services));
  }
  model.groups.push_back(std::move(group));
  return model;
}

}  // namespace peakdesk::simulation
