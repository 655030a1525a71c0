// How fast the desk runs: a bare line with patience (beside a loop that does nothing else, as the machine's measure),
// the whole model, and a Black-Friday week with a million tickets run a hundred times. Prints one line a measurement;
// time is the process's own processor time, and the wall's where threads matter.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <functional>
#include <queue>

#include "simulation/desk_run.h"
#include "simulation/rehearsal.h"

using namespace peakdesk;
using namespace peakdesk::simulation;

namespace {

struct Timer {
  std::clock_t cpu = std::clock();
  std::chrono::steady_clock::time_point wall = std::chrono::steady_clock::now();
  double cpu_s() const { return double(std::clock() - cpu) / CLOCKS_PER_SEC; }
  double wall_s() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count(); }
};

void bare_loop(int round) {
  Timer timer;
  Random random(std::uint64_t(round) + 1);
  std::priority_queue<double, std::vector<double>, std::greater<>> ends;
  std::deque<double> waiting;
  int busy = 0;
  double arrival = 0, events = 0, arrived = 0, gave_up = 0;
  while (arrived < 2'000'000) {
    ++events;
    if (ends.empty() || arrival < ends.top()) {
      ++arrived;
      if (busy < 100) {
        ++busy;
        ends.push(arrival + draw_exponential(random));
      } else {
        waiting.push_back(arrival + 2 * draw_exponential(random));
      }
      arrival += draw_exponential(random) / 95;
    } else {
      const double now = ends.top();
      ends.pop();
      --busy;
      while (!waiting.empty()) {
        const double leaves = waiting.front();
        waiting.pop_front();
        if (leaves < now) {
          ++gave_up;
          ++events;
          continue;
        }
        ++busy;
        ends.push(now + draw_exponential(random));
        break;
      }
    }
  }
  std::printf("bare loop      %6.2f M events/s  wall %6.2f  abandoned %.3f %%\n", events / timer.cpu_s() / 1e6,
              events / timer.wall_s() / 1e6, 100 * gave_up / arrived);
}

void line(int round) {
  DeskModel model;
  model.interval_s = 3600;
  model.intervals = 1800;
  model.classes = {ContactClass{}};
  model.classes[0].patience = Distribution::exponential(600);
  model.groups = {AgentGroup{}};
  model.groups[0].classes = {0};
  model.groups[0].on_duty.assign(model.intervals, 100);
  model.paths = {{{std::vector<double>(model.intervals, 95 * 12)}}};
  Timer timer;
  const RunCounts counts = run_desk(model, 1, std::uint64_t(round));
  const double cpu = timer.cpu_s(), wall = timer.wall_s();
  double gave_up = 0, arrived = 0;
  for (const ContactCell& cell : counts.contacts) {
    gave_up += cell.abandoned;
    arrived += cell.arrived;
  }
  std::printf("M/M/100+M      %6.2f M events/s  wall %6.2f  abandoned %.3f %% (Erlang A 1.514 %%)\n",
              double(counts.events) / cpu / 1e6, double(counts.events) / wall / 1e6, 100 * gave_up / arrived);
}

// Three channels, ten intents, four teams, half-hours, absences, an outage, come-backs, reopening, automation.
DeskModel black_friday_week(double tickets) {
  DeskModel model;
  model.interval_s = 1800;
  model.intervals = 336;
  const char* channels[] = {"phone", "chat", "email"};
  double share = 0;
  for (int k = 0; k < 10; ++k) {
    ContactClass c;
    c.name = "intent " + std::to_string(k);
    c.channel = channels[k % 3];
    c.handle = Distribution::lognormal(180 + 30 * k, 0.8);
    c.automated_share = 0.05 * (k % 4);
    if (k % 3 != 2) {
      c.patience = Distribution::exponential(k % 3 == 0 ? 180 : 300);
      c.return_share = 0.3;
      c.priority = 2 - k % 3;
      c.chat = k % 3 == 1;
      c.promise_s = 60;
      c.lost_value = 400;
    } else {
      c.response_at_end = true;
      c.promise_s = 8 * 3600;
      c.reopen_share = 0.05;
    }
    model.classes.push_back(c);
    share += 1;
  }
  std::vector<double> shape(336);
  double sum = 0;
  for (int i = 0; i < 336; ++i) {
    const double hour = i % 48 / 2.0, day = i / 48;
    shape[std::size_t(i)] = (day == 4 ? 3.0 : day == 0 ? 1.8 : 1.0) * (hour > 7 && hour < 23 ? 1.0 : 0.12);
    sum += shape[std::size_t(i)];
  }
  ArrivalPath path;
  for (int k = 0; k < 10; ++k) {
    std::vector<double> counts;
    for (const double s : shape) counts.push_back(tickets * s / sum / share);
    path.counts.push_back(counts);
  }
  model.paths = {path};
  for (int g = 0; g < 4; ++g) {
    AgentGroup group;
    group.name = "team " + std::to_string(g);
    for (std::size_t k = 0; k < 10; ++k) {
      if (g == 3 || int(k % 3) == g) group.classes.push_back(k);
    }
    group.chats_at_once = g == 1 || g == 3 ? 3 : 1;
    group.chat_slowdown = 0.2;
    group.absence_share = 0.05;
    group.cost_per_hour = 2000;
    const double work = tickets / 4 * 320 / 1800 * 0.9;
    for (const double s : shape) group.on_duty.push_back(int(work * s / sum) + 1);
    model.groups.push_back(group);
  }
  model.disruptions = {{.from_s = 4 * 86400 + 36000,
                        .to_s = 4 * 86400 + 39600,
                        .probability = 0.3,
                        .capacity_factor = 0.5,
                        .contact_factor = 1.5,
                        .classes = {}}};
  return model;
}

void whole(int round) {
  const DeskModel model = black_friday_week(1e6);
  Timer timer;
  const RunCounts counts = run_desk(model, 2, std::uint64_t(round));
  double arrived = 0;
  for (const ContactCell& cell : counts.contacts) arrived += cell.arrived;
  std::printf("whole model    %6.2f M events/s  wall %6.2f  %.0f contacts\n",
              double(counts.events) / timer.cpu_s() / 1e6, double(counts.events) / timer.wall_s() / 1e6, arrived);
}

void week(unsigned threads, std::size_t runs) {
  const DeskModel model = black_friday_week(1e6);
  Timer timer;
  RehearsalOptions options;
  options.runs = runs;
  options.threads = threads;
  const Rehearsal rehearsal = rehearse(model, options);
  std::printf(
      "week of 1 M tickets, %zu runs, %u threads: %.1f s wall, %.1f s processor, %.2f M events/s of processor time\n",
      runs, threads, timer.wall_s(), timer.cpu_s(), double(rehearsal.events) / timer.cpu_s() / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  for (int round = 0; round < 5; ++round) {
    bare_loop(round);
    line(round);
  }
  for (int round = 0; round < 3; ++round) whole(round);
  if (argc > 1) week(2, std::size_t(std::atoi(argv[1])));
}
