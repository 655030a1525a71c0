// One run of a simulated desk: every contact's way through it, event by event, and the counts that remain. The same
// model, seed and run number give the same counts to the last bit, whatever else runs beside it.
#pragma once
#include <cstdint>
#include <vector>

#include "simulation/desk_model.h"

namespace peakdesk::simulation {

/// Contacts by the interval in which they came.
struct ContactCell {
  std::uint32_t arrived = 0;    // all, also come-backs and automated
  std::uint32_t automated = 0;  // answered at once
  std::uint32_t served = 0;
  std::uint32_t abandoned = 0;
  std::uint32_t lost = 0;     // abandoned and not coming back
  std::uint32_t in_time = 0;  // first response within the promise (automated too)
  std::uint32_t late = 0;     // promise broken: late response, gave up after it, or still waiting past it at the end
  std::uint32_t backlog = 0;  // waiting at the end of this interval, whenever they came
  double wait_s = 0;          // sum over served and abandoned
  double response_s = 0;      // sum over served
};

struct GroupCell {
  double on_duty_s = 0;   // agent seconds
  double busy_s = 0;      // agent seconds on contacts (chat: places in use, as a share of the agent's places)
  double overtime_s = 0;  // agent seconds past the end of the shift, to finish a contact
};

/// Waits are also counted by length: bucket 0 is no wait, then two buckets an octave from one second on.
inline constexpr std::size_t kWaitBuckets = 40;
std::size_t wait_bucket(double wait_s);
/// Upper end of a bucket, seconds.
double wait_bucket_end(std::size_t bucket);

struct RunCounts {
  std::vector<ContactCell> contacts;  // [interval * classes + class]
  std::vector<GroupCell> groups;      // [interval * groups + group]
  std::uint64_t events = 0;           // arrivals, begun or finished services, give-ups, come-backs, interval ends
};

/// `wait_counts` is added to: [(interval * classes + class) * kWaitBuckets + bucket]; null when not wanted. The model
/// must be sound.
RunCounts run_desk(const DeskModel& model, std::uint64_t seed, std::uint64_t run, const Routing* routing = nullptr,
                   std::vector<std::uint32_t>* wait_counts = nullptr);

}  // namespace peakdesk::simulation
