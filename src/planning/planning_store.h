// The tables of planning: scenarios, runs, uploaded series, the shop's calendar. Owns their SQL and the shapes the API
// shows; decides nothing.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/caller.h"
#include "base/json.h"
#include "base/notice.h"
#include "platform/db/tx.h"

namespace peakdesk::planning {

using ScenarioId = Id<struct ScenarioTag>;
using PlanningRunId = Id<struct PlanningRunTag>;
using PlanningSeriesId = Id<struct PlanningSeriesTag>;
using PlanningEventId = Id<struct PlanningEventTag>;

enum class RunState { Queued, Running, Done, Cancelled, Failed };
BOOST_DESCRIBE_ENUM(RunState, Queued, Running, Done, Cancelled, Failed)

/// A run as lists show it; the numbers themselves are in its result.
struct Run {
  PlanningRunId id;
  ScenarioId scenario_id;
  RunState state = RunState::Queued;
  std::string step;     // forecast | roster | rehearsal; empty before and after
  double progress = 0;  // 0 to 1, of the whole
  std::string problem;  // why it failed, a whole sentence
  std::string problem_field;
  bool has_result = false;  // of a cancelled run: what it had by then
  RawJson summary;          // RunSummary, or {}
  Instant created_datetime, started_datetime, finished_datetime;
};
BOOST_DESCRIBE_STRUCT(Run, (),
                      (id, scenario_id, state, step, progress, problem, problem_field, has_result, summary,
                       created_datetime, started_datetime, finished_datetime))

struct StoredScenario {
  ScenarioId id;
  std::string name;
  RawJson scenario;
  bool archived = false;
  std::optional<Run> latest_run;     // whatever its state
  std::optional<Run> latest_result;  // the newest that has one
  Instant created_datetime, updated_datetime;
};
BOOST_DESCRIBE_STRUCT(StoredScenario, (),
                      (id, name, scenario, archived, latest_run, latest_result, created_datetime, updated_datetime))

struct StoredSeries {
  PlanningSeriesId id;
  std::string name;
  std::string kind;  // orders | contacts
  std::string step, first_time, last_time;
  std::int64_t points = 0;
  double total = 0;
  std::vector<Notice> repairs;  // only in the answer to the upload
  Instant created_datetime, updated_datetime;
};
BOOST_DESCRIBE_STRUCT(StoredSeries, (),
                      (id, name, kind, step, first_time, last_time, points, total, repairs, created_datetime,
                       updated_datetime))

enum class EventKind { Campaign, Launch, Outage, Other };
BOOST_DESCRIBE_ENUM(EventKind, Campaign, Launch, Outage, Other)

struct CalendarEvent {
  PlanningEventId id;
  std::string name;
  EventKind kind = EventKind::Campaign;
  std::string start_date, end_date;  // both included
  double contact_factor = 1, capacity_factor = 1, probability = 1;
  std::string note;
  Instant created_datetime, updated_datetime;
};
BOOST_DESCRIBE_STRUCT(CalendarEvent, (),
                      (id, name, kind, start_date, end_date, contact_factor, capacity_factor, probability, note,
                       created_datetime, updated_datetime))

namespace store {

std::vector<StoredScenario> list_scenarios(Tx& tx, AccountId account, bool archived);
/// Throws NotFound.
StoredScenario require_scenario(Tx& tx, AccountId account, ScenarioId id);
void insert_scenario(Tx& tx, const Caller& caller, const StoredScenario& scenario);
void update_scenario(Tx& tx, AccountId account, const StoredScenario& scenario);
void delete_scenario(Tx& tx, AccountId account, ScenarioId id);

/// What a run starts from and was told meanwhile.
struct RunWork {
  PlanningRunId id;
  ScenarioId scenario_id;
  RawJson scenario, options;
  RunState state = RunState::Queued;
  bool cancel_requested = false;
};
std::vector<Run> list_runs(Tx& tx, AccountId account, ScenarioId scenario, int limit);
Run require_run(Tx& tx, AccountId account, PlanningRunId id);
std::optional<RunWork> find_work(Tx& tx, AccountId account, PlanningRunId id);
/// The stored result as JSON. Throws Conflict "no_result" while there is none, NotFound.
std::string require_result(Tx& tx, AccountId account, PlanningRunId id);
/// The newest run of the scenario with a result, older than `before`.
std::optional<PlanningRunId> result_before(Tx& tx, AccountId account, ScenarioId scenario, PlanningRunId before);
void insert_run(Tx& tx, const Caller& caller, const RunWork& run);
void set_progress(Tx& tx, AccountId account, PlanningRunId id, std::string_view step, double progress);
void request_cancel(Tx& tx, AccountId account, PlanningRunId id);
struct RunEnd {
  RunState state = RunState::Done;
  std::string summary = "{}", result, problem, problem_field;
};
void finish_run(Tx& tx, AccountId account, PlanningRunId id, const RunEnd& end);
/// Keeps the newest `keep` runs of a scenario.
void forget_old_runs(Tx& tx, AccountId account, ScenarioId scenario, int keep);

std::vector<StoredSeries> list_series(Tx& tx, AccountId account);
std::optional<std::string> series_csv(Tx& tx, AccountId account, PlanningSeriesId id);
void insert_series(Tx& tx, AccountId account, const StoredSeries& series, const std::string& csv);
void delete_series(Tx& tx, AccountId account, PlanningSeriesId id);

std::vector<CalendarEvent> list_events(Tx& tx, AccountId account);
CalendarEvent require_event(Tx& tx, AccountId account, PlanningEventId id);
void save_event(Tx& tx, AccountId account, const CalendarEvent& event, bool is_new);
void delete_event(Tx& tx, AccountId account, PlanningEventId id);

}  // namespace store
}  // namespace peakdesk::planning
