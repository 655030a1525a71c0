// The one place that decides whether a caller may use a route. Knows roles and scopes, not what a route does.
#pragma once
#include "base/caller.h"
#include "platform/http/message.h"

namespace peakdesk::http {

/// Throws NotSignedIn for callers without credentials, NotAllowed when role or API key scope does not suffice. An empty
/// scope asks for none.
void check_access(const Access& access, const Caller& caller);

/// Cross-site request forgery: who signed in by cookie must repeat the session's token in X-CSRF-Token on everything
/// but GET and HEAD. Throws NotAllowed with code csrf_failed.
void check_csrf(const Request& request, const Caller& caller);

/// "lead": as the API writes it.
std::string_view role_name(Role role);

}  // namespace peakdesk::http
