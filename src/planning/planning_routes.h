// The API of planning: scenarios, runs and their files, the past and the calendar. Agents read, leads and owners edit.
#pragma once
#include "planning/planner.h"
#include "platform/http/router.h"

namespace peakdesk::planning {

/// The planner and the store must outlive the router.
void add_planning_routes(Router& router, Database& database, Planner& planner);

// One file each; all are added by add_planning_routes.
void add_scenario_routes(Router& router, Database& database, Planner& planner);
void add_run_routes(Router& router, Database& database, Planner& planner);
void add_past_routes(Router& router, Database& database, Planner& planner);
void add_calendar_routes(Router& router);

inline constexpr std::string_view kReadScope = "planning:read", kWriteScope = "planning:write";

}  // namespace peakdesk::planning
