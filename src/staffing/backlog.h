// Contacts that may wait for hours: e-mails and forms with a promise ("answered within 8 hours"). First come, first
// served over intervals of equal length; what is not done stays for the next interval. Owns the arithmetic of the
// backlog and the fewest agents for a promise; mean counts only, their spread is the simulation's.
#pragma once
#include <cstdint>
#include <vector>

namespace peakdesk::staffing {

struct BacklogWork {
  std::vector<double> arrivals;  // contacts per interval, >= 0
  std::vector<double> open;      // share of the interval in which agents work, 0 to 1; empty = always open
  double interval_s = 1800;      // > 0
  double handle_s = 300;         // > 0
  double promise_s = 8 * 3600;   // >= 0, from arrival to first answer, by the clock
  double waiting = 0;            // contacts there at the start, >= 0, as old as the start
  double occupancy = 1.0;        // share of an agent's open time that goes into this work, > 0 to 1
};

struct BacklogInterval {
  double arrived = 0, answered = 0;
  double waiting = 0;   // contacts, at the end of the interval
  double oldest_s = 0;  // age of the oldest of them
  double late = 0;      // answered in this interval after the promise
};

struct BacklogOutcome {
  std::vector<BacklogInterval> intervals;
  double within_promise = 1;  // share of everything that fell due: answered in time ÷ due; 1 when nothing fell due
  double overdue_at_end = 0;  // contacts still waiting whose promise has passed
};

/// `agents` per interval (may be fractional, >= 0; the same length as `arrivals`). Contacts arrive evenly within an
/// interval.
BacklogOutcome work_off(const BacklogWork& work, const std::vector<double>& agents);

/// The fewest agents, the same number in every interval, with which at least `share` (0 to 1) of what falls due is
/// answered in time; -1 when no number does (closed for longer than the promise).
std::int64_t fewest_backlog_agents(const BacklogWork& work, double share);

}  // namespace peakdesk::staffing
