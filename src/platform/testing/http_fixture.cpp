#include "platform/testing/http_fixture.h"

#include "base/error.h"

namespace peakdesk::testing {

Caller test_caller(Tx&, const http::Request& request) {
  Caller caller;
  caller.account = AccountId(1);
  auto who = request.header("Authorization");
  const bool by_cookie = who.empty();
  if (by_cookie)
    who = request.cookie("peakdesk_session");
  else if (who.starts_with("Bearer "))
    who.remove_prefix(7);
  if (who.empty()) return Caller{};
  if (who == "owner")
    caller.role = Role::Owner;
  else if (who == "agent" || who == "key")
    caller.role = Role::Agent;
  else if (who == "observer")
    caller.role = Role::Observer;
  else
    throw RequestError(ErrorKind::NotSignedIn, "not_signed_in", "Sign in again.");
  caller.user = UserId(static_cast<std::int64_t>(caller.role));
  caller.actor = {by_cookie ? "user" : "api_key", caller.user.value};
  if (by_cookie)
    caller.session_csrf_token = "token";
  else
    caller.scopes = {who == "key" ? "tickets:read" : "*"};
  return caller;
}

HttpFixture::HttpFixture() {
  options.port = 0;
  options.io_threads = 2;
}

HttpFixture::~HttpFixture() {
  if (server) server->stop(0);
}

void HttpFixture::start(const std::function<void(http::Server&)>& prepare) {
  server = http::Server::create(options, router, *store.database, test_caller);
  if (prepare) prepare(*server);
  server->start();
}

}  // namespace peakdesk::testing
