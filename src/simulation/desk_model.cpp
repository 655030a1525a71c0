#include "simulation/desk_model.h"

namespace peakdesk::simulation {
namespace {

bool is_share_below_one(double x) { return x >= 0 && x < 1; }

std::string check_class(const ContactClass& c) {
  const std::string where = "contact class \"" + c.name + "\": ";
  if (!(c.handle.mean_s() >= 0) || c.handle.is_never()) return where + "handle must be a time of 0 s or more";
  if (!(c.promise_s >= 0)) return where + "promise_s must be 0 or more";
  if (!(c.automated_share >= 0 && c.automated_share <= 1)) return where + "automated_share must lie between 0 and 1";
  if (!is_share_below_one(c.return_share)) return where + "return_share must be at least 0 and below 1";
  if (!is_share_below_one(c.reopen_share)) return where + "reopen_share must be at least 0 and below 1";
  return {};
}

std::string check_group(const AgentGroup& group, const DeskModel& model) {
  const std::string where = "agent group \"" + group.name + "\": ";
  if (group.on_duty.size() != model.intervals) return where + "on_duty needs one number for each interval";
  for (const int agents : group.on_duty) {
    if (agents < 0) return where + "on_duty must be 0 or more";
  }
  for (const std::size_t c : group.classes) {
    if (c >= model.classes.size()) return where + "serves a contact class that is not there";
  }
  if (!(group.pace > 0)) return where + "pace must be above 0";
  if (group.chats_at_once < 1) return where + "chats_at_once must be 1 or more";
  if (!(group.chat_slowdown >= 0)) return where + "chat_slowdown must be 0 or more";
  if (!is_share_below_one(group.absence_share)) return where + "absence_share must be at least 0 and below 1";
  return {};
}

}  // namespace

std::string check_model(const DeskModel& model) {
  if (!(model.interval_s > 0) || model.intervals == 0) return "interval_s and intervals must be above 0";
  if (model.intervals_per_day == 0) return "intervals_per_day must be above 0";
  if (model.classes.empty() || model.classes.size() > kMostClasses) return "there must be 1 to 64 contact classes";
  if (model.groups.size() > kMostGroups) return "there must be at most 64 agent groups";
  for (const ContactClass& c : model.classes) {
    if (std::string problem = check_class(c); !problem.empty()) return problem;
  }
  for (const AgentGroup& group : model.groups) {
    if (std::string problem = check_group(group, model); !problem.empty()) return problem;
  }
  if (model.paths.empty() && model.recorded.empty()) return "there must be an arrival path or recorded arrivals";
  for (const ArrivalPath& path : model.paths) {
    if (path.counts.size() != model.classes.size()) return "an arrival path needs one row for each contact class";
    for (const auto& counts : path.counts) {
      if (counts.size() != model.intervals) return "an arrival path needs one count for each interval";
      for (const double count : counts) {
        if (!(count >= 0) || !(count < 1e9)) return "an arrival count must lie between 0 and 1000000000";
      }
    }
  }
  double before = 0;
  for (const auto& contact : model.recorded) {
    if (contact.contact_class >= model.classes.size()) return "a recorded contact has a class that is not there";
    if (!(contact.at_s >= before)) return "recorded contacts must be in order of time, from 0 s on";
    before = contact.at_s;
  }
  for (const Disruption& disruption : model.disruptions) {
    if (!(disruption.from_s <= disruption.to_s)) return "a disruption must end after it begins";
    if (!(disruption.capacity_factor >= 0)) return "a disruption's capacity_factor must be 0 or more";
    if (!(disruption.contact_factor >= 0)) return "a disruption's contact_factor must be 0 or more";
    for (const std::size_t c : disruption.classes) {
      if (c >= model.classes.size()) return "a disruption names a contact class that is not there";
    }
  }
  return {};
}

}  // namespace peakdesk::simulation
