// The server over loopback, by a client that sends raw bytes.
#include "platform/http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <future>
#include <thread>

#include "base/error.h"
#include "platform/testing/http_fixture.h"

namespace peakdesk::http {
namespace {
using peakdesk::testing::Answer;
using peakdesk::testing::HttpFixture;
using peakdesk::testing::RawClient;

struct Note {
  std::int64_t id = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Note, (), (id, text))

Note show(Tx&, const Caller&, const Note& in) { return {in.id, "shown"}; }

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

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
  fixture.start();
  RawClient client(fixture.port());
  for (int i = 1; i <= 3; ++i) {
    const Answer answer = client.get("/api/notes/" + std::to_string(i));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "{\"id\":" + std::to_string(i) + ",\"text\":\"shown\"}");
    EXPECT_EQ(answer.header("Content-Type"), "application/json");
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.header("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'");
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    EXPECT_FALSE(answer.header("X-Request-Id").empty());
    EXPECT_TRUE(answer.header("Strict-Transport-Security").empty()) << "only over TLS";
  }
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
  fixture.start();
  RawClient client(fixture.port());
  std::string bytes;
  for (int i = 0; i < 50; ++i) bytes += "GET /api/notes/" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
  client.send(bytes);
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(client.receive().body, "{\"id\":" + std::to_string(i) + ",\"text\":\"shown\"}");
}

TEST_F(ServerTest, ByteByByteIsARequestToo) {
  fixture.start();
  RawClient client(fixture.port());
  const std::string bytes =
      "POST /api/upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
      "GET /api/notes/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  for (const char c : bytes) client.send(std::string_view(&c, 1));
  EXPECT_EQ(client.receive().body, "5");
  const Answer last = client.receive();
  EXPECT_EQ(last.status, 200);
  EXPECT_EQ(last.header("Connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(ServerTest, HeadHasTheLengthButNoBody) {
  fixture.start();
  RawClient client(fixture.port());
  client.send("HEAD /api/notes/1 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.receive(true).header("Content-Length"), "23");
  EXPECT_EQ(client.get("/api/notes/2").status, 200) << "the connection is still in step";
}

TEST_F(ServerTest, Http10ClosesUnlessAsked) {
  fixture.start();
  RawClient client(fixture.port());
  client.send("GET /api/notes/1 HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.receive().header("Connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(ServerTest, WrongPathsAndMethods) {
  fixture.start();
  RawClient client(fixture.port());
  const Answer none = client.get("/api/nothing");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(none.header("Content-Type"), "application/problem+json");
  const Answer wrong = client.post("/api/notes/1", "");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("Allow"), "GET, HEAD");
}

TEST_F(ServerTest, MalformedRequestsAreRefusedAndClosed) {
  fixture.start();
  for (const std::string bytes :
       {"GET / HTTP/9.9\r\n\r\n", "\x16\x03\x01\x02\x01garbage\r\n\r\n",
        "GET /api/notes/1 HTTP/1.1\r\n\r\n" /* no Host */, "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
        "POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /api/upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    RawClient client(fixture.port());
    client.send(bytes);
    EXPECT_EQ(client.receive().status, 400) << bytes;
    EXPECT_TRUE(client.is_closed_by_server()) << bytes;
  }
}

TEST_F(ServerTest, BadInputNamesTheField) {
  fixture.start();
  RawClient client(fixture.port());
  const Answer answer = client.get("/api/notes/abc");
  EXPECT_EQ(answer.status, 422);
  EXPECT_NE(answer.body.find("\"field\":\"id\""), std::string::npos) << answer.body;
  const Answer unknown = client.get("/api/notes/1?nosuch=1");
  EXPECT_NE(unknown.body.find("\"field\":\"nosuch\""), std::string::npos) << unknown.body;
  const Answer form = client.post("/api/notes", "a=b", "Authorization: Bearer agent\r\n");
  EXPECT_EQ(form.status, 422) << form.body;
  client.send("POST /api/notes HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_EQ(client.receive().status, 415);
}

TEST_F(ServerTest, TooLargeIsToldWithTheLimit) {
  fixture.start();
  RawClient declared(fixture.port());
  declared.send("POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 300001\r\n\r\n");
  const Answer before = declared.receive();
  EXPECT_EQ(before.status, 413);
  EXPECT_NE(before.body.find("300000"), std::string::npos) << before.body;

  RawClient chunked(fixture.port());
  chunked.send("POST /api/upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  for (int i = 0; i < 20 && chunked.try_send(chunk); ++i) {
  }
  EXPECT_EQ(chunked.receive().status, 413);

  RawClient fits(fixture.port());
  EXPECT_EQ(fits.post("/api/upload", std::string(300'000, 'x')).body, "300000");

  RawClient header(fixture.port());
  header.send("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(20'000, 'x'));
  EXPECT_EQ(header.receive().status, 431);
}

TEST_F(ServerTest, SaysContinueOnlyWhenItWill) {
  fixture.start();
  RawClient client(fixture.port());
  client.send("POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive().status, 100);
  client.send("body");
  EXPECT_EQ(client.receive().body, "4");
  client.send("POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive().status, 413);
}

TEST_F(ServerTest, SlowHeadersAndBodiesEnd) {
  fixture.options.header_timeout_ms = 60;
  fixture.options.body_timeout_ms = 60;
  fixture.options.idle_timeout_s = 1;
  fixture.start();
  RawClient header(fixture.port());
  header.send("GET / HT");
  EXPECT_EQ(header.receive().status, 408);
  RawClient body(fixture.port());
  body.send("POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbo");
  EXPECT_EQ(body.receive().status, 408);
  RawClient idle(fixture.port());
  EXPECT_TRUE(idle.is_closed_by_server());
}

TEST_F(ServerTest, ProblemsGiveNothingAway) {
  fixture.start();
  RawClient client(fixture.port());
  const Answer answer = client.get("/api/broken");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body.find("secret"), std::string::npos);
}

TEST_F(ServerTest, CallersAreChecked) {
  fixture.start();
  RawClient client(fixture.port());
  EXPECT_EQ(client.get("/api/who").status, 401);
  EXPECT_EQ(client.get("/api/who", "Authorization: Bearer nobody\r\n").status, 401);
  EXPECT_EQ(client.get("/api/who", "Authorization: Bearer observer\r\n").body, "api_key");
  EXPECT_EQ(client.get("/api/who", "Cookie: a=b; peakdesk_session=agent\r\n").body, "user");
  EXPECT_EQ(client.get("/api/notes/1", "Cookie: peakdesk_session=stale\r\n").status, 200) << "a public page";
  EXPECT_EQ(client.post("/api/notes", "{}", "Authorization: Bearer observer\r\n").status, 403);
  EXPECT_EQ(client.post("/api/notes", "{}", "Authorization: Bearer key\r\n").status, 403) << "without the scope";
}

TEST_F(ServerTest, CookieCallersNeedTheCsrfToken) {
  fixture.start();
  RawClient client(fixture.port());
  const std::string cookie = "Cookie: peakdesk_session=agent\r\n";
  for (const std::string token : {"", "X-CSRF-Token: wrong\r\n", "X-CSRF-Token: tokem\r\n"}) {
    const Answer answer = client.post("/api/notes", R"({"text":"x"})", cookie + token);
    EXPECT_EQ(answer.status, 403);
    EXPECT_NE(answer.body.find("csrf_failed"), std::string::npos);
  }
  EXPECT_EQ(client.post("/api/notes", R"({"text":"x"})", cookie + "X-CSRF-Token: token\r\n").status, 201);
  EXPECT_EQ(client.post("/api/notes", "{}", cookie + "X-CSRF-Token: token\r\nSec-Fetch-Site: cross-site\r\n").status,
            403);
  EXPECT_EQ(written.size(), 1u);
}

TEST_F(ServerTest, OtherSitesOnlyWhereARouteAllows) {
  fixture.start();
  RawClient client(fixture.port());
  const std::string preflight =
      " HTTP/1.1\r\nHost: x\r\nOrigin: https://shop.test\r\nAccess-Control-Request-Method: POST\r\n\r\n";
  client.send("OPTIONS /forms/abc" + preflight);
  const Answer form = client.receive();
  EXPECT_EQ(form.status, 204);
  EXPECT_EQ(form.header("Access-Control-Allow-Origin"), "*");
  client.send("OPTIONS /api/notes" + preflight);
  EXPECT_EQ(client.receive().header("Access-Control-Allow-Origin"), "");
  const Answer sent = client.post("/forms/abc", "{}", "Origin: https://shop.test\r\nSec-Fetch-Site: cross-site\r\n");
  EXPECT_EQ(sent.status, 204);
  EXPECT_EQ(sent.header("Access-Control-Allow-Origin"), "*");
}

TEST_F(ServerTest, RepeatedPostGetsTheFirstAnswer) {
  fixture.start();
  RawClient client(fixture.port());
  const std::string key = "Authorization: Bearer agent\r\nIdempotency-Key: 7f3a\r\n";
  const Answer first = client.post("/api/notes", R"({"text":"once"})", key);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(first.header("Idempotent-Replay"), "");
  const Answer again = client.post("/api/notes", R"({"text":"once"})", key);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("Idempotent-Replay"), "true");
  EXPECT_EQ(written.size(), 1u);
  const Answer other = client.post("/api/notes", R"({"text":"twice"})", key);
  EXPECT_EQ(other.status, 409);
  EXPECT_NE(other.body.find("idempotency_key_reused"), std::string::npos);
  const Answer somebody_else =
      client.post("/api/notes", R"({"text":"theirs"})", "Authorization: Bearer owner\r\nIdempotency-Key: 7f3a\r\n");
  EXPECT_EQ(somebody_else.status, 201);
  EXPECT_EQ(somebody_else.header("Idempotent-Replay"), "");
  EXPECT_EQ(client.post("/api/notes", "{}", "Authorization: Bearer agent\r\nIdempotency-Key: a b\r\n").status, 422);
}

TEST_F(ServerTest, LargeAnswersAreCompressedForWhoAccepts) {
  fixture.router.work("GET", "/api/large", everyone(),
                      [](const Call&) { return Response::json("\"" + std::string(50'000, 'x') + "\""); });
  fixture.start();
  RawClient client(fixture.port());
  EXPECT_EQ(client.get("/api/large").body.size(), 50'002u);
  const Answer packed = client.get("/api/large", "Accept-Encoding: br, gzip\r\n");
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size(), 1000u);
  EXPECT_EQ(client.get("/api/large", "Accept-Encoding: gzip;q=0\r\n").header("Content-Encoding"), "");
  EXPECT_EQ(client.get("/api/notes/1", "Accept-Encoding: gzip\r\n").header("Content-Encoding"), "") << "too small";
}

TEST_F(ServerTest, FilesAreStreamedWithRanges) {
  const auto path = (fixture.store.folder / "file.bin").string();
  std::string content;
  for (int i = 0; i < 2'000'000; ++i) content += static_cast<char>('a' + i % 23);
  std::ofstream(path) << content;
  fixture.router.work("GET", "/api/file", everyone(), [path](const Call&) {
    Response response;
    response.content_type = "application/octet-stream";
    response.file = path;
    return response;
  });
  fixture.start();
  RawClient client(fixture.port(), 4096);  // a small window: the server must wait for us
  EXPECT_EQ(client.get("/api/file").body, content);
  const Answer part = client.get("/api/file", "Range: bytes=10-19\r\n");
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, content.substr(10, 10));
  EXPECT_EQ(part.header("Content-Range"), "bytes 10-19/2000000");
  EXPECT_EQ(client.get("/api/file", "Range: bytes=-5\r\n").body, content.substr(content.size() - 5));
  EXPECT_EQ(client.get("/api/file", "Range: bytes=2000000-\r\n").status, 416);
  EXPECT_EQ(client.get("/api/file", "Range: bytes=0-1,5-6\r\n").status, 200);
}

TEST_F(ServerTest, ClientsThatLeftCostNothing) {
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

TEST_F(ServerTest, ShedsMachinesFirstAndInMilliseconds) {
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
  EXPECT_EQ(answer.header("Retry-After"), "1");
  EXPECT_LT(took, std::chrono::milliseconds(500));
  RawClient screen(fixture.port());
  screen.send("GET /api/slow HTTP/1.1\r\nHost: x\r\nCookie: peakdesk_session=agent\r\n\r\n");
  RawClient(fixture.port()).get("/health");
  gate.open();
  EXPECT_EQ(screen.receive().body, "done") << "people at screens still get in";
}

TEST_F(ServerTest, StopsAfterWhatRunsIsAnswered) {
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

TEST_F(ServerTest, ATakenPortIsExplained) {
  fixture.start();
  ServerOptions options;
  options.port = fixture.port();
  const auto second = Server::create(options, fixture.router, *fixture.store.database, peakdesk::testing::test_caller);
  try {
    second->start();
    FAIL() << "two servers on one port";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("--listen"), std::string::npos) << error.what();
  }
}

TEST_F(ServerTest, TheTrustedProxyNamesTheClient) {
  fixture.router.work("GET", "/api/ip", everyone(),
                      [](const Call& call) { return Response::text(call.request.peer_ip); });
  const std::string forwarded = "X-Forwarded-For: 6.6.6.6, 9.8.7.6\r\nX-Forwarded-Proto: https\r\n";
  fixture.options.trusted_proxy = "127.0.0.1";
  fixture.start();
  const Answer answer = RawClient(fixture.port()).get("/api/ip", forwarded);
  EXPECT_EQ(answer.body, "9.8.7.6");
  EXPECT_FALSE(answer.header("Strict-Transport-Security").empty());
}

TEST_F(ServerTest, NobodyElseNamesTheClient) {
  fixture.router.work("GET", "/api/ip", everyone(),
                      [](const Call& call) { return Response::text(call.request.peer_ip); });
  fixture.start();
  EXPECT_EQ(RawClient(fixture.port()).get("/api/ip", "X-Forwarded-For: 9.8.7.6\r\n").body, "127.0.0.1");
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

TEST_F(ServerTest, LongPollsWaitWithoutAThread) {
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

TEST_F(ServerTest, LongPollsEndWithAnEmptyPage) {
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

TEST_F(ServerTest, StaticFilesAnswerWhereNoRouteDoes) {
  fixture.start([](Server& server) {
    server.static_files([](const Request& request) -> std::optional<Response> {
      if (request.path.starts_with("/api/")) return std::nullopt;
      return Response::html("<p>screens</p>");
    });
  });
  RawClient client(fixture.port());
  EXPECT_EQ(client.get("/tickets/1").body, "<p>screens</p>");
  EXPECT_EQ(client.get("/api/nothing").status, 404);
  EXPECT_EQ(client.post("/tickets/1", "").status, 404);
}
}  // namespace
}  // namespace peakdesk::http
