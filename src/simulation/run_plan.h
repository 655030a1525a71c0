// What one run of a desk is given before its clock starts: which disruptions happen, who is absent, how many will come.
#pragma once
#include <vector>

#include "base/random.h"
#include "simulation/desk_model.h"

namespace peakdesk::simulation {

struct RunPlan {
  std::vector<double> counts;  // [interval * classes + class], expected or (exact_counts) whole
  std::vector<int> on_duty;    // [interval * groups + group]
};

RunPlan plan_run(const DeskModel& model, std::uint64_t run, Random& random);

}  // namespace peakdesk::simulation
