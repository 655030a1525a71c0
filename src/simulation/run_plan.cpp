#include "simulation/run_plan.h"

#include <algorithm>
#include <cmath>

namespace peakdesk::simulation {
namespace {

// The factor over a whole interval of which the disruption covers only a part.
double factor_in(const Disruption& disruption, double factor, double start_s, double end_s) {
  const double overlap = std::max(0.0, std::min(end_s, disruption.to_s) - std::max(start_s, disruption.from_s));
  return 1 + (factor - 1) * overlap / (end_s - start_s);
}

void draw_absences(const DeskModel& model, RunPlan& plan, Random& random) {
  const std::size_t groups = model.groups.size();
  for (std::size_t g = 0; g < groups; ++g) {
    const AgentGroup& group = model.groups[g];
    if (group.absence_share <= 0) continue;
    for (std::size_t day = 0; day < model.intervals; day += model.intervals_per_day) {
      const std::size_t end = std::min(model.intervals, day + model.intervals_per_day);
      const int people = *std::max_element(group.on_duty.begin() + long(day), group.on_duty.begin() + long(end));
      int present = 0;
      for (int i = 0; i < people; ++i) present += random.uniform() >= group.absence_share ? 1 : 0;
      if (people == 0) continue;
      const double share = double(present) / people;
      for (std::size_t i = day; i < end; ++i) {
        plan.on_duty[i * groups + g] = int(std::floor(group.on_duty[i] * share + random.uniform()));
      }
    }
  }
}

}  // namespace

RunPlan plan_run(const DeskModel& model, std::uint64_t run, Random& random) {
  const std::size_t classes = model.classes.size(), groups = model.groups.size();
  RunPlan plan;
  plan.counts.assign(model.intervals * classes, 0);
  plan.on_duty.assign(model.intervals * groups, 0);
  for (std::size_t g = 0; g < groups; ++g) {
    for (std::size_t i = 0; i < model.intervals; ++i) plan.on_duty[i * groups + g] = model.groups[g].on_duty[i];
  }
  if (!model.paths.empty()) {
    const ArrivalPath& path = model.paths[run % model.paths.size()];
    for (std::size_t c = 0; c < classes; ++c) {
      for (std::size_t i = 0; i < model.intervals; ++i) plan.counts[i * classes + c] = path.counts[c][i];
    }
  }
  draw_absences(model, plan, random);
  for (const Disruption& disruption : model.disruptions) {
    const bool happens = random.uniform() < disruption.probability;
    if (!happens) continue;
    const auto first = std::size_t(std::max(0.0, disruption.from_s / model.interval_s));
    for (std::size_t i = first; i < model.intervals && double(i) * model.interval_s < disruption.to_s; ++i) {
      const double start = double(i) * model.interval_s, end = start + model.interval_s;
      for (std::size_t g = 0; g < groups; ++g) {
        int& agents = plan.on_duty[i * groups + g];
        agents = int(std::lround(agents * factor_in(disruption, disruption.capacity_factor, start, end)));
      }
      const double factor = factor_in(disruption, disruption.contact_factor, start, end);
      if (disruption.classes.empty()) {
        for (std::size_t c = 0; c < classes; ++c) plan.counts[i * classes + c] *= factor;
      }
      for (const std::size_t c : disruption.classes) plan.counts[i * classes + c] *= factor;
    }
  }
  if (model.exact_counts) {
    for (double& count : plan.counts) count = std::floor(count + random.uniform());
  }
  return plan;
}

}  // namespace peakdesk::simulation
