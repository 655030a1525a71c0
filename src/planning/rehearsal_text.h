// A rehearsal as text: a table for the terminal, CSV with every interval and channel, JSON with everything.
#pragma once
#include <string>

#include "planning/scenario.h"
#include "simulation/rehearsal.h"

namespace peakdesk::planning {

/// Totals by channel, teams, money, and the days with their worst half hours.
std::string rehearsal_as_table(const Scenario& scenario, const simulation::Rehearsal& rehearsal);
/// start,channel,arrived,service_level,service_level_p10,breach_probability,mean_wait_s,wait_p90_s,abandoned,backlog,backlog_p90
std::string rehearsal_as_csv(const Scenario& scenario, const simulation::Rehearsal& rehearsal);
std::string rehearsal_as_json(const Scenario& scenario, const simulation::Rehearsal& rehearsal);

/// "2026-11-27T18:00" of an interval.
std::string interval_start(const Scenario& scenario, std::size_t interval);

}  // namespace peakdesk::planning
