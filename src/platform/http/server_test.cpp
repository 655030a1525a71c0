// The server over loopback, by a client that sends raw bytes.
#include "platform/http/server.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "base/error.h"
#include "platform/http/server_test_fixture.h"

namespace peakdesk::http {
namespace {

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

TEST_F(ServerTest, AnswersReadAfterTheCommitTellWhatIsStored) {
  fixture.start();
  RawClient client(fixture.port());
  const std::string agent = "Authorization: Bearer agent\r\n";
  const Answer first = client.post("/api/counted-notes", R"({"text":"one"})", agent);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(first.body, R"({"id":1,"text":"1"})");
  EXPECT_EQ(client.post("/api/counted-notes", R"({"text":""})", agent).status, 422);
  const std::string key = agent + "Idempotency-Key: c4\r\n";
  EXPECT_EQ(client.post("/api/counted-notes", R"({"text":"two"})", key).body, R"({"id":2,"text":"2"})");
  EXPECT_EQ(client.post("/api/counted-notes", R"({"text":"three"})", agent).body, R"({"id":3,"text":"3"})");
  const Answer again = client.post("/api/counted-notes", R"({"text":"two"})", key);
  EXPECT_EQ(again.body, R"({"id":2,"text":"2"})");
  EXPECT_EQ(again.header("Idempotent-Replay"), "true");
}

TEST_F(ServerTest, LargeAnswersAreCompressedForWhoAccepts) {
  fixture.router.work("GET", "/api/large", everyone(),
                      [](const Call&) { return Response::json("\"" + std::string(50'000, 'x') + "\""); });
  fixture.start();
  RawClient client(fixture.port());
  EXPECT_EQ(client.get("/api/large").body.size(), 50'002u);
  const Answer packed = client.get("/api/large", "Accept-Encoding: br, gzip\r\n");
  EXPECT_EQ(packed.header("Content-Encoding"), "br");
  EXPECT_LT(packed.body.size(), 1000u);
  EXPECT_EQ(client.get("/api/large", "Accept-Encoding: gzip, br;q=0\r\n").header("Content-Encoding"), "gzip");
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
