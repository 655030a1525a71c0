#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/text.h"
#include "planning/actuals.h"
#include "planning/exports.h"
#include "planning/planning_routes.h"
#include "planning/rehearsal_text.h"
#include "platform/files/download.h"

namespace peakdesk::planning {
namespace {

struct ScenarioRunsInput {
  ScenarioId id;
};
BOOST_DESCRIBE_STRUCT(ScenarioRunsInput, (), (id))

struct StartRunInput {
  ScenarioId id;
  std::optional<std::int64_t> runs;
  std::optional<std::uint64_t> seed;
  std::optional<double> roster_seconds;
};
BOOST_DESCRIBE_STRUCT(StartRunInput, (), (id, runs, seed, roster_seconds))

struct RunIdInput {
  PlanningRunId id;
};
BOOST_DESCRIBE_STRUCT(RunIdInput, (), (id))

struct ReportInput {
  PlanningRunId id;
  std::string lang;
};
BOOST_DESCRIBE_STRUCT(ReportInput, (), (id, lang))

struct FileInput {
  PlanningRunId id;
  std::string file;
  std::string person;
};
BOOST_DESCRIBE_STRUCT(FileInput, (), (id, file, person))

Page<Run> list_runs(Tx& tx, const Caller& caller, const ScenarioRunsInput& input) {
  store::require_scenario(tx, caller.account, input.id);
  return {store::list_runs(tx, caller.account, input.id, 50), {}};
}

http::Accepted<Run> start_run(Tx& tx, const Caller& caller, const StartRunInput& input) {
  RunOptions options;
  options.runs = input.runs.value_or(options.runs);
  options.seed = input.seed.value_or(options.seed);
  options.roster_seconds = input.roster_seconds.value_or(options.roster_seconds);
  if (options.runs < 1 || options.runs > 1000) throw_invalid("runs", "Between 1 and 1,000 runs are possible.");
  if (!(options.roster_seconds >= 0.1 && options.roster_seconds <= 600)) {
    throw_invalid("roster_seconds", "Between 0.1 and 600 seconds are possible.");
  }
  const StoredScenario scenario = store::require_scenario(tx, caller.account, input.id);
  if (scenario.latest_run &&
      (scenario.latest_run->state == RunState::Queued || scenario.latest_run->state == RunState::Running)) {
    throw_conflict("already_running", "This scenario is being computed. Wait for it, or cancel it first.");
  }
  store::RunWork work;
  work.id = tx.new_id<PlanningRunId>();
  work.scenario_id = input.id;
  work.scenario = scenario.scenario;
  work.options.text = to_json(options);
  store::insert_run(tx, caller, work);
  jobs::NewJob job;
  job.account = caller.account;
  job.kind = kRunJob;
  job.payload = "{\"run_id\":" + std::to_string(work.id.value) + "}";
  tx.enqueue(job);
  return {store::require_run(tx, caller.account, work.id)};
}

Run show_run(Tx& tx, const Caller& caller, const RunIdInput& input) {
  return store::require_run(tx, caller.account, input.id);
}

http::Response show_result(Tx& tx, const Caller& caller, const RunIdInput& input) {
  return http::Response::json(store::require_result(tx, caller.account, input.id));
}

http::Accepted<Run> cancel_run(Tx& tx, const Caller& caller, const RunIdInput& input) {
  const Run run = store::require_run(tx, caller.account, input.id);
  if (run.state != RunState::Queued && run.state != RunState::Running) {
    throw_conflict("not_running", "This run has ended already.");
  }
  store::request_cancel(tx, caller.account, input.id);
  return {store::require_run(tx, caller.account, input.id)};
}

struct OpenedRun {
  Scenario scenario;
  RunResult result;
};

OpenedRun open_run(Tx& tx, AccountId account, PlanningRunId id) {
  OpenedRun run;
  run.result = from_json<RunResult>(store::require_result(tx, account, id));
  const auto work = store::find_work(tx, account, id);
  run.scenario = Planner::check(parse_json(work->scenario.text).as_object(), "scenario");
  run.scenario.name = store::require_scenario(tx, account, work->scenario_id).name;
  run.scenario.notes = run.result.notes;
  return run;
}

http::Response show_report(Tx& tx, const Caller& caller, const ReportInput& input) {
  OpenedRun run = open_run(tx, caller.account, input.id);
  run.scenario.language = input.lang.empty() ? caller.locale : input.lang;
  http::Response page = http::Response::html(plan_as_html(run.scenario, plan_of(run.result)));
  page.headers.emplace_back("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  return page;
}

http::Response file_of(std::string text, const char* type, const std::string& name) {
  http::Response response = http::Response::text(std::move(text));
  response.content_type = type;
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

http::Response show_file(Tx& tx, const Caller& caller, const FileInput& input, const Planner& planner) {
  OpenedRun run = open_run(tx, caller.account, input.id);
  run.scenario.language = caller.locale;
  const std::string name = "plan-" + run.result.start_date + "-" + input.file;
  const char* csv = "text/csv; charset=utf-8";
  if (input.file == "days.csv") return file_of(days_as_csv(run.result), csv, name);
  if (input.file == "staffing.csv") return file_of(staffing_as_csv(run.result), csv, name);
  if (input.file == "rehearsal.csv") {
    return file_of(rehearsal_as_csv(run.scenario, plan_of(run.result).rehearsal), csv, name);
  }
  if (input.file == "roster.csv") return file_of(roster_as_csv(run.scenario, run.result), csv, name);
  if (input.file == "roster.ics") {
    const ShopClock clock(planner.facts(tx, caller.account).timezone);
    return file_of(roster_as_ical(run.scenario, run.result, input.person, "run-" + std::to_string(input.id.value),
                                  clock, tx.now()),
                   "text/calendar; charset=utf-8", name);
  }
  throw_not_found("file of a plan (there are days.csv, staffing.csv, rehearsal.csv, roster.csv and roster.ics)");
}

Actuals show_actuals(Tx& tx, const Caller& caller, const RunIdInput& input, const Planner& planner) {
  const OpenedRun run = open_run(tx, caller.account, input.id);
  const std::string history = run.result.history.empty() ? "desk" : run.result.history;
  std::string csv;
  try {
    csv = planner.history_csv(tx, caller.account, history, "history");
  } catch (const RequestError&) {
    return actuals_of(run.result, {});  // nothing has been counted yet
  }
  return actuals_of(run.result, csv);
}

RunChanges show_changes(Tx& tx, const Caller& caller, const RunIdInput& input) {
  const Run run = store::require_run(tx, caller.account, input.id);
  const auto before = store::result_before(tx, caller.account, run.scenario_id, input.id);
  RunChanges changes;
  if (!before || !run.has_result) return changes;
  changes.before = store::require_run(tx, caller.account, *before);
  const auto was = store::find_work(tx, caller.account, *before);
  const auto is = store::find_work(tx, caller.account, input.id);
  changes.inputs = changed_inputs(parse_json(was->scenario.text), parse_json(is->scenario.text));
  return changes;
}

}  // namespace

void add_run_routes(Router& router, Database&, Planner& planner) {
  router.read("GET", "/api/planning/scenarios/{id}/runs", agents(kReadScope), list_runs);
  router.write("POST", "/api/planning/scenarios/{id}/runs", leads(kWriteScope), start_run);
  router.read("GET", "/api/planning/runs/{id}", agents(kReadScope), show_run);
  router.read("GET", "/api/planning/runs/{id}/result", agents(kReadScope), show_result);
  router.write("POST", "/api/planning/runs/{id}/cancel", leads(kWriteScope), cancel_run);
  router.read("GET", "/api/planning/runs/{id}/report", agents(kReadScope), show_report);
  router.read_with<FileInput>("GET", "/api/planning/runs/{id}/files/{file}", agents(kReadScope),
                              [&planner](Tx& tx, const Caller& caller, const FileInput& input) {
                                return show_file(tx, caller, input, planner);
                              });
  router.read_with<RunIdInput>("GET", "/api/planning/runs/{id}/actuals", agents(kReadScope),
                               [&planner](Tx& tx, const Caller& caller, const RunIdInput& input) {
                                 return show_actuals(tx, caller, input, planner);
                               });
  router.read("GET", "/api/planning/runs/{id}/changes", agents(kReadScope), show_changes);
}

}  // namespace peakdesk::planning
