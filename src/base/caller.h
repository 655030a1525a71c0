// Who asks. Made by the platform's authenticator from a session cookie or an API key, and handed to every handler.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/described.h"
#include "base/ids.h"

namespace peakdesk {

/// What a person may do, each including the ones before it.
enum class Role { Public, Observer, Agent, Lead, Owner };
BOOST_DESCRIBE_ENUM(Role, Public, Observer, Agent, Lead, Owner)

/// The scope of routes that only a signed-in person may use: no API key has it, not even one with "*".
inline constexpr std::string_view kPeopleOnly = "people_only";

/// Stands behind every change: a person, a machine with an API key, a customer, a rule, or the desk itself.
struct Actor {
  std::string kind = "system";  // user | api_key | customer | rule | system
  std::int64_t id = 0;
};

struct Caller {
  AccountId account;
  Actor actor;
  Role role = Role::Public;
  UserId user;       // set for people and for API keys (the person who made the key)
  std::string name;  // for history and presence
  std::string locale = "en";
  std::string ip;
  std::string session_csrf_token;  // empty for API keys: they need none
  SessionId session;
  std::vector<std::string> scopes;  // only for API keys; "*" is all

  bool is_api_key() const { return actor.kind == "api_key"; }
  bool has_scope(std::string_view scope) const {
    for (const auto& s : scopes)
      if (s == scope || (s == "*" && scope != kPeopleOnly)) return true;
    return false;
  }
};

/// What a route asks of its caller: at least this role, and for API keys this scope.
struct Access {
  Role role = Role::Owner;
  std::string_view scope = "*";
};
constexpr Access everyone() { return {Role::Public, ""}; }
constexpr Access observers(std::string_view scope) { return {Role::Observer, scope}; }
constexpr Access agents(std::string_view scope) { return {Role::Agent, scope}; }
constexpr Access leads(std::string_view scope) { return {Role::Lead, scope}; }
constexpr Access owners(std::string_view scope) { return {Role::Owner, scope}; }
constexpr Access people(Role at_least = Role::Observer) { return {at_least, kPeopleOnly}; }

}  // namespace peakdesk
