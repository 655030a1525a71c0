// For the server's tests: one server with a route of each kind.
#pragma once
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "platform/testing/http_fixture.h"

namespace peakdesk::http {
using peakdesk::testing::Answer;
using peakdesk::testing::HttpFixture;
using peakdesk::testing::RawClient;

struct Note {
  std::int64_t id = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Note, (), (id, text))

inline Note show(Tx&, const Caller&, const Note& in) { return {in.id, "shown"}; }

// Opens when told to; until then whoever passes waits.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
  }
  void wait_until_waiting(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int waiting_ = 0;
};

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    fixture.router.read<Note>("GET", "/api/notes/{id}", everyone(), &show);
    fixture.router.write_with<Note>("POST", "/api/notes", agents("notes:write"),
                                    [this](Tx&, const Caller&, const Note& in) {
                                      written.push_back(in.text);
                                      return Created<Note>{{static_cast<std::int64_t>(written.size()), in.text}};
                                    });
    fixture.router.write_then_read<Note>(
        "POST", "/api/counted-notes", agents("notes:write"),
        [](Tx& tx, const Caller& caller, const Note& in) {
          if (in.text.empty()) throw_invalid("text", "Say something.");
          return tx.scalar<std::int64_t>(0,
                                         "INSERT INTO counters (account_id, name, value) VALUES ($1, 'notes', 1) "
                                         "ON CONFLICT (account_id, name) DO UPDATE SET value = counters.value + 1 "
                                         "RETURNING value",
                                         caller.account);
        },
        [](Tx& tx, const Caller& caller, std::int64_t count) {
          // What the store holds by now: the answer tells what was committed, not what was meant.
          return Created<Note>{
              {count, std::to_string(tx.scalar<std::int64_t>(
                          0, "SELECT value FROM counters WHERE account_id = $1 AND name = 'notes'", caller.account))}};
        });
    fixture.router.work(
        "POST", "/api/upload", everyone(),
        [](const Call& call) { return Response::text(std::to_string(call.request.body.size())); }, 300'000);
    fixture.router.work("POST", "/forms/{key}", everyone(), [](const Call&) { return Response::no_content(); });
    fixture.router.allow_cross_origin("/forms/{key}");
    fixture.router.work("GET", "/api/who", observers(""),
                        [](const Call& call) { return Response::text(call.caller.actor.kind); });
    fixture.router.work("GET", "/api/blocked", everyone(), [this](const Call&) {
      gate.pass();
      return Response::text("passed");
    });
    fixture.router.work("GET", "/api/broken", everyone(),
                        [](const Call&) -> Response { throw std::runtime_error("secret detail"); });
    fixture.router.at_once("GET", "/health", [](const Call&) { return Response::json(R"({"status":"ok"})"); });
  }
  ~ServerTest() override { gate.open(); }

  std::vector<std::string> written;  // on the writer thread
  Gate gate;
  HttpFixture fixture;
};

}  // namespace peakdesk::http
