// For tests: a desk with this room's routes, called as the server calls them (authenticate, access, CSRF, decode, one
// transaction), but without a socket and on a clock that stands still.
#pragma once
#include <cstdio>
#include <memory>
#include <string>

#include "accounts/accounts.h"
#include "accounts/authenticator.h"
#include "accounts/routes.h"
#include "base/error.h"
#include "base/text.h"
#include "platform/crypto/random_bytes.h"
#include "platform/http/access.h"
#include "platform/testing/test_store.h"

namespace peakdesk::accounts {

/// Keeps its cookie and sends the session's CSRF token, as the workspace does.
struct TestBrowser {
  std::string cookie;
  std::string csrf;
  std::string api_key;
  std::string ip = "203.0.113.7";
  std::string user_agent = "Test/1.0";
};

struct TestAnswer {
  int status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;

  Json json() const { return parse_json(body.empty() ? "{}" : body); }
  /// "code" of a problem.
  std::string code() const { return text("code"); }
  std::string text(std::string_view name) const {
    const Json value = json();
    const auto* found = value.get_object().if_contains(name);
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
  }
  std::int64_t number(std::string_view name) const { return json().at(name).to_number<std::int64_t>(); }
  std::string header(std::string_view name) const {
    for (const auto& [key, value] : headers)
      if (key == name) return value;
    return {};
  }
};

inline constexpr const char* kOwnerPassword = "seven green teapots";

class TestDesk {
 public:
  testing::TestStore store;
  crypto::SecretBox secrets{crypto::random_bytes(32)};
  LoginThrottle throttle{store.clock};
  Services services{*store.database, secrets, throttle, "https://desk.tea.example"};
  Router router;
  http::Authenticate authenticate = authenticate_with(services);

  TestDesk() { add_account_routes(router, services); }
  // The last background writes refer to nothing of ours, but must not outlive the store's use here.
  ~TestDesk() { settle(); }

  TestAnswer send(TestBrowser& from, const std::string& method, const std::string& target,
                  const std::string& body = {}) {
    auto request = std::make_shared<http::Request>();
    request->method = method;
    const std::size_t mark = target.find('?');
    request->path = target.substr(0, mark);
    const std::string query = mark == std::string::npos ? "" : target.substr(mark + 1);
    if (!query.empty())
      for (const auto pair : split(query, '&'))
        request->query.emplace_back(std::string(pair.substr(0, pair.find('='))),
                                    std::string(pair.substr(pair.find('=') + 1)));
    request->body = body;
    request->peer_ip = from.ip;
    request->secure = true;
    request->headers = {{"User-Agent", from.user_agent}};
    if (!body.empty()) request->headers.emplace_back("Content-Type", "application/json");
    if (!from.api_key.empty()) request->headers.emplace_back("Authorization", "Bearer " + from.api_key);
    if (!from.cookie.empty()) request->headers.emplace_back("Cookie", "a=b; peakdesk_session=" + from.cookie);
    if (!from.csrf.empty()) request->headers.emplace_back("X-CSRF-Token", from.csrf);
    const http::Response response = run(request);
    TestAnswer answer{response.status, response.body, response.headers};
    remember(from, answer);
    return answer;
  }

  /// Runs the set-up of a shop and returns the owner's browser.
  TestBrowser set_up() {
    TestBrowser owner;
    send(owner, "POST", "/api/setup",
         R"({"shop_name":"Tea","name":"Olga Owner","email":"olga@tea.example","password":")" +
             std::string(kOwnerPassword) + R"(","locale":"de","timezone":"Europe/Berlin"})");
    return owner;
  }
  TestBrowser sign_in(const std::string& email, const std::string& password, const std::string& code = {}) {
    TestBrowser browser;
    last = send(browser, "POST", "/api/session", credentials(email, password, code));
    return browser;
  }
  static std::string credentials(const std::string& email, const std::string& password, const std::string& code = {}) {
    JsonObject body{{"email", email}, {"password", password}};
    if (!code.empty()) body["code"] = code;
    return to_json(Json(body));
  }
  /// A user with a password, made by `owner`; returns the id.
  std::int64_t add_person(TestBrowser& owner, const std::string& email, const std::string& role,
                          const std::string& password = "nine blue kettles") {
    const auto answer = send(
        owner, "POST", "/api/users",
        to_json(Json(JsonObject{
            {"email", email}, {"name", email.substr(0, email.find('@'))}, {"role", role}, {"password", password}})));
    return answer.status == 201 ? answer.number("id") : 0;
  }
  /// Waits for background writes.
  void settle() {
    store.database->write([](Tx&) {});
  }
  std::int64_t count(std::string_view sql) {
    return store.read([&](Tx& tx) { return tx.scalar<std::int64_t>(0, sql); });
  }
  std::vector<std::string> audit_actions() {
    settle();
    return store.read([](Tx& tx) { return tx.list<std::string>("SELECT action FROM audit_log ORDER BY id"); });
  }
  TestAnswer last;

 private:
  http::Response run(const std::shared_ptr<http::Request>& request) {
    try {
      bool path_exists = false;
      const http::Route* route = router.match(request->method, request->path, request->params, path_exists);
      if (!route) return http::Response::text("no route", path_exists ? 405 : 404);
      const auto prepared = route->prepare(request);
      const auto admit = [&](Tx& tx) {
        Caller caller = authenticate(tx, *request);
        http::check_access(route->access, caller);
        if (route->access.role != Role::Public) http::check_csrf(*request, caller);
        return caller;
      };
      if (route->runs_on == http::RunsOn::Reader) return store.read([&](Tx& tx) { return prepared(&tx, admit(tx)); });
      if (route->runs_on == http::RunsOn::Writer) return store.write([&](Tx& tx) { return prepared(&tx, admit(tx)); });
      const Caller caller = store.read(admit);
      return prepared(nullptr, caller);
    } catch (...) {
      return http::problem(std::current_exception());
    }
  }
  void remember(TestBrowser& browser, const TestAnswer& answer) {
    const std::string cookie = answer.header("Set-Cookie");
    if (cookie.empty()) return;
    const std::size_t begin = cookie.find('=') + 1;
    browser.cookie = cookie.substr(begin, cookie.find(';') - begin);
    browser.csrf = browser.cookie.empty() ? "" : answer.text("csrf_token");
  }
};

}  // namespace peakdesk::accounts
