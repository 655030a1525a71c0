#include "platform/http/dispatcher.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/text.h"
#include "platform/http/access.h"
#include "platform/http/compression.h"
#include "platform/http/idempotency.h"
#include "platform/http/problem.h"
#include "platform/log/log.h"

namespace peakdesk::http {
namespace {
constexpr double kScreenPatience = 5;          // a person's request may wait this many times longer than a machine's
constexpr std::size_t kWorthAskingStore = 32;  // outstanding writes below which the store cannot be late
constexpr std::size_t kMaxOutstandingWrites = 10'000;

constexpr int kLongestWaitS = 60;           // of a long poll
constexpr std::size_t kAnswersPerLook = 8;  // of writes of one commit, read in one transaction

using SteadyClock = std::chrono::steady_clock;

Response overloaded(double wait_ms) {
  const int retry_after_s = std::clamp(static_cast<int>(std::ceil(wait_ms / 1000)), 1, 60);
  return to_response({503,
                      "overloaded",
                      "The desk has more to do than it can right now and did not begin with this. Try again after "
                      "Retry-After seconds.",
                      {},
                      retry_after_s});
}

Response preflight(const Router& router, const Request& request, bool cross_origin) {
  Response response = Response::no_content();
  const std::string methods = router.allowed_methods(request.path);
  response.headers.emplace_back("Allow", methods);
  if (cross_origin) {
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");
    response.headers.emplace_back("Access-Control-Allow-Methods", methods);
    response.headers.emplace_back("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key");
    response.headers.emplace_back("Access-Control-Max-Age", "86400");
  }
  return response;
}

bool is_json(std::string_view content_type) {
  return content_type.empty() || istarts_with_ascii(content_type, "application/json") ||
         content_type.find("+json") != std::string_view::npos;
}
}  // namespace

db::Lane lane_of(const Request& request) {
  if (!request.header("Authorization").empty()) return db::Lane::Machine;
  const bool at_screen = !request.cookie("peakdesk_session").empty() || request.path.starts_with("/api/");
  return at_screen ? db::Lane::Screen : db::Lane::Machine;
}

// One admitted request on its way through a queue. Whoever destroys it unanswered (a stopping queue, an abandoned
// write) lets the connection go.
struct Dispatcher::Execution {
  Dispatcher& dispatcher;
  const Route& route;
  std::shared_ptr<const Request> request;
  std::shared_ptr<AnswerTo> to;
  Prepared prepared;
  db::Lane lane;
  bool counts_as_write = false;
  bool must_wait = true;                               // others are before it
  std::optional<SteadyClock::time_point> waits_until;  // of a long poll
  Response response;

  void answer(Response answer) {
    if (route.cross_origin) answer.headers.emplace_back("Access-Control-Allow-Origin", "*");
    std::exchange(to, nullptr)->answer(std::move(answer));
  }
  bool is_abandoned() const { return must_wait && request->is_abandoned && request->is_abandoned(); }
  void write_ended() {
    if (std::exchange(counts_as_write, false)) dispatcher.writes_.ended(SteadyClock::now());
  }
  ~Execution() {
    write_ended();
    if (to) to->drop();
  }
};

Dispatcher::Dispatcher(const ServerOptions& options, const Router& router, Database& database,
                       Authenticate authenticate)
    : options_(options),
      router_(router),
      database_(database),
      authenticate_(std::move(authenticate)),
      readers_("readers", options.reader_threads),
      pool_("work", options.pool_threads) {}

Dispatcher::~Dispatcher() { stop(); }

void Dispatcher::stop() {
  end_waits(true);
  readers_.stop();
  pool_.stop();
  const std::lock_guard lock(answers_mutex_);
  no_more_answers_ = true;
  answers_to_screens_.waiting.clear();
  answers_to_machines_.waiting.clear();
}

Plan Dispatcher::plan(Request& request) const {
  Plan plan;
  bool path_exists = false;
  const bool head = request.method == "HEAD";
  plan.route = router_.match(head ? "GET" : request.method, request.path, request.params, path_exists);
  if (plan.route) {
    plan.max_body = plan.route->max_body;
    const bool changes = !head && request.method != "GET";
    if (changes && !plan.route->cross_origin && request.header("Sec-Fetch-Site") == "cross-site")
      plan.answer = to_response(
          {403, "cross_site", "Pages of other sites may not do this; call it from a server with an API key.", {}, 0});
    return plan;
  }
  if (path_exists && request.method == "OPTIONS") {
    std::vector<std::pair<std::string, std::string>> params;
    const auto wanted = std::string(request.header("Access-Control-Request-Method"));
    const Route* route = router_.match(wanted, request.path, params, path_exists);
    plan.answer = preflight(router_, request, route && route->cross_origin);
  } else if (path_exists) {
    const std::string allowed = router_.allowed_methods(request.path);
    plan.answer = to_response({405, "method_not_allowed", "This path takes " + allowed + ".", {}, 0});
    plan.answer->headers.emplace_back("Allow", allowed);
  } else {
    if (files_ && (head || request.method == "GET")) plan.answer = files_(request);
    if (!plan.answer)
      plan.answer = to_response({404,
                                 "no_such_path",
                                 "There is nothing at this path. The API is described in docs/api/openapi.yaml.",
                                 {},
                                 0});
  }
  return plan;
}

double Dispatcher::wait_ms(const Route& route, db::Lane lane) const {
  switch (route.runs_on) {
    case RunsOn::Loop:
      return 0;
    case RunsOn::Reader:
      return readers_.estimated_wait_ms(lane);
    case RunsOn::Pool:
      return pool_.estimated_wait_ms(lane);
    case RunsOn::Writer:
      break;
  }
  if (writes_.outstanding() < kWorthAskingStore) return 0;
  return std::max(writes_.estimated_wait_ms(), database_.stats().oldest_wait_ms);
}

std::optional<Response> Dispatcher::refuse(const Route& route, const Request& request) const {
  const db::Lane lane = lane_of(request);
  const double patience = options_.max_queue_wait_ms * (lane == db::Lane::Screen ? kScreenPatience : 1);
  const double expected = wait_ms(route, lane);
  if (expected > patience) return overloaded(expected - patience / 2);
  const std::size_t most = kMaxOutstandingWrites * (lane == db::Lane::Screen ? 2 : 1);
  if (route.runs_on == RunsOn::Writer && writes_.outstanding() >= most) return overloaded(1000);
  return std::nullopt;
}

void Dispatcher::run(const Route& route, std::shared_ptr<const Request> request, std::shared_ptr<AnswerTo> to) {
  const std::shared_ptr<Execution> execution(
      new Execution{*this, route, std::move(request), std::move(to), {}, db::Lane::Machine, false, true, {}});
  const Request& asked = *execution->request;
  if (auto refusal = refuse(route, asked)) return execution->answer(std::move(*refusal));
  execution->lane = lane_of(asked);
  const bool typed = route.runs_on == RunsOn::Reader || route.runs_on == RunsOn::Writer;
  // A page of another site can send a form or plain text without asking first, but not JSON.
  if (typed && !asked.body.empty() && !is_json(asked.header("Content-Type")))
    return execution->answer(
        to_response({415, "unsupported_media_type", "Send the body as Content-Type: application/json.", {}, 0}));
  try {
    execution->prepared = route.prepare(execution->request);
    if (route.runs_on == RunsOn::Loop) return execution->answer(execution->prepared(nullptr, Caller{}));
  } catch (...) {
    return execution->answer(failure(asked, std::current_exception()));
  }
  if (route.runs_on == RunsOn::Writer) return run_write(execution);
  queue(execution);
}

void Dispatcher::queue(const std::shared_ptr<Execution>& execution) {
  WorkerPool& pool = execution->route.runs_on == RunsOn::Reader ? readers_ : pool_;
  const db::Lane lane = execution->lane;
  pool.post(
      {[this, execution] { execution->route.runs_on == RunsOn::Reader ? run_read(execution) : run_work(execution); },
       [execution] { return execution->is_abandoned(); }, lane});
}

Caller Dispatcher::caller_of(Tx& tx, const Access& access, const Request& request) const {
  Caller caller;
  try {
    caller = authenticate_(tx, request);
  } catch (const RequestError& error) {
    // A stale cookie must not keep anybody from signing in or from a public page.
    if (error.kind != ErrorKind::NotSignedIn || access.role != Role::Public) throw;
  }
  check_access(access, caller);
  if (access.role != Role::Public) check_csrf(request, caller);
  return caller;
}

void Dispatcher::run_read(const std::shared_ptr<Execution>& execution) {
  const Request& request = *execution->request;
  Response response;
  AccountId account;
  const std::uint64_t changes_seen = changes_.load();
  try {
    database_.read([&](Tx& tx) {
      const Caller caller = caller_of(tx, execution->route.access, request);
      account = caller.account;
      response = execution->prepared(&tx, caller);
    });
    if (response.wait_s > 0 && wait(execution, account, changes_seen, response)) return;
    compress(response, request.header("Accept-Encoding"));
  } catch (...) {
    response = failure(request, std::current_exception());
  }
  execution->answer(std::move(response));
}

bool Dispatcher::wait(const std::shared_ptr<Execution>& execution, AccountId account, std::uint64_t changes_seen,
                      Response& response) {
  const auto now = SteadyClock::now();
  if (!execution->waits_until)
    execution->waits_until = now + std::chrono::seconds(std::min(response.wait_s, kLongestWaitS));
  if (now >= *execution->waits_until) return false;
  {
    const std::lock_guard lock(waiting_mutex_);
    if (stopping_) return false;
    if (changes_.load() == changes_seen) {
      execution->response = std::move(response);
      waiting_.emplace(account.value, execution);
      return true;
    }
  }
  queue(execution);  // something changed while we looked
  return true;
}

void Dispatcher::something_changed(AccountId account) {
  ++changes_;
  std::vector<std::shared_ptr<Execution>> woken;
  {
    const std::lock_guard lock(waiting_mutex_);
    const auto [first, last] = waiting_.equal_range(account.value);
    for (auto it = first; it != last; ++it) woken.push_back(std::move(it->second));
    waiting_.erase(first, last);
  }
  for (const auto& execution : woken) queue(execution);
}

void Dispatcher::end_waits(bool all) {
  std::vector<std::shared_ptr<Execution>> over;
  std::vector<std::shared_ptr<Execution>> left;
  const auto now = SteadyClock::now();
  {
    const std::lock_guard lock(waiting_mutex_);
    stopping_ = stopping_ || all;
    for (auto it = waiting_.begin(); it != waiting_.end();) {
      const bool is_over = all || now >= *it->second->waits_until;
      const bool has_left = !is_over && it->second->request->is_abandoned && it->second->request->is_abandoned();
      if (is_over) over.push_back(std::move(it->second));
      if (has_left) left.push_back(std::move(it->second));
      it = is_over || has_left ? waiting_.erase(it) : std::next(it);
    }
  }
  for (const auto& execution : over) execution->answer(std::move(execution->response));
}

void Dispatcher::run_write(const std::shared_ptr<Execution>& execution) {
  execution->must_wait = writes_.outstanding() > 0;
  writes_.began();
  execution->counts_as_write = true;
  db::WriteRequest write;
  write.lane = execution->lane;
  write.abandoned = [execution] { return execution->is_abandoned(); };
  write.work = [this, execution](Tx& tx) {
    const Request& request = *execution->request;
    const Caller caller = caller_of(tx, execution->route.access, request);
    const Idempotency idempotency(request, caller);
    if (idempotency.active()) {
      if (auto kept = idempotency.find(tx)) {
        execution->response = std::move(*kept);
        return;
      }
    }
    execution->response = execution->prepared(&tx, caller);
    if (!idempotency.active()) return;
    if (execution->response.after_commit) execution->response = execution->response.after_commit(tx);
    if (execution->response.status < 400) idempotency.keep(tx, execution->response);
  };
  write.repeatable = true;
  write.done = [this, execution](const std::exception_ptr& error) {
    execution->write_ended();
    if (error) return execution->answer(failure(*execution->request, error));
    if (execution->response.after_commit) return answer_after_commit(execution);
    execution->answer(std::move(execution->response));
  };
  if (!database_.post_write(std::move(write)) && execution->to) execution->answer(overloaded(1000));
}

void Dispatcher::answer_after_commit(const std::shared_ptr<Execution>& execution) {
  {
    const std::lock_guard lock(answers_mutex_);
    if (no_more_answers_) return;
    Answers& answers = execution->lane == db::Lane::Screen ? answers_to_screens_ : answers_to_machines_;
    answers.waiting.push_back(execution);
    if (answers.waiting.size() <= answers.looks * kAnswersPerLook) return;
    ++answers.looks;
  }
  readers_.post({[this, lane = execution->lane] {
                   answer_some(lane == db::Lane::Screen ? answers_to_screens_ : answers_to_machines_);
                 },
                 nullptr, execution->lane});
}

void Dispatcher::answer_some(Answers& answers) {
  std::vector<std::shared_ptr<Execution>> some;
  {
    const std::lock_guard lock(answers_mutex_);
    --answers.looks;
    for (; some.size() < kAnswersPerLook && !answers.waiting.empty(); answers.waiting.pop_front())
      some.push_back(std::move(answers.waiting.front()));
  }
  std::vector<std::optional<Response>> responses(some.size());
  std::exception_ptr failed;
  try {
    database_.read([&](Tx& tx) {
      for (std::size_t i = 0; i < some.size(); ++i) {
        try {
          responses[i] = some[i]->response.after_commit(tx);
        } catch (...) {
          failed = std::current_exception();
          responses[i] = failure(*some[i]->request, failed);
        }
      }
      if (failed) std::rethrow_exception(failed);  // the store wants to hear of damage
    });
  } catch (...) {
    failed = std::current_exception();
  }
  for (std::size_t i = 0; i < some.size(); ++i) {
    Response response = responses[i] ? std::move(*responses[i]) : failure(*some[i]->request, failed);
    try {
      compress(response, some[i]->request->header("Accept-Encoding"));
    } catch (...) {
      response = failure(*some[i]->request, std::current_exception());
    }
    some[i]->answer(std::move(response));
  }
}

void Dispatcher::run_work(const std::shared_ptr<Execution>& execution) {
  const Request& request = *execution->request;
  Response response;
  std::string key;  // in work, to be released
  try {
    Caller caller;
    std::optional<Response> kept;
    std::optional<Idempotency> idempotency;
    database_.read([&](Tx& tx) {
      caller = caller_of(tx, execution->route.access, request);
      idempotency.emplace(request, caller);
      if (!idempotency->active()) return;
      {
        const std::lock_guard lock(keys_mutex_);
        if (!keys_in_work_.insert(idempotency->owner_and_key()).second)
          throw_conflict("idempotency_key_in_use",
                         "The first request with this Idempotency-Key still runs. Ask again in a moment.");
      }
      key = idempotency->owner_and_key();
    });
    // Read again under the claim: the first request may have ended between our snapshot and our claim.
    if (!key.empty()) database_.read([&](Tx& tx) { kept = idempotency->find(tx); });
    response = kept ? std::move(*kept) : execution->prepared(nullptr, caller);
    if (!key.empty() && !kept && response.status < 400)
      database_.write([&](Tx& tx) { idempotency->keep(tx, response); }, execution->lane);
    compress(response, request.header("Accept-Encoding"));
  } catch (...) {
    response = failure(request, std::current_exception());
  }
  if (!key.empty()) {
    const std::lock_guard lock(keys_mutex_);
    keys_in_work_.erase(key);
  }
  execution->answer(std::move(response));
}

void Dispatcher::authenticate(const Access& access, std::shared_ptr<const Request> request,
                              std::function<void(const Caller&, std::exception_ptr)> done) {
  auto shared_done = std::make_shared<std::function<void(const Caller&, std::exception_ptr)>>(std::move(done));
  readers_.post({[this, access, request, shared_done] {
                   Caller caller;
                   std::exception_ptr error;
                   try {
                     database_.read([&](Tx& tx) {
                       caller = authenticate_(tx, *request);
                       check_access(
                           access, caller);  // the CSRF token cannot be sent here: the Origin header is checked instead
                     });
                   } catch (...) {
                     error = std::current_exception();
                   }
                   (*shared_done)(caller, error);
                 },
                 nullptr, db::Lane::Screen});
}

Response Dispatcher::failure(const Request& request, const std::exception_ptr& error) const {
  Response response = problem(error);
  if (response.status == 500) log_failure(request, error);
  return response;
}

void Dispatcher::log_failure(const Request& request, const std::exception_ptr& error) const {
  if (!options_.logger) return;
  std::string what = "unknown";
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    what = e.what();
  } catch (...) {
  }
  options_.logger->error(
      "request failed",
      {{"request_id", request.id}, {"method", request.method}, {"path", request.path}, {"error", what}});
}

}  // namespace peakdesk::http
