// Takes a request that has been read to its answer: route, admission, decoding, authentication, one transaction. Knows
// threads and transactions; knows no socket.
#pragma once
#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "platform/http/message.h"
#include "platform/http/router.h"
#include "platform/http/server.h"
#include "platform/http/worker_pool.h"
#include "platform/http/write_load.h"

namespace peakdesk::http {

/// Where an answer goes. Exactly one of the two is called, once, on any thread.
class AnswerTo {
 public:
  virtual ~AnswerTo() = default;
  virtual void answer(Response response) = 0;
  /// The request was abandoned before it began, or the server stops.
  virtual void drop() = 0;
};

/// What the header alone decides: a route, or an answer that needs no body.
struct Plan {
  const Route* route = nullptr;
  std::size_t max_body = 0;
  std::optional<Response> answer;  // already decided: not found, preflight, refused
};

class Dispatcher {
 public:
  Dispatcher(const ServerOptions& options, const Router& router, Database& database, Authenticate authenticate);
  ~Dispatcher();

  void static_files(StaticFiles files) { files_ = std::move(files); }
  /// Fills in the request's params.
  Plan plan(Request& request) const;
  /// A 503 when `route` could not begin within the wait its lane allows; nothing when there is room.
  std::optional<Response> refuse(const Route& route, const Request& request) const;
  /// Runs the route and answers. Refuses as refuse() does.
  void run(const Route& route, std::shared_ptr<const Request> request, std::shared_ptr<AnswerTo> to);
  /// Who asks for a WebSocket: calls `done` on a reader thread with the caller, or with what was thrown.
  void authenticate(const Access& access, std::shared_ptr<const Request> request,
                    std::function<void(const Caller&, std::exception_ptr)> done);
  /// See Server::something_changed.
  void something_changed(AccountId account);
  /// Answers waiting requests whose time is over and forgets those whose client left; call it a few times a second.
  /// `all`: the time is over for everybody.
  void end_waits(bool all);
  /// Destroys queued work; what runs ends first.
  void stop();

  std::size_t queued_reads() const { return readers_.queued(); }
  std::size_t queued_work() const { return pool_.queued(); }
  std::size_t outstanding_writes() const { return writes_.outstanding(); }

 private:
  struct Execution;
  struct Answers {
    std::deque<std::shared_ptr<Execution>> waiting;
    std::size_t looks = 0;  // tasks under way to answer some of them
  };
  void run_read(const std::shared_ptr<Execution>& execution);
  void run_write(const std::shared_ptr<Execution>& execution);
  void answer_after_commit(const std::shared_ptr<Execution>& execution);
  void answer_some(Answers& answers);
  void run_work(const std::shared_ptr<Execution>& execution);
  void queue(const std::shared_ptr<Execution>& execution);
  bool wait(const std::shared_ptr<Execution>& execution, AccountId account, std::uint64_t changes_seen,
            Response& response);
  Caller caller_of(Tx& tx, const Access& access, const Request& request) const;
  double wait_ms(const Route& route, db::Lane lane) const;
  void log_failure(const Request& request, const std::exception_ptr& error) const;
  Response failure(const Request& request, const std::exception_ptr& error) const;

  const ServerOptions options_;
  const Router& router_;
  Database& database_;
  Authenticate authenticate_;
  StaticFiles files_;
  WriteLoad writes_;
  std::atomic<std::uint64_t> changes_ =
      0;  // counts something_changed, so that none is missed between looking and waiting
  std::mutex waiting_mutex_;
  std::multimap<std::int64_t, std::shared_ptr<Execution>> waiting_;  // by account
  bool stopping_ = false;
  std::mutex answers_mutex_;
  Answers answers_to_screens_, answers_to_machines_;  // of writes that are committed
  bool no_more_answers_ = false;
  std::mutex keys_mutex_;
  std::set<std::string> keys_in_work_;  // idempotency keys of pool requests that run now
  WorkerPool readers_;
  WorkerPool pool_;
};

/// People at screens (a session cookie, or signing in) before machines (API keys, public forms).
db::Lane lane_of(const Request& request);

}  // namespace peakdesk::http
