// Many runs of a desk and what they say together: for every interval and channel how it usually goes, how bad it can
// get, and how likely the promise breaks. Runs are spread over threads; the result does not depend on how many.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "simulation/desk_model.h"

namespace peakdesk::simulation {

/// Over the runs: mean, and the value that 10 %, half and 90 % of the runs stay below. `error` is the standard error of
/// the mean. All zero when no run says anything.
struct Spread {
  double mean = 0, p10 = 0, p50 = 0, p90 = 0, error = 0;
  static Spread of(std::vector<double> values);
};

struct ChannelOutcome {
  Spread arrived, answered;               // contacts; answered by agents or automation
  Spread service_level;                   // first response within the promise, of all who came (0 to 1)
  Spread abandoned_share;                 // of all who came
  Spread mean_wait_s;                     // of those who were picked up or gave up
  Spread first_response_s;                // mean over those served
  Spread backlog;                         // waiting at the end of the interval (totals: at the end of the horizon)
  double breach_probability = 0;          // share of runs that miss the highest target of the channel
  double wait_p50_s = 0, wait_p90_s = 0;  // of single contacts, all runs together (upper ends of buckets)
};

struct GroupOutcome {
  Spread on_duty;    // agents
  Spread occupancy;  // 0 to 1; over 1 when contacts outlast the shift
  Spread overtime_hours;
};

struct Rehearsal {
  std::size_t runs = 0;
  std::uint64_t events = 0;
  std::vector<std::string> channels;
  std::vector<std::vector<ChannelOutcome>> by_interval;       // [interval][channel]
  std::vector<ChannelOutcome> total;                          // [channel]
  std::vector<std::vector<GroupOutcome>> groups_by_interval;  // [interval][group]
  std::vector<GroupOutcome> groups_total;
  Spread cost;        // wages and overtime, minor units
  Spread lost_sales;  // minor units
};

struct RehearsalOptions {
  std::size_t runs = 100;
  unsigned threads = 1;
  std::uint64_t seed = 1;
  const Routing* routing = nullptr;
  /// Hears runs done and runs in all, from one thread at a time; false ends after the runs under way.
  std::function<bool(std::size_t, std::size_t)> progress;
};

/// The model must be sound (check_model).
Rehearsal rehearse(const DeskModel& model, const RehearsalOptions& options);

}  // namespace peakdesk::simulation
