// What a simulated desk is made of: kinds of contact, groups of agents, what goes wrong, how many come. Plain values;
// running them is desk_run's, many runs and their distributions are rehearsal's. Times in seconds from the start of the
// horizon.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "simulation/distribution.h"

namespace peakdesk::simulation {

inline constexpr std::size_t kMostClasses = 64;
inline constexpr std::size_t kMostGroups = 64;

/// One kind of contact: a channel and an intent.
struct ContactClass {
  std::string name;
  std::string channel;
  Distribution handle = Distribution::exponential(300);  // agent's time, undisturbed
  Distribution patience = Distribution::never();         // gives up when not yet picked up by then
  int priority = 0;                                      // higher is served first
  bool chat = false;             // takes one of an agent's chat places; otherwise the whole agent
  bool response_at_end = false;  // e-mail: the response is there when the work is done, not when it begins
  double promise_s = 20;         // first response within this
  double target = 0.8;           // share of an interval's contacts below which its promise counts as broken
  double automated_share = 0;    // answered at once without an agent, 0 to 1
  double return_share = 0;       // of those who gave up, come back, 0 to below 1
  Distribution return_after = Distribution::exponential(600);
  double reopen_share = 0;  // of those served, write again, 0 to below 1
  Distribution reopen_after = Distribution::exponential(86400);
  double lost_value = 0;  // money lost with each who gives up for good, minor units
};

struct AgentGroup {
  std::string name;
  std::vector<std::size_t> classes;  // what they can serve
  std::vector<int> on_duty;          // agents at their desk in each interval, breaks already taken out
  double pace = 1;                   // 1 = trained; 0.6 = needs 1/0.6 of the handle time
  int chats_at_once = 1;
  double chat_slowdown = 0;      // each further chat slows all of the agent's chats by this share
  double absence_share = 0;      // chance that an agent does not come on a day, 0 to below 1
  double cost_per_hour = 0;      // minor units, paid while on duty
  double overtime_factor = 1.5;  // for finishing a contact after the end of the shift
};

/// A stretch of time in which less capacity is there or more people write; happens in a run with `probability`.
struct Disruption {
  double from_s = 0, to_s = 0;
  double probability = 1;
  double capacity_factor = 1;        // of every group, 0 to 1
  double contact_factor = 1;         // of the classes named, or all
  std::vector<std::size_t> classes;  // empty = all
};

/// Contacts per interval: counts[class][interval].
struct ArrivalPath {
  std::vector<std::vector<double>> counts;
};

struct DeskModel {
  double interval_s = 1800;
  std::size_t intervals = 0;
  std::size_t intervals_per_day = 48;  // for absences
  std::vector<ContactClass> classes;
  std::vector<AgentGroup> groups;
  std::vector<Disruption> disruptions;
  /// Run r follows path r modulo their number. Counts are means of a Poisson process, or with `exact_counts` what
  /// happens to the letter (a fraction is the chance of one more), as sample paths of a forecast already hold their own
  /// noise.
  std::vector<ArrivalPath> paths;
  bool exact_counts = false;
  /// When not empty, these contacts come at these times (ascending) instead: a recorded day.
  struct Recorded {
    double at_s;
    std::size_t contact_class;
    double handle_s = -1;  // what it took then; below 0: drawn from the class
  };
  std::vector<Recorded> recorded;
};

/// What the model cannot mean, one sentence naming the part; empty when it is sound.
std::string check_model(const DeskModel& model);

/// The state a routing decision may look at.
class DeskState {
 public:
  virtual double now_s() const = 0;
  virtual std::size_t waiting(std::size_t contact_class) const = 0;
  /// When the one who waits longest arrived; only while somebody waits.
  virtual double oldest_arrival_s(std::size_t contact_class) const = 0;
  virtual bool can_take(std::size_t group, std::size_t contact_class) const = 0;

 protected:
  ~DeskState() = default;
};

/// Who serves whom. The seam for the shop's real rules: the default is priority first, then longest wait, specialists
/// before generalists. Must not keep state of its own: several runs share one.
class Routing {
 public:
  static constexpr std::size_t kNobody = ~std::size_t{0};
  virtual ~Routing() = default;
  /// A group that can take a contact which just came, or kNobody to let it wait.
  virtual std::size_t group_for(const DeskState& desk, std::size_t contact_class) const = 0;
  /// A class with somebody waiting that `group` can take, or kNobody to stay idle.
  virtual std::size_t class_for(const DeskState& desk, std::size_t group) const = 0;
};

}  // namespace peakdesk::simulation
