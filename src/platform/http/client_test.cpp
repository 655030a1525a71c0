#include "platform/http/client.h"

#include <gtest/gtest.h>

#include "platform/http/address.h"
#include "platform/testing/http_fixture.h"

namespace peakdesk::http {
namespace {
TEST(PublicAddress, KnowsWhatIsInside) {
  for (const std::string text : {"127.0.0.1",
                                 "127.9.9.9",
                                 "0.0.0.0",
                                 "10.0.0.1",
                                 "172.16.0.1",
                                 "172.31.255.255",
                                 "192.168.1.1",
                                 "169.254.169.254",
                                 "100.64.0.1",
                                 "100.127.255.255",
                                 "192.0.2.1",
                                 "198.18.0.1",
                                 "224.0.0.1",
                                 "255.255.255.255",
                                 "::1",
                                 "::",
                                 "fe80::1",
                                 "fe80::1%eth0",
                                 "fc00::1",
                                 "fd12::1",
                                 "ff02::1",
                                 "::ffff:127.0.0.1",
                                 "::ffff:10.0.0.1",
                                 "64:ff9b::7f00:1",
                                 "2002:7f00:1::",
                                 "2001::1",
                                 "2001:db8::1",
                                 "",
                                 "localhost",
                                 "1.2.3",
                                 "127.1"})
    EXPECT_FALSE(is_public_address(text)) << text;
  for (const std::string text :
       {"8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "11.0.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "2a00::1"})
    EXPECT_TRUE(is_public_address(text)) << text;
}

TEST(AddressRangeTest, ParsesAndContains) {
  const auto range = parse_range("10.1.2.0/24");
  ASSERT_TRUE(range);
  EXPECT_TRUE(range->contains(*parse_ip("10.1.2.255")));
  EXPECT_TRUE(range->contains(*parse_ip("::ffff:10.1.2.3")));
  EXPECT_FALSE(range->contains(*parse_ip("10.1.3.0")));
  EXPECT_FALSE(range->contains(*parse_ip("::1")));
  EXPECT_TRUE(parse_range("::1")->contains(*parse_ip("::1")));
  for (const std::string text : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "host"})
    EXPECT_FALSE(parse_range(text)) << text;
}

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() {
    fixture.router.work("GET", "/hello", everyone(), [](const Call& call) {
      Response response = Response::text("hello " + std::string(call.request.header("X-Name")));
      response.headers.emplace_back("X-Answer", "yes");
      return response;
    });
    fixture.router.work("POST", "/echo", everyone(),
                        [](const Call& call) { return Response::text(call.request.body, 201); });
    fixture.router.work("GET", "/large", everyone(),
                        [](const Call&) { return Response::text(std::string(100'000, 'x')); });
    fixture.router.work("GET", "/to", everyone(), [](const Call& call) {
      Response response = Response::text("moved", 302);
      response.headers.emplace_back("Location", call.request.query_value("url"));
      return response;
    });
    fixture.router.work("POST", "/to", everyone(), [](const Call&) {
      Response response = Response::text("moved", 307);
      response.headers.emplace_back("Location", "/echo");
      return response;
    });
    fixture.start();
    base = "http://127.0.0.1:" + std::to_string(fixture.port());
    client = make_client(
        {.allowed_ranges = {"127.0.0.1"}, .resolve = {"inside.test:80:10.0.0.1", "late.test:80:127.0.0.2"}});
  }
  ClientError::Kind failure(const Client& with, const OutgoingRequest& request) {
    try {
      const auto response = with.send(request);
      ADD_FAILURE() << request.url << " answered " << response.status;
    } catch (const ClientError& error) {
      return error.kind;
    }
    return ClientError::Kind::Tls;
  }
  peakdesk::testing::HttpFixture fixture;
  std::string base;
  std::unique_ptr<Client> client;
};
using Kind = ClientError::Kind;

TEST_F(ClientTest, SendsAndReceives) {
  const auto hello = client->send({.url = base + "/hello", .headers = {{"X-Name", "Anna"}}});
  EXPECT_EQ(hello.status, 200);
  EXPECT_EQ(hello.body, "hello Anna");
  EXPECT_EQ(hello.header("x-answer"), "yes");
  const auto echo = client->send({.method = "POST", .url = base + "/echo", .body = std::string("a\0b", 3)});
  EXPECT_EQ(echo.status, 201);
  EXPECT_EQ(echo.body, std::string("a\0b", 3));
  EXPECT_EQ(client->send({.url = base + "/nothing"}).status, 404);
  EXPECT_EQ(client->send({.method = "HEAD", .url = base + "/hello"}).body, "");
}

TEST_F(ClientTest, NothingInsideIsReached) {
  const auto strict = make_client({.resolve = {"inside.test:80:10.0.0.1"}});
  for (const std::string& url :
       {base + "/hello", std::string("http://localhost:1/"), std::string("http://[::1]:1/"),
        std::string("http://[::ffff:127.0.0.1]:1/"), std::string("http://2130706433:1/"),
        std::string("http://0x7f.1:1/"), std::string("http://169.254.169.254/latest/meta-data/"),
        std::string("http://inside.test/")})
    EXPECT_EQ(failure(*strict, {.url = url, .timeout_ms = 3000}), Kind::Forbidden) << url;
}

TEST_F(ClientTest, RedirectsAreJudgedLikeEverythingElse) {
  EXPECT_EQ(client->send({.url = base + "/to?url=/hello"}).body, "hello ");
  EXPECT_EQ(failure(*client, {.url = base + "/to?url=http://127.0.0.2:1/"}), Kind::Forbidden);
  EXPECT_EQ(failure(*client, {.url = base + "/to?url=http://late.test/"}), Kind::Forbidden)
      << "allowed name, other address";
  EXPECT_EQ(failure(*client, {.url = base + "/to?url=file:///etc/passwd"}), Kind::BadUrl);
  EXPECT_EQ(failure(*client, {.url = base + "/to?url=/to?url=/to%3Furl=/to", .max_redirects = 1}), Kind::BadUrl);
  EXPECT_EQ(client->send({.method = "POST", .url = base + "/to", .body = "x"}).status, 307)
      << "a POST is not sent elsewhere";
}

TEST_F(ClientTest, LimitsHold) {
  EXPECT_EQ(failure(*client, {.url = base + "/large", .max_response_bytes = 99'999}), Kind::TooLarge);
  EXPECT_EQ(client->send({.url = base + "/large", .max_response_bytes = 100'000}).body.size(), 100'000u);
  for (const std::string& url :
       {"", "ftp://example.test/", "gopher://x", "file:///etc/passwd", "http://user:secret@example.test/", "not a url"})
    EXPECT_EQ(failure(*client, {.url = url}), Kind::BadUrl) << url;
  EXPECT_EQ(failure(*client, {.url = base + "/hello", .headers = {{"X", "a\r\nEvil: b"}}}), Kind::BadUrl);
  EXPECT_EQ(failure(*client, {.url = "http://127.0.0.1:1/"}), Kind::Unreachable);
  EXPECT_THROW(make_client({.allowed_ranges = {"everything"}}), std::invalid_argument);
}
}  // namespace
}  // namespace peakdesk::http
