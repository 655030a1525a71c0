// What planning is told of the rest of the desk: its people, its clock and its tickets.
#pragma once
#include "planning/planner.h"

namespace peakdesk::app {

planning::DeskKnowledge planning_knowledge();

}  // namespace peakdesk::app
