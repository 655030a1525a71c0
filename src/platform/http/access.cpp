#include "platform/http/access.h"

#include "base/error.h"

namespace peakdesk::http {
namespace {
// Takes as long for a wrong first character as for a wrong last one.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  volatile unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  return difference == 0;
}
}  // namespace

std::string_view role_name(Role role) {
  switch (role) {
    case Role::Public:
      return "public";
    case Role::Observer:
      return "observer";
    case Role::Agent:
      return "agent";
    case Role::Lead:
      return "lead";
    case Role::Owner:
      return "owner";
  }
  return "public";
}

void check_access(const Access& access, const Caller& caller) {
  if (access.role == Role::Public) return;
  if (caller.role == Role::Public)
    throw RequestError(ErrorKind::NotSignedIn, "not_signed_in",
                       "Sign in, or send an API key as \"Authorization: Bearer pk_…\".");
  if (caller.role < access.role)
    throw RequestError(ErrorKind::NotAllowed, "role_too_low",
                       "This needs the role " + std::string(role_name(access.role)) + "; yours is " +
                           std::string(role_name(caller.role)) + ". An owner can change it.");
  if (caller.is_api_key() && !access.scope.empty() && !caller.has_scope(access.scope))
    throw RequestError(ErrorKind::NotAllowed, "scope_missing",
                       "This API key lacks the scope " + std::string(access.scope) + ". Make a key that has it.");
}

void check_csrf(const Request& request, const Caller& caller) {
  if (request.method == "GET" || request.method == "HEAD" || caller.role == Role::Public || caller.is_api_key()) return;
  const auto given = request.header("X-CSRF-Token");
  if (caller.session_csrf_token.empty() || !equal_in_constant_time(given, caller.session_csrf_token))
    throw RequestError(ErrorKind::NotAllowed, "csrf_failed",
                       "The X-CSRF-Token header is missing or not this session's. Reload the page and try again.");
}

}  // namespace peakdesk::http
