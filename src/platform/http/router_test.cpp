#include "platform/http/router.h"

#include <gtest/gtest.h>

#include "platform/http/access.h"
#include "platform/http/target.h"

namespace peakdesk::http {
namespace {
Response named(const Call&) { return Response::text("x"); }

struct Filter {
  std::int64_t limit = 30;
  std::optional<bool> spam;
  double score = 0;
  TicketId id;
  int small = 0;
  std::string q;
  Instant since;
};
BOOST_DESCRIBE_STRUCT(Filter, (), (limit, spam, score, id, small, q, since))

RequestError error_of(const Request& request) {
  try {
    decode_input<Filter>(request);
  } catch (const RequestError& error) {
    return error;
  }
  return RequestError(ErrorKind::NotFound, "none", "no error");
}

class Routes : public testing::Test {
 protected:
  Routes() {
    router.work("GET", "/api/views", everyone(), named);
    router.work("POST", "/api/views", everyone(), named);
    router.work("GET", "/api/views/counts", everyone(), named);
    router.work("PATCH", "/api/views/{id}", everyone(), named);
    router.work("GET", "/api/views/{id}", everyone(), named);
    router.work("GET", "/api/tickets/{id}/messages/{message_id}", everyone(), named);
  }
  std::string pattern(const std::string& method, const std::string& path) {
    params.clear();
    const Route* route = router.match(method, path, params, exists);
    return route ? route->pattern : "";
  }
  Router router;
  std::vector<std::pair<std::string, std::string>> params;
  bool exists = false;
};

TEST_F(Routes, LiteralGoesBeforeParameter) {
  EXPECT_EQ(pattern("GET", "/api/views/counts"), "/api/views/counts");
  EXPECT_EQ(pattern("GET", "/api/views/7"), "/api/views/{id}");
  EXPECT_EQ(pattern("PATCH", "/api/views/counts"), "/api/views/{id}") << "the literal has no PATCH";
}

TEST_F(Routes, ParametersAreNamedInOrder) {
  EXPECT_EQ(pattern("GET", "/api/tickets/12/messages/a b"), "/api/tickets/{id}/messages/{message_id}");
  const std::vector<std::pair<std::string, std::string>> expected = {{"id", "12"}, {"message_id", "a b"}};
  EXPECT_EQ(params, expected);
}

TEST_F(Routes, UnknownPathsAndMethodsAreTold) {
  EXPECT_EQ(pattern("GET", "/api/nothing"), "");
  EXPECT_FALSE(exists);
  EXPECT_EQ(pattern("DELETE", "/api/views"), "");
  EXPECT_TRUE(exists);
  EXPECT_EQ(router.allowed_methods("/api/views"), "GET, HEAD, POST");
  EXPECT_EQ(pattern("GET", "/api/views/"), "") << "an empty parameter is none";
  EXPECT_EQ(pattern("GET", "/api"), "");
  EXPECT_FALSE(exists);
  EXPECT_EQ(pattern("GET", ""), "");
}

TEST_F(Routes, TheSameRouteTwiceIsAMistake) {
  EXPECT_THROW(router.work("GET", "/api/views/{other}", everyone(), named), std::logic_error);
  EXPECT_THROW(router.allow_cross_origin("/forms"), std::logic_error);
}

TEST(DecodeInput, TakesPathQueryAndBody) {
  Request request;
  request.body = R"({"limit":5,"q":"from the body","id":99})";
  request.query = {{"spam", "true"}, {"score", "0.5"}, {"since", "2026-11-27T08:15:00Z"}};
  request.params = {{"id", "12"}};
  const auto filter = decode_input<Filter>(request);
  EXPECT_EQ(filter.limit, 5);
  EXPECT_EQ(filter.q, "from the body");
  EXPECT_EQ(filter.id, TicketId(12)) << "a body cannot override the path";
  EXPECT_EQ(filter.spam, true);
  EXPECT_DOUBLE_EQ(filter.score, 0.5);
  EXPECT_EQ(to_iso8601(filter.since), "2026-11-27T08:15:00.000Z");
}

TEST(DecodeInput, WrongTextNamesItsField) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"limit", "ten"}, {"limit", "1e3"}, {"limit", "99999999999999999999"}, {"spam", "yes"}, {"score", "nan"},
      {"id", "x"},      {"since", "now"}, {"small", "5000000000"},           {"nosuch", "1"}};
  for (const auto& pair : wrong) {
    Request request;
    request.query = {pair};
    const auto error = error_of(request);
    EXPECT_EQ(error.kind, ErrorKind::Invalid) << pair.first << "=" << pair.second;
    EXPECT_EQ(error.field, pair.first) << pair.second;
  }
}

TEST(DecodeInput, WrongBodiesAreRefused) {
  for (const std::string body : {"{", "[]", "1", "\"x\"", R"({"limit":"5"})", R"({"unknown":1})", "{}x"}) {
    Request request;
    request.body = body;
    EXPECT_EQ(error_of(request).kind, ErrorKind::Invalid) << body;
  }
}

TEST(ParseTarget, SplitsAndDecodes) {
  Target target;
  ASSERT_TRUE(parse_target("/caf%C3%A9/a%20b?q=a+b%26c&empty=&flag&&x=%E2%82%AC", target));
  EXPECT_EQ(target.path, "/café/a b");
  const std::vector<std::pair<std::string, std::string>> query = {
      {"q", "a b&c"}, {"empty", ""}, {"flag", ""}, {"x", "€"}};
  EXPECT_EQ(target.query, query);
  ASSERT_TRUE(parse_target("http://desk.test/api?x=1", target));
  EXPECT_EQ(target.path, "/api");
  ASSERT_TRUE(parse_target("http://desk.test", target));
  EXPECT_EQ(target.path, "/");
}

TEST(ParseTarget, RefusesWhatHidesSomething) {
  Target target;
  for (const std::string text :
       {"", "*", "api", "/%", "/%4", "/%zz", "/%00", "/a%0d%0ab", "/%ff", "/?x=%c3", "/?x=%00", "//\x01"})
    EXPECT_FALSE(parse_target(text, target)) << text;
}

TEST(CheckAccess, RoleAndScopeBothCount) {
  Caller caller;
  EXPECT_NO_THROW(check_access(everyone(), caller));
  const auto kind = [&](const Access& access) {
    try {
      check_access(access, caller);
      return std::string("allowed");
    } catch (const RequestError& error) {
      return error.code;
    }
  };
  EXPECT_EQ(kind(observers("tickets:read")), "not_signed_in");
  caller.role = Role::Agent;
  caller.actor.kind = "user";
  EXPECT_EQ(kind(agents("tickets:write")), "allowed") << "people need no scope";
  EXPECT_EQ(kind(leads("tickets:write")), "role_too_low");
  caller.actor.kind = "api_key";
  EXPECT_EQ(kind(agents("tickets:write")), "scope_missing");
  EXPECT_EQ(kind(agents("")), "allowed");
  caller.scopes = {"tickets:write"};
  EXPECT_EQ(kind(agents("tickets:write")), "allowed");
  EXPECT_EQ(kind(agents("*")), "scope_missing");
  caller.scopes = {"*"};
  EXPECT_EQ(kind(agents("settings:write")), "allowed");
}
}  // namespace
}  // namespace peakdesk::http
