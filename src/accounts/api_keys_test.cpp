#include "accounts/api_keys.h"

#include <gtest/gtest.h>

#include "accounts/testing/test_desk.h"

namespace peakdesk::accounts {
namespace {

class ApiKeys : public ::testing::Test {
 protected:
  TestDesk desk;
  TestBrowser owner = desk.set_up();

  TestAnswer make(const std::string& scopes, const std::string& more = {}) {
    return desk.send(owner, "POST", "/api/api-keys", R"({"name":"ERP","scopes":)" + scopes + more + "}");
  }
  TestBrowser machine_with(const std::string& scopes) {
    TestBrowser machine;
    machine.api_key = make(scopes).text("key");
    return machine;
  }
};

TEST_F(ApiKeys, AreShownOnceAndKeptAsHashes) {
  const auto made = make(R"(["users:read","users:read","tickets:write"])");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string key = made.text("key");
  EXPECT_EQ(made.header("Cache-Control"), "no-store") << "else an Idempotency-Key would store it in clear";
  EXPECT_EQ(key.rfind("pk_", 0), 0u);
  EXPECT_EQ(key.size(), 46u);
  EXPECT_EQ(made.text("prefix"), key.substr(0, 8));
  EXPECT_EQ(made.json().at("scopes").as_array().size(), 2u);
  EXPECT_EQ(made.json().at("created_by").at("name"), "Olga Owner");
  EXPECT_TRUE(made.json().at("expires_datetime").is_null());
  const auto list = desk.send(owner, "GET", "/api/api-keys");
  EXPECT_EQ(list.body.find(key), std::string::npos);
  EXPECT_EQ(list.json().at("data").as_array()[0].at("prefix").as_string(), key.substr(0, 8));
  desk.store.read([&](Tx& tx) {
    EXPECT_EQ(tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM api_keys WHERE key_hash = $1", db::Blob{key}), 0);
  });
}

TEST_F(ApiKeys, ReachWhatTheirScopesSay) {
  TestBrowser machine = machine_with(R"(["users:read"])");
  EXPECT_EQ(desk.send(machine, "GET", "/api/users").status, 200);
  const auto refused = desk.send(machine, "GET", "/api/account");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code(), "scope_missing");
  EXPECT_EQ(desk.send(machine, "POST", "/api/teams", R"({"name":"X"})").status, 403);
  TestBrowser all = machine_with(R"(["*"])");
  EXPECT_EQ(desk.send(all, "POST", "/api/teams", R"({"name":"X"})").status, 201) << "no CSRF token asked of keys";
}

TEST_F(ApiKeys, NeverReachWhatBelongsToAPerson) {
  TestBrowser all = machine_with(R"(["*"])");
  const std::pair<const char*, const char*> personal[] = {
      {"GET", "/api/session"},  {"DELETE", "/api/session"}, {"GET", "/api/sessions"},
      {"GET", "/api/profile"},  {"PATCH", "/api/profile"},  {"POST", "/api/profile/totp"},
      {"GET", "/api/api-keys"}, {"POST", "/api/api-keys"},  {"POST", "/api/profile/password"}};
  for (const auto& [method, path] : personal)
    EXPECT_EQ(desk.send(all, method, path, std::string(method) == "GET" ? "" : "{}").status, 403)
        << method << " " << path;
}

TEST_F(ApiKeys, CannotMakeOwnersUnlessTheyMayDoEverything) {
  TestBrowser machine = machine_with(R"(["users:read","users:write"])");
  EXPECT_EQ(desk.send(machine, "POST", "/api/users", R"({"email":"e@tea.example","name":"E","role":"owner"})").status,
            403);
  const auto made = desk.send(machine, "POST", "/api/users", R"({"email":"e@tea.example","name":"E","role":"agent"})");
  EXPECT_EQ(made.status, 201);
  const std::string user = "/api/users/" + std::to_string(made.number("id"));
  EXPECT_EQ(desk.send(machine, "PATCH", user, R"({"role":"owner"})").status, 403);
  EXPECT_EQ(desk.send(machine, "PATCH", user, R"({"role":"lead"})").status, 200);
  const std::string olga = "/api/users/" + std::to_string(desk.send(owner, "GET", "/api/profile").number("id"));
  EXPECT_EQ(desk.send(machine, "POST", olga + "/reset-link").status, 403);
  EXPECT_EQ(desk.send(machine, "PATCH", olga, R"({"email":"eve@evil.example"})").status, 403);
  EXPECT_EQ(desk.send(machine, "DELETE", olga).status, 403);
}

TEST_F(ApiKeys, StopWhenRevokedOrExpired) {
  const auto made = make(R"(["users:read"])");
  TestBrowser machine;
  machine.api_key = made.text("key");
  EXPECT_EQ(desk.send(machine, "GET", "/api/users").status, 200);
  EXPECT_EQ(desk.send(owner, "DELETE", "/api/api-keys/" + std::to_string(made.number("id"))).status, 204);
  const auto refused = desk.send(machine, "GET", "/api/users");
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.code(), "api_key_invalid");
  EXPECT_EQ(desk.send(owner, "DELETE", "/api/api-keys/" + std::to_string(made.number("id"))).status, 404);

  machine.api_key =
      make(R"(["users:read"])", R"(,"expires_datetime":")" + to_iso8601(desk.store.clock.now() + hours(1)) + "\"")
          .text("key");
  EXPECT_EQ(desk.send(machine, "GET", "/api/users").status, 200);
  desk.store.clock.advance(hours(1));
  EXPECT_EQ(desk.send(machine, "GET", "/api/users").status, 401);
}

TEST_F(ApiKeys, StopForWritesTooThoughTheWriterRemembersThem) {
  const auto made = make(R"(["*"])");
  TestBrowser machine;
  machine.api_key = made.text("key");
  EXPECT_EQ(desk.send(machine, "POST", "/api/teams", R"({"name":"Tea"})").status, 201);
  EXPECT_EQ(desk.send(owner, "DELETE", "/api/api-keys/" + std::to_string(made.number("id"))).status, 204);
  EXPECT_EQ(desk.send(machine, "POST", "/api/teams", R"({"name":"Cups"})").code(), "api_key_invalid");

  http::Request here, there;
  here.headers = there.headers = {{"Authorization", "Bearer " + make(R"(["*"])").text("key")}};
  here.peer_ip = "192.0.2.1";
  there.peer_ip = "192.0.2.2";
  desk.store.write([&](Tx& tx) {
    EXPECT_EQ(desk.authenticate(tx, here).ip, "192.0.2.1");
    EXPECT_EQ(desk.authenticate(tx, there).ip, "192.0.2.2") << "of the request, not of the key";
    EXPECT_EQ(desk.authenticate(tx, there).scopes, std::vector<std::string>{"*"});
  });
}

TEST_F(ApiKeys, AWrongKeyIsRefusedEvenBesideAGoodCookie) {
  for (const char* wrong : {"pk_nonsense", "nonsense", "pk_", "Bearer"}) {
    TestBrowser machine = owner;
    machine.api_key = wrong;
    EXPECT_EQ(desk.send(machine, "GET", "/api/users").status, 401) << wrong;
  }
}

TEST_F(ApiKeys, RefuseUnknownScopesAndPastExpiry) {
  EXPECT_EQ(make(R"(["tickets:read","tickets:eat"])").text("field"), "scopes[1]");
  EXPECT_EQ(make("[]").text("field"), "scopes");
  EXPECT_EQ(make(R"(["people_only"])").status, 422);
  EXPECT_EQ(make(R"(["*"])", R"(,"expires_datetime":"2001-01-01T00:00:00Z")").text("field"), "expires_datetime");
}

TEST_F(ApiKeys, NoteTheirUseAtMostOnceAMinute) {
  TestBrowser machine = machine_with(R"(["users:read"])");
  const auto used_at = [&] {
    desk.settle();
    return desk.count("SELECT last_used_at FROM api_keys");
  };
  desk.send(machine, "GET", "/api/users");
  const auto first = used_at();
  EXPECT_EQ(first, desk.store.clock.now().ms);
  desk.store.clock.advance(seconds(30));
  desk.send(machine, "GET", "/api/users");
  EXPECT_EQ(used_at(), first);
  desk.store.clock.advance(seconds(31));
  desk.send(machine, "GET", "/api/users");
  EXPECT_EQ(used_at(), desk.store.clock.now().ms);
}

}  // namespace
}  // namespace peakdesk::accounts
