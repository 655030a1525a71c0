#include "app/event_routes.h"

#include <algorithm>

#include "base/error.h"
#include "platform/jobs/job.h"
#include "platform/jobs/runner.h"
#include "tickets/history.h"

namespace peakdesk::app {
namespace {

struct ListEventsInput {
  EventId after;
  std::int64_t wait_s = 0;
  std::int64_t limit = 30;
  std::string cursor;
};
BOOST_DESCRIBE_STRUCT(ListEventsInput, (), (after, wait_s, limit, cursor))

struct JobOut {
  JobId id;
  std::string kind;
  std::string state;  // waiting | running | done | dead
  std::int64_t attempts = 0;
  std::optional<std::string> last_error;
  Instant next_attempt_datetime;
  Instant created_datetime;
  Instant updated_datetime;
};
BOOST_DESCRIBE_STRUCT(JobOut, (),
                      (id, kind, state, attempts, last_error, next_attempt_datetime, created_datetime,
                       updated_datetime))
struct ListJobsInput {
  std::string state;
  std::string cursor;
  std::int64_t limit = 30;
};
BOOST_DESCRIBE_STRUCT(ListJobsInput, (), (state, cursor, limit))
struct RetryJobInput {
  JobId id;
};
BOOST_DESCRIBE_STRUCT(RetryJobInput, (), (id))

JobOut to_job_out(const jobs::Job& job) {
  JobOut out{job.id, job.kind, job.state == "queued" ? "waiting" : job.state, job.attempts, {}, {}, job.created_at, {}};
  if (!job.last_error.empty()) out.last_error = job.last_error;
  if (job.state == "queued") out.next_attempt_datetime = job.run_at;
  out.updated_datetime = job.finished_at ? job.finished_at : job.created_at;
  return out;
}

Page<JobOut> list_jobs(Tx& tx, const Caller& caller, const ListJobsInput& input) {
  std::string state = input.state == "waiting" ? "queued" : input.state;
  if (!state.empty() && state != "queued" && state != "running" && state != "done" && state != "dead")
    throw_invalid("state", "This must be one of waiting, running, done, dead.");
  JobId before(1LL << 53);
  if (!input.cursor.empty()) http::detail::read_text_field("cursor", input.cursor, before);
  const std::int64_t limit = std::clamp<std::int64_t>(input.limit, 1, 100);
  auto rows = tx.list<jobs::Job>(
      "SELECT id, account_id, kind, payload, state, attempts, run_at, last_error, created_at, finished_at FROM jobs "
      "WHERE account_id = $1 AND id < $2 AND ($3 = '' OR state = $3) ORDER BY id DESC LIMIT $4",
      caller.account, before, state, limit + 1);
  Page<JobOut> page;
  if (static_cast<std::int64_t>(rows.size()) > limit) {
    rows.pop_back();
    page.meta.next_cursor = std::to_string(rows.back().id.value);
  }
  for (const auto& row : rows) page.data.push_back(to_job_out(row));
  return page;
}

JobOut retry_job(Tx& tx, const Caller& caller, const RetryJobInput& input) {
  jobs::retry(tx, caller.account, input.id);
  return to_job_out(
      *tx.find<jobs::Job>("SELECT * FROM jobs WHERE account_id = $1 AND id = $2", caller.account, input.id));
}

Page<tickets::HistoryEvent> list_events(Tx& tx, const Caller& caller, const ListEventsInput& input) {
  if (input.wait_s < 0 || input.wait_s > 60) throw_invalid("wait_s", "This must lie between 0 and 60 seconds.");
  EventId after = input.after;
  if (!input.cursor.empty()) http::detail::read_text_field("cursor", input.cursor, after);
  const auto events = tx.list<events::Event>(
      "SELECT id, account_id, name, ticket_id, actor_kind, actor_id, cause_id, payload, created_at FROM events "
      "WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3",
      caller.account, after, std::clamp<std::int64_t>(input.limit, 1, 100));
  Page<tickets::HistoryEvent> page{tickets::with_actor_names(tx, caller.account, events), {}};
  page.meta.next_cursor = std::to_string(page.data.empty() ? after.value : page.data.back().id.value);
  return page;
}

}  // namespace

void add_event_routes(Router& router) {
  router.read_waiting("GET", "/api/events", observers("events:read"), list_events);
  router.read("GET", "/api/jobs", owners("settings:read"), list_jobs);
  router.write("POST", "/api/jobs/{id}/retry", owners("settings:write"), retry_job);
}

}  // namespace peakdesk::app
