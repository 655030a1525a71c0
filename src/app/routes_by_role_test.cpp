// Every route of the desk as every kind of caller, over a real server: what docs/api/openapi.yaml promises is what
// happens. The description is the independent witness here: a route whose Access was loosened by mistake no longer
// agrees with it.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "accounts/accounts.h"
#include "accounts/api_keys.h"
#include "accounts/sessions.h"
#include "accounts/setup.h"
#include "app/app.h"
#include "base/text.h"
#include "platform/http/access.h"
#include "platform/testing/raw_client.h"

namespace peakdesk::app {
namespace {

/// All that anybody on the internet may call. A route that joins this list is a decision, not an accident.
const std::set<std::string> kPublicRoutes = {"GET /api/setup",
                                             "POST /api/setup",
                                             "POST /api/session",
                                             "POST /api/password-reset/{token}",
                                             "GET /forms/{public_key}",
                                             "GET /forms/{public_key}/embed.js",
                                             "POST /forms/{public_key}/submissions",
                                             "GET /health",
                                             "GET /metrics"};

struct Promise {
  std::string role;   // public | observer | agent | lead | owner
  std::string scope;  // empty: none, which for a signed-in route means people only
};

/// x-role and x-scope of each operation, by "GET /api/users". Reads only the shape this file has: paths at two spaces,
/// methods at four, their fields at six.
std::map<std::string, Promise> promises_of_the_description() {
  std::ifstream file(PEAKDESK_SOURCE_DIR "/docs/api/openapi.yaml");
  std::map<std::string, Promise> promises;
  std::string line, path, operation;
  while (std::getline(file, line)) {
    if (line.starts_with("components:")) break;
    if (line.starts_with("  /") && line.ends_with(":")) path = line.substr(2, line.size() - 3);
    if (line.starts_with("    ") && line[4] != ' ' && line.ends_with(":")) {
      operation = line.substr(4, line.size() - 5);
      for (char& c : operation) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      operation += " " + path;
    }
    if (line.starts_with("      x-role: ")) promises[operation].role = line.substr(14);
    if (line.starts_with("      x-scope: ") && line.substr(15) != "null") promises[operation].scope = line.substr(15);
  }
  return promises;
}

struct Somebody {
  std::string name;
  Role role = Role::Public;
  bool is_machine = false;
  std::set<std::string> scopes;
  std::string headers;
};

class RoutesByRole : public ::testing::Test {
 protected:
  RoutesByRole() {
    char name[] = "/tmp/peakdesk-roles-XXXXXX";
    folder_ = ::mkdtemp(name);
    Config config;
    config.data = folder_;
    config.listen = "127.0.0.1:0";
    config.log_level = "error";
    app_ = std::make_unique<App>(config, clock_);
    app_->database->write([&](Tx& tx) {
      accounts::create_first_owner(tx, {"Tea", "Olga", "olga@tea.example", "", "en", "UTC"}, "");
      account_ = accounts::first_account(tx);
    });
    app_->server->start();
  }
  ~RoutesByRole() override {
    app_.reset();
    std::filesystem::remove_all(folder_);
  }

  /// A new person and session for every request: some of the routes end sessions.
  Somebody person(Role role) {
    Somebody somebody{enum_name(role), role, false, {}, {}};
    app_->database->write([&](Tx& tx) {
      const std::string name = "user" + std::to_string(tx.next_id());
      const UserId user = accounts::create_user(tx, accounts::system_caller(account_),
                                                {name + "@tea.example", name, role, "", "", "", {}});
      const auto started = accounts::start_session(tx, app_->account_services, account_, user, {});
      somebody.headers =
          "Cookie: peakdesk_session=" + started.token + "\r\nX-CSRF-Token: " + started.session.csrf_token + "\r\n";
    });
    return somebody;
  }
  Somebody machine(const std::string& name, const std::set<std::string>& scopes) {
    Somebody somebody{name, Role::Owner, true, scopes, {}};
    app_->database->write([&](Tx& tx) {
      const std::vector<std::string> list(scopes.begin(), scopes.end());
      const auto made = accounts::create_api_key(tx, accounts::system_caller(account_), {name, list, {}});
      somebody.headers = "Authorization: Bearer " + made.value.key + "\r\n";
    });
    return somebody;
  }

  testing::Answer call(const std::string& method, const std::string& pattern, const Somebody& somebody) {
    std::string path;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] == '{') {
        path += "7";  // nobody's id, nobody's key
        i = pattern.find('}', i);
      } else {
        path += pattern[i];
      }
    }
    testing::RawClient client(app_->port());
    std::string request = method + " " + path + " HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n" + somebody.headers;
    if (method != "GET") request += "Content-Type: application/json\r\nContent-Length: 2\r\n";
    client.send(request + "\r\n" + (method == "GET" ? "" : "{}"));
    return client.receive();
  }

  SystemClock clock_;
  std::string folder_;
  std::unique_ptr<App> app_;
  AccountId account_;
};

bool may(const Somebody& somebody, const Promise& promise) {
  if (promise.role == "public") return true;
  Role least = Role::Owner;
  if (!parse_enum(promise.role, least)) ADD_FAILURE() << "unknown role " << promise.role;
  if (somebody.role < least) return false;
  if (!somebody.is_machine) return true;
  return !promise.scope.empty() && (somebody.scopes.contains("*") || somebody.scopes.contains(promise.scope));
}

bool was_refused(const testing::Answer& answer) {
  if (answer.status == 401 && answer.body.find("not_signed_in") != std::string::npos) return true;
  return answer.status == 403 && (answer.body.find("role_too_low") != std::string::npos ||
                                  answer.body.find("scope_missing") != std::string::npos ||
                                  answer.body.find("csrf_failed") != std::string::npos);
}

TEST_F(RoutesByRole, PublicRoutesAreExactlyTheList) {
  std::set<std::string> open;
  for (const auto& route : app_->router.routes())
    if (route.access.role == Role::Public) open.insert(route.method + " " + route.pattern);
  EXPECT_EQ(open, kPublicRoutes);
}

TEST_F(RoutesByRole, EachRouteAsksWhatTheDescriptionPromises) {
  const auto promises = promises_of_the_description();
  ASSERT_GT(promises.size(), 80u);
  for (const auto& route : app_->router.routes()) {
    const std::string operation = route.method + " " + route.pattern;
    const auto promise = promises.find(operation);
    if (promise == promises.end()) {
      ADD_FAILURE() << operation << " is not in docs/api/openapi.yaml";
      continue;
    }
    EXPECT_EQ(enum_name(route.access.role), promise->second.role) << operation;
    const bool people_only = route.access.role != Role::Public && promise->second.scope.empty();
    EXPECT_EQ(people_only ? std::string(kPeopleOnly) : promise->second.scope, route.access.scope) << operation;
  }
}

TEST_F(RoutesByRole, EveryCallerGetsWhatTheyMayAndNoMore) {
  const auto promises = promises_of_the_description();
  const auto known = accounts::known_scopes();
  int asked = 0;
  for (const auto& route : app_->router.routes()) {
    const std::string operation = route.method + " " + route.pattern;
    const auto found = promises.find(operation);
    if (found == promises.end()) continue;  // told of above
    const Promise& promise = found->second;
    std::vector<Somebody> callers = {{"nobody", Role::Public, false, {}, {}}};
    for (const Role role : {Role::Observer, Role::Agent, Role::Lead, Role::Owner}) callers.push_back(person(role));
    std::set<std::string> others(known.begin(), known.end());
    others.erase("*");
    others.erase(promise.scope);
    callers.push_back(machine("key with every other scope", others));
    callers.push_back(machine("key with *", {"*"}));
    if (!promise.scope.empty()) callers.push_back(machine("key with just the scope", {promise.scope}));
    for (const Somebody& somebody : callers) {
      const auto answer = call(route.method, route.pattern, somebody);
      ++asked;
      EXPECT_EQ(!was_refused(answer), may(somebody, promise))
          << operation << " as " << somebody.name << ": " << answer.status << " " << answer.body.substr(0, 200);
      EXPECT_LT(answer.status, 500) << operation << " as " << somebody.name << ": " << answer.body.substr(0, 200);
    }
  }
  EXPECT_GT(asked, 500);
}

TEST_F(RoutesByRole, ChangesByCookieNeedTheSessionsToken) {
  for (const auto& route : app_->router.routes()) {
    if (route.method == "GET" || route.access.role == Role::Public) continue;
    Somebody owner = person(Role::Owner);
    owner.headers.erase(owner.headers.find("X-CSRF-Token"));
    const auto answer = call(route.method, route.pattern, owner);
    EXPECT_EQ(answer.status, 403) << route.method << " " << route.pattern;
    EXPECT_NE(answer.body.find("csrf_failed"), std::string::npos) << route.method << " " << route.pattern;
  }
}

}  // namespace
}  // namespace peakdesk::app
