// More to do than can be done, clients that leave, clients that wait, a server that stops.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>

#include "platform/http/server_test_fixture.h"

namespace peakdesk::http {
namespace {
using OverloadTest = ServerTest;

TEST_F(OverloadTest, ClientsThatLeftCostNothing) {
  fixture.options.pool_threads = 1;
  std::atomic<int> ran = 0;
  fixture.router.work("GET", "/api/counted", everyone(), [&](const Call&) {
    ++ran;
    return Response::no_content();
  });
  fixture.start();
  RawClient blocker(fixture.port());
  blocker.send("GET /api/blocked HTTP/1.1\r\nHost: x\r\n\r\n");
  gate.wait_until_waiting(1);
  {
    std::vector<std::unique_ptr<RawClient>> leaving;
    for (int i = 0; i < 20; ++i) {
      leaving.push_back(std::make_unique<RawClient>(fixture.port()));
      leaving.back()->send("GET /api/counted HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    RawClient(fixture.port()).get("/health");  // by now the loops have read and queued the others
    RawClient(fixture.port()).get("/health");
    leaving.front()->abort();
  }
  RawClient staying(fixture.port());
  staying.send("GET /api/counted HTTP/1.1\r\nHost: x\r\n\r\n");
  // Two health checks per loop later its request is queued for longer than a client needs to leave.
  for (int i = 0; i < 4; ++i) RawClient(fixture.port()).get("/health");
  gate.open();
  EXPECT_EQ(blocker.receive().body, "passed");
  EXPECT_EQ(staying.receive().status, 204);
  EXPECT_EQ(ran, 1);
}

TEST_F(OverloadTest, ShedsMachinesFirstAndInMilliseconds) {
  fixture.options.pool_threads = 1;
  fixture.options.max_queue_wait_ms = 1;
  fixture.router.work("GET", "/api/slow", everyone(), [this](const Call&) {
    gate.pass();
    return Response::text("done");
  });
  fixture.start();
  // The pool is busy, and 30 calls wait: at 0.05 ms each the next would wait longer than 1 ms.
  std::vector<std::unique_ptr<RawClient>> queued;
  std::vector<int> refused;
  for (int i = 0; i < 60; ++i) {
    queued.push_back(std::make_unique<RawClient>(fixture.port()));
    queued.back()->send("GET /api/slow HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer owner\r\n\r\n");
    RawClient(fixture.port()).get("/health");
    RawClient(fixture.port()).get("/health");
  }
  RawClient machine(fixture.port());
  const auto began = std::chrono::steady_clock::now();
  const Answer answer = machine.get("/api/slow", "Authorization: Bearer owner\r\n");
  const auto took = std::chrono::steady_clock::now() - began;
  EXPECT_EQ(answer.status, 503);
  EXPECT_GE(std::stoi(answer.header("Retry-After")), 1) << "longer when nothing has moved for longer";
  EXPECT_LT(took, std::chrono::milliseconds(500));
  RawClient screen(fixture.port());
  screen.send("GET /api/slow HTTP/1.1\r\nHost: x\r\nCookie: peakdesk_session=agent\r\n\r\n");
  RawClient(fixture.port()).get("/health");
  gate.open();
  EXPECT_EQ(screen.receive().body, "done") << "people at screens still get in";
}

TEST_F(OverloadTest, AStalledPoolShedsToo) {
  fixture.options.pool_threads = 1;
  fixture.options.max_queue_wait_ms = 20;
  fixture.start();
  RawClient blocker(fixture.port());
  blocker.send("GET /api/blocked HTTP/1.1\r\nHost: x\r\n\r\n");
  gate.wait_until_waiting(1);
  const std::string ask = "GET /api/who HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer agent\r\n\r\n";
  RawClient waiting(fixture.port());
  waiting.send(ask);
  // One call waits. No average knows for how long; that nothing moves does.
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 4 || std::chrono::steady_clock::now() - began < std::chrono::milliseconds(40); ++i)
    RawClient(fixture.port()).get("/health");
  RawClient refused(fixture.port());
  refused.send(ask);
  EXPECT_EQ(refused.receive().status, 503);
  gate.open();
  EXPECT_EQ(waiting.receive().body, "api_key");
}

TEST_F(OverloadTest, StopsAfterWhatRunsIsAnswered) {
  fixture.start();
  RawClient client(fixture.port());
  RawClient idle(fixture.port());
  EXPECT_EQ(idle.get("/health").status, 200);
  client.send("GET /api/blocked HTTP/1.1\r\nHost: x\r\n\r\n");
  gate.wait_until_waiting(1);
  auto stopped = std::async(std::launch::async, [&] { fixture.server->stop(10); });
  EXPECT_TRUE(idle.is_closed_by_server()) << "idle connections go at once";
  gate.open();
  const Answer answer = client.receive();
  EXPECT_EQ(answer.body, "passed");
  EXPECT_EQ(answer.header("Connection"), "close");
  stopped.get();
  EXPECT_THROW(RawClient late(fixture.port()), std::runtime_error);
}

struct After {
  std::int64_t after = 0;
  std::int64_t wait_s = 0;
};
BOOST_DESCRIBE_STRUCT(After, (), (after, wait_s))

std::atomic<std::int64_t> newest = 0;
std::atomic<int> looked = 0;
Page<std::int64_t> newer(Tx&, const Caller&, const After& in) {
  ++looked;
  Page<std::int64_t> page;
  if (newest > in.after) page.data.push_back(newest);
  return page;
}

TEST_F(OverloadTest, LongPollsWaitWithoutAThread) {
  newest = 0;
  looked = 0;
  fixture.options.reader_threads = 1;
  fixture.router.read_waiting<After, std::int64_t>("GET", "/api/newer", observers(""), &newer);
  fixture.start();
  const std::string ask = "GET /api/newer?after=0&wait_s=30 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer agent\r\n\r\n";
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<RawClient>(fixture.port()));
    clients.back()->send(ask);
  }
  RawClient other(fixture.port());
  while (looked < 20) EXPECT_EQ(other.get("/api/notes/1").status, 200) << "the one reader thread is free";
  fixture.server->something_changed(AccountId(2));
  clients[0]->abort();
  newest = 5;
  fixture.server->something_changed(AccountId(1));
  for (int i = 1; i < 20; ++i)
    EXPECT_EQ(clients[i]->receive().body, R"({"data":[5],"meta":{"next_cursor":null,"prev_cursor":null}})");
}

TEST_F(OverloadTest, LongPollsEndWithAnEmptyPage) {
  newest = 0;
  fixture.router.read_waiting<After, std::int64_t>("GET", "/api/newer", observers(""), &newer);
  fixture.start();
  const std::string who = "Authorization: Bearer agent\r\n";
  const std::string empty = R"({"data":[],"meta":{"next_cursor":null,"prev_cursor":null}})";
  RawClient client(fixture.port());
  EXPECT_EQ(client.get("/api/newer?after=0", who).body, empty) << "no wait was asked for";
  EXPECT_EQ(client.get("/api/newer?after=0&wait_s=1", who).body, empty);
  client.send("GET /api/newer?after=0&wait_s=60 HTTP/1.1\r\nHost: x\r\n" + who + "\r\n");
  RawClient(fixture.port()).get("/health");
  fixture.server->stop(10);
  EXPECT_EQ(client.receive().body, empty) << "a stopping server keeps nobody waiting";
}
}  // namespace
}  // namespace peakdesk::http
