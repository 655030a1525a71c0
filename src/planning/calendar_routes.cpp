#include "base/error.h"
#include "base/text.h"
#include "planning/planning_routes.h"

namespace peakdesk::planning {
namespace {

constexpr std::size_t kMostEvents = 1000;

struct CalendarIdInput {
  PlanningEventId id;
};
BOOST_DESCRIBE_STRUCT(CalendarIdInput, (), (id))

struct CalendarInput {
  PlanningEventId id;
  std::optional<std::string> name;
  std::optional<EventKind> kind;
  std::optional<std::string> start_date, end_date;
  std::optional<double> contact_factor, capacity_factor, probability;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(CalendarInput, (),
                      (id, name, kind, start_date, end_date, contact_factor, capacity_factor, probability, note))

void set_factor(const char* field, const std::optional<double>& given, double most, double& out) {
  if (!given) return;
  if (!(*given >= 0 && *given <= most)) {
    throw_invalid(field, "Must be a number from 0 to " + std::to_string(int(most)) + ".");
  }
  out = *given;
}

void set_date(const char* field, const std::optional<std::string>& given, std::string& out) {
  if (!given) return;
  Instant day;
  if (given->size() != 10 || !parse_iso8601(*given, day)) throw_invalid(field, "Must be a date such as 2026-11-27.");
  out = *given;
}

void apply_event(const CalendarInput& input, CalendarEvent& event) {
  if (input.name) {
    event.name = collapse_space(to_valid_utf8(*input.name));
    if (event.name.empty() || length(event.name) > 120) throw_invalid("name", "Name it, in at most 120 characters.");
  }
  if (input.kind) event.kind = *input.kind;
  set_date("start_date", input.start_date, event.start_date);
  if (input.start_date && !input.end_date && event.end_date < event.start_date) event.end_date = event.start_date;
  set_date("end_date", input.end_date, event.end_date);
  if (event.end_date < event.start_date) throw_invalid("end_date", "Must not lie before start_date.");
  set_factor("contact_factor", input.contact_factor, 1000, event.contact_factor);
  set_factor("capacity_factor", input.capacity_factor, 10, event.capacity_factor);
  set_factor("probability", input.probability, 1, event.probability);
  if (input.note) {
    event.note = to_valid_utf8(*input.note);
    if (length(event.note) > 2000) throw_invalid("note", "At most 2,000 characters fit here.");
  }
}

Page<CalendarEvent> list_events(Tx& tx, const Caller& caller, const NoInput&) {
  return {store::list_events(tx, caller.account), {}};
}

Created<CalendarEvent> add_event(Tx& tx, const Caller& caller, const CalendarInput& input) {
  if (!input.name) throw_invalid("name", "Name the event; the same name is the same kind of day.");
  if (!input.start_date) throw_invalid("start_date", "Say on which day it begins.");
  if (store::list_events(tx, caller.account).size() >= kMostEvents) {
    throw_conflict("too_many_events", "There are 1,000 events. Delete some first.");
  }
  CalendarEvent event;
  event.id = tx.new_id<PlanningEventId>();
  event.created_datetime = event.updated_datetime = tx.now();
  apply_event(input, event);
  store::save_event(tx, caller.account, event, true);
  return {event};
}

CalendarEvent change_event(Tx& tx, const Caller& caller, const CalendarInput& input) {
  CalendarEvent event = store::require_event(tx, caller.account, input.id);
  apply_event(input, event);
  event.updated_datetime = tx.now();
  store::save_event(tx, caller.account, event, false);
  return event;
}

NoContent delete_event(Tx& tx, const Caller& caller, const CalendarIdInput& input) {
  store::delete_event(tx, caller.account, input.id);
  return {};
}

}  // namespace

void add_calendar_routes(Router& router) {
  router.read("GET", "/api/planning/events", agents(kReadScope), list_events);
  router.write("POST", "/api/planning/events", leads(kWriteScope), add_event);
  router.write("PATCH", "/api/planning/events/{id}", leads(kWriteScope), change_event);
  router.write("DELETE", "/api/planning/events/{id}", leads(kWriteScope), delete_event);
}

}  // namespace peakdesk::planning
