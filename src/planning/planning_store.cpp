#include "planning/planning_store.h"

#include "base/error.h"

namespace peakdesk::planning::store {
namespace {

struct ScenarioRow {
  ScenarioId id;
  std::string name;
  RawJson scenario;
  bool archived = false;
  Instant created_at, updated_at;
};
BOOST_DESCRIBE_STRUCT(ScenarioRow, (), (id, name, scenario, archived, created_at, updated_at))

struct RunRow {
  PlanningRunId id;
  ScenarioId scenario_id;
  RunState state = RunState::Queued;
  std::string step;
  std::int64_t progress = 0;
  std::string problem, problem_field;
  bool has_result = false;
  RawJson summary;
  Instant created_at, started_at, finished_at;
};
BOOST_DESCRIBE_STRUCT(RunRow, (),
                      (id, scenario_id, state, step, progress, problem, problem_field, has_result, summary, created_at,
                       started_at, finished_at))

struct SeriesRow {
  PlanningSeriesId id;
  std::string name, kind, step, first_time, last_time;
  std::int64_t points = 0;
  double total = 0;
  Instant created_at, updated_at;
};
BOOST_DESCRIBE_STRUCT(SeriesRow, (),
                      (id, name, kind, step, first_time, last_time, points, total, created_at, updated_at))

struct EventRow {
  PlanningEventId id;
  std::string name;
  EventKind kind = EventKind::Campaign;
  std::string start_date, end_date;
  double contact_factor = 1, capacity_factor = 1, probability = 1;
  std::string note;
  Instant created_at, updated_at;
};
BOOST_DESCRIBE_STRUCT(EventRow, (),
                      (id, name, kind, start_date, end_date, contact_factor, capacity_factor, probability, note,
                       created_at, updated_at))

constexpr const char* kSelectRuns =
    "SELECT id, scenario_id, state, step, progress, problem, problem_field, CASE WHEN result = '' THEN 0 ELSE 1 END AS "
    "has_result, summary, created_at, started_at, finished_at FROM planning_runs WHERE account_id = $1";
constexpr const char* kSelectEvents =
    "SELECT id, name, kind, start_date, end_date, contact_factor, capacity_factor, probability, note, created_at, "
    "updated_at FROM planning_events WHERE account_id = $1";

Run to_run(const RunRow& row) {
  return {row.id,         row.scenario_id,   row.state,      row.step,    double(row.progress) / 1000,
          row.problem,    row.problem_field, row.has_result, row.summary, row.created_at,
          row.started_at, row.finished_at};
}

CalendarEvent to_event(const EventRow& row) {
  return {
      row.id,          row.name, row.kind,       row.start_date, row.end_date, row.contact_factor, row.capacity_factor,
      row.probability, row.note, row.created_at, row.updated_at};
}

StoredScenario to_scenario(Tx& tx, AccountId account, ScenarioRow&& row) {
  StoredScenario out;
  out.id = row.id;
  out.name = std::move(row.name);
  out.scenario = std::move(row.scenario);
  out.archived = row.archived;
  out.created_datetime = row.created_at;
  out.updated_datetime = row.updated_at;
  const auto newest =
      tx.find<RunRow>(std::string(kSelectRuns) + " AND scenario_id = $2 ORDER BY id DESC LIMIT 1", account, row.id);
  if (!newest) return out;
  out.latest_run = to_run(*newest);
  const auto result = tx.find<RunRow>(
      std::string(kSelectRuns) + " AND scenario_id = $2 AND result <> '' ORDER BY id DESC LIMIT 1", account, row.id);
  if (result) out.latest_result = to_run(*result);
  return out;
}

}  // namespace

std::vector<StoredScenario> list_scenarios(Tx& tx, AccountId account, bool archived) {
  std::vector<StoredScenario> out;
  for (auto& row : tx.list<ScenarioRow>("SELECT id, name, scenario, archived, created_at, updated_at FROM "
                                        "planning_scenarios WHERE account_id = $1 AND archived = $2 ORDER BY id DESC",
                                        account, archived)) {
    out.push_back(to_scenario(tx, account, std::move(row)));
  }
  return out;
}

StoredScenario require_scenario(Tx& tx, AccountId account, ScenarioId id) {
  auto row = tx.find<ScenarioRow>(
      "SELECT id, name, scenario, archived, created_at, updated_at FROM planning_scenarios WHERE account_id = $1 AND "
      "id = $2",
      account, id);
  if (!row) throw_not_found("scenario");
  return to_scenario(tx, account, std::move(*row));
}

void insert_scenario(Tx& tx, const Caller& caller, const StoredScenario& s) {
  tx.exec(
      "INSERT INTO planning_scenarios (id, account_id, name, scenario, archived, created_by_user_id, created_at, "
      "updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
      s.id, caller.account, s.name, s.scenario, s.archived, caller.user, tx.now());
}

void update_scenario(Tx& tx, AccountId account, const StoredScenario& s) {
  tx.exec(
      "UPDATE planning_scenarios SET name = $3, scenario = $4, archived = $5, updated_at = $6 WHERE account_id = $1 "
      "AND id = $2",
      account, s.id, s.name, s.scenario, s.archived, tx.now());
}

void delete_scenario(Tx& tx, AccountId account, ScenarioId id) {
  tx.exec("DELETE FROM planning_runs WHERE account_id = $1 AND scenario_id = $2", account, id);
  tx.exec("DELETE FROM planning_scenarios WHERE account_id = $1 AND id = $2", account, id);
}

std::vector<Run> list_runs(Tx& tx, AccountId account, ScenarioId scenario, int limit) {
  std::vector<Run> out;
  for (const auto& row : tx.list<RunRow>(std::string(kSelectRuns) + " AND scenario_id = $2 ORDER BY id DESC LIMIT $3",
                                         account, scenario, limit)) {
    out.push_back(to_run(row));
  }
  return out;
}

Run require_run(Tx& tx, AccountId account, PlanningRunId id) {
  const auto row = tx.find<RunRow>(std::string(kSelectRuns) + " AND id = $2", account, id);
  if (!row) throw_not_found("planning run");
  return to_run(*row);
}

std::optional<RunWork> find_work(Tx& tx, AccountId account, PlanningRunId id) {
  std::optional<RunWork> out;
  tx.rows(
      "SELECT scenario_id, scenario, options, state, cancel_requested FROM planning_runs WHERE account_id = $1 AND id "
      "= $2",
      [&](const db::Cursor& row) {
        RunWork work{id, ScenarioId(row.integer(0)), {std::string(row.text(1))}, {std::string(row.text(2))}};
        parse_enum(row.text(3), work.state);
        work.cancel_requested = row.integer(4) != 0;
        out = std::move(work);
      },
      account, id);
  return out;
}

std::string require_result(Tx& tx, AccountId account, PlanningRunId id) {
  require_run(tx, account, id);
  auto result =
      tx.scalar<std::string>("", "SELECT result FROM planning_runs WHERE account_id = $1 AND id = $2", account, id);
  if (result.empty())
    throw_conflict("no_result", "This run has no result yet: wait until it is done, or start another.");
  return result;
}

std::optional<PlanningRunId> result_before(Tx& tx, AccountId account, ScenarioId scenario, PlanningRunId before) {
  const auto id = tx.scalar<std::int64_t>(
      0, "SELECT MAX(id) FROM planning_runs WHERE account_id = $1 AND scenario_id = $2 AND id < $3 AND result <> ''",
      account, scenario, before);
  return id > 0 ? std::optional(PlanningRunId(id)) : std::nullopt;
}

void insert_run(Tx& tx, const Caller& caller, const RunWork& run) {
  tx.exec(
      "INSERT INTO planning_runs (id, account_id, scenario_id, scenario, options, state, created_by_user_id, "
      "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      run.id, caller.account, run.scenario_id, run.scenario, run.options, enum_name(run.state), caller.user, tx.now());
}

void set_progress(Tx& tx, AccountId account, PlanningRunId id, std::string_view step, double progress) {
  tx.exec(
      "UPDATE planning_runs SET state = 'running', step = $3, progress = $4, started_at = CASE WHEN started_at = 0 "
      "THEN "
      "$5 ELSE started_at END WHERE account_id = $1 AND id = $2",
      account, id, step, std::int64_t(progress * 1000), tx.now());
}

void request_cancel(Tx& tx, AccountId account, PlanningRunId id) {
  tx.exec("UPDATE planning_runs SET cancel_requested = TRUE WHERE account_id = $1 AND id = $2", account, id);
}

void finish_run(Tx& tx, AccountId account, PlanningRunId id, const RunEnd& end) {
  tx.exec(
      "UPDATE planning_runs SET state = $3, step = '', progress = 1000, summary = $4, result = $5, problem = $6, "
      "problem_field = $7, finished_at = $8 WHERE account_id = $1 AND id = $2",
      account, id, enum_name(end.state), end.summary, end.result, end.problem, end.problem_field, tx.now());
}

void forget_old_runs(Tx& tx, AccountId account, ScenarioId scenario, int keep) {
  tx.exec(
      "DELETE FROM planning_runs WHERE account_id = $1 AND scenario_id = $2 AND id NOT IN (SELECT id FROM "
      "planning_runs "
      "WHERE account_id = $1 AND scenario_id = $2 ORDER BY id DESC LIMIT $3)",
      account, scenario, keep);
}

std::vector<StoredSeries> list_series(Tx& tx, AccountId account) {
  std::vector<StoredSeries> out;
  for (auto& row : tx.list<SeriesRow>("SELECT id, name, kind, step, first_time, last_time, points, total, created_at, "
                                      "updated_at FROM planning_series WHERE account_id = $1 ORDER BY id",
                                      account)) {
    out.push_back({row.id,
                   row.name,
                   row.kind,
                   row.step,
                   row.first_time,
                   row.last_time,
                   row.points,
                   row.total,
                   {},
                   row.created_at,
                   row.updated_at});
  }
  return out;
}

std::optional<std::string> series_csv(Tx& tx, AccountId account, PlanningSeriesId id) {
  auto csv =
      tx.scalar<std::string>("", "SELECT csv FROM planning_series WHERE account_id = $1 AND id = $2", account, id);
  return csv.empty() ? std::nullopt : std::optional(std::move(csv));
}

void insert_series(Tx& tx, AccountId account, const StoredSeries& s, const std::string& csv) {
  tx.exec(
      "INSERT INTO planning_series (id, account_id, name, kind, step, first_time, last_time, points, total, csv, "
      "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)",
      s.id, account, s.name, s.kind, s.step, s.first_time, s.last_time, s.points, s.total, csv, tx.now());
}

void delete_series(Tx& tx, AccountId account, PlanningSeriesId id) {
  if (tx.exec("DELETE FROM planning_series WHERE account_id = $1 AND id = $2", account, id) == 0) {
    throw_not_found("series");
  }
}

std::vector<CalendarEvent> list_events(Tx& tx, AccountId account) {
  std::vector<CalendarEvent> out;
  for (const auto& row : tx.list<EventRow>(std::string(kSelectEvents) + " ORDER BY start_date, id", account)) {
    out.push_back(to_event(row));
  }
  return out;
}

CalendarEvent require_event(Tx& tx, AccountId account, PlanningEventId id) {
  const auto row = tx.find<EventRow>(std::string(kSelectEvents) + " AND id = $2", account, id);
  if (!row) throw_not_found("calendar event");
  return to_event(*row);
}

void save_event(Tx& tx, AccountId account, const CalendarEvent& e, bool is_new) {
  if (is_new) {
    tx.exec(
        "INSERT INTO planning_events (id, account_id, name, kind, start_date, end_date, contact_factor, "
        "capacity_factor, probability, note, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
        "$11, $11)",
        e.id, account, e.name, enum_name(e.kind), e.start_date, e.end_date, e.contact_factor, e.capacity_factor,
        e.probability, e.note, tx.now());
    return;
  }
  tx.exec(
      "UPDATE planning_events SET name = $3, kind = $4, start_date = $5, end_date = $6, contact_factor = $7, "
      "capacity_factor = $8, probability = $9, note = $10, updated_at = $11 WHERE account_id = $1 AND id = $2",
      account, e.id, e.name, enum_name(e.kind), e.start_date, e.end_date, e.contact_factor, e.capacity_factor,
      e.probability, e.note, tx.now());
}

void delete_event(Tx& tx, AccountId account, PlanningEventId id) {
  if (tx.exec("DELETE FROM planning_events WHERE account_id = $1 AND id = $2", account, id) == 0) {
    throw_not_found("calendar event");
  }
}

}  // namespace peakdesk::planning::store
