// Who is calling: a person by the session cookie, a machine by "Authorization: Bearer pk_…". For http::Server::create.
#pragma once
#include "accounts/services.h"
#include "platform/http/server.h"

namespace peakdesk::accounts {

/// Reads only, so it runs in any transaction; that a session or key was used is written in the background, at most once
/// a minute each. A cookie that does not hold (any more) makes a public caller, so that its owner can sign in again; a
/// bearer key that does not hold throws NotSignedIn "api_key_invalid". `services` must outlive the server.
http::Authenticate authenticate_with(const Services& services);

}  // namespace peakdesk::accounts
