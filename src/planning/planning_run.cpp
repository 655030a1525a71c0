// The long part of planning as a job: forecast, needs, roster, rehearsal, with progress others can see and an end they
// can ask for. What was computed by then is kept.
#include <chrono>
#include <thread>

#include "base/error.h"
#include "planning/planner.h"
#include "platform/jobs/runner.h"

namespace peakdesk::planning {
namespace {

constexpr double kLookEvery_s = 0.3;  // at the wish to cancel; progress is written as often
constexpr int kRunsKept = 12;

double steady_s() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

class Watch {
 public:
  Watch(Database& database, const jobs::Job& job, PlanningRunId run, const std::atomic<bool>& stopping)
      : database_(database), account_(job.account_id), run_(run), stopping_(stopping) {}

  /// False once somebody asked for the end.
  bool go_on(std::string_view step, double progress) {
    if (stopping_) return false;
    const double now = steady_s();
    if (now < next_) return !cancelled_;
    next_ = now + kLookEvery_s;
    database_.write([&](Tx& tx) {
      const auto work = store::find_work(tx, account_, run_);
      cancelled_ = cancelled_ || !work || work->cancel_requested;
      if (work) store::set_progress(tx, account_, run_, step, progress);
    });
    return !cancelled_;
  }
  bool cancelled() const { return cancelled_; }

 private:
  Database& database_;
  AccountId account_;
  PlanningRunId run_;
  const std::atomic<bool>& stopping_;
  double next_ = 0;
  bool cancelled_ = false;
};

}  // namespace

void Planner::run(Database& database, const jobs::Job& job) {
  const Json payload = parse_json(job.payload);
  const PlanningRunId id(payload.as_object().at("run_id").to_number<std::int64_t>());
  std::optional<store::RunWork> work;
  database.read([&](Tx& tx) { work = store::find_work(tx, job.account_id, id); });
  if (!work || (work->state != RunState::Queued && work->state != RunState::Running)) return;
  store::RunEnd end;
  try {
    if (!work->cancel_requested) return compute(database, job, *work);
    end.state = RunState::Cancelled;
  } catch (const RequestError& error) {
    end.state = RunState::Failed;
    end.problem = error.what();
    end.problem_field = error.field;
  }
  database.write([&](Tx& tx) { store::finish_run(tx, job.account_id, id, end); });
}

void Planner::compute(Database& database, const jobs::Job& job, const store::RunWork& work) {
  Watch watch(database, job, work.id, stopping_);
  const auto options = from_json<RunOptions>(work.options.text);
  watch.go_on("forecast", 0);
  Scenario scenario;
  const Json json = parse_json(work.scenario.text);
  database.read([&](Tx& tx) { scenario = resolve(tx, job.account_id, json.as_object(), ""); });
  Plan plan = plan_needs(scenario, 5);
  const bool rosters = !scenario.shifts.empty();
  const double begins = rosters ? 0.4 : 0.05;
  std::optional<SeasonRoster> roster;
  if (rosters && watch.go_on("roster", 0.05)) {
    SeasonRosterOptions search;
    search.seconds = options.roster_seconds;
    search.seed = options.seed;
    search.elapsed_s = steady_s;
    search.progress = [&](double done, double all) { return watch.go_on("roster", 0.05 + 0.35 * done / all); };
    roster = roster_season(scenario, plan, search);
    // What is rehearsed, and what help is sought for, is the team as the roster places it.
    if (roster->weeks == (scenario.days + 6) / 7) {
      scenario = with_roster(std::move(scenario), *roster);
      plan = plan_needs(scenario, 5);
    }
  }
  if (watch.go_on("rehearsal", begins)) {
    simulation::RehearsalOptions rehearsal;
    rehearsal.runs = std::size_t(options.runs);
    rehearsal.seed = options.seed;
    // One core stays for the people at their screens.
    rehearsal.threads = std::max(1u, std::thread::hardware_concurrency() / 2);
    rehearsal.progress = [&](std::size_t done, std::size_t all) {
      return watch.go_on("rehearsal", begins + (1 - begins) * double(done) / double(all));
    };
    add_rehearsal(scenario, rehearsal, plan);
  }
  if (stopping_) throw jobs::TryLater("The desk stopped; the run begins again.", Duration{});
  const RunResult result = result_of(scenario, plan, std::move(roster));
  store::RunEnd end;
  end.state = watch.cancelled() ? RunState::Cancelled : RunState::Done;
  end.summary = to_json(result.summary);
  end.result = to_json(result);
  database.write([&](Tx& tx) {
    store::finish_run(tx, job.account_id, work.id, end);
    store::forget_old_runs(tx, job.account_id, work.scenario_id, kRunsKept);
  });
}

}  // namespace peakdesk::planning
