// A recorded day of calls turned into a model that can be run again: as it was, with more calls, or with another team.
// Owns what is learned from the records (handle times, patience, how many were there to answer); not how a file holds
// them.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "simulation/desk_model.h"

namespace peakdesk::simulation {

struct RecordedCall {
  double arrived_s = 0;  // from midnight
  double wait_s = 0;     // until served or given up
  double service_s = 0;  // 0 when not served
  bool served = false;
  std::size_t kind = 0;  // class of contact, from 0
  int priority = 0;      // of its kind; higher is served first
};

/// How long people would have waited, by Kaplan and Meier: those served first only tell that they were at least so
/// patient. What remains above the last who gave up never gives up. Never when nobody gave up.
Distribution patience_of(const std::vector<RecordedCall>& calls);

/// Agents available in each interval. While somebody waits every available agent is busy, so the busy ones are counted
/// then; where nobody waits, the most ever busy at once around that time is what is known.
std::vector<int> agents_of(const std::vector<RecordedCall>& calls, double interval_s, std::size_t intervals);

/// The day as a model: calls at their recorded times and with their recorded handle times (of those who gave up: the
/// latest of their kind), one class per kind and priority. Who left at once does so again. `patience` as learned, from
/// this or other days.
DeskModel replay_of(std::vector<RecordedCall> calls, const Distribution& patience, double promise_s);

}  // namespace peakdesk::simulation
