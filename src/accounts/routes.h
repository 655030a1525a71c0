// The routes of this room: session and setup, people, API keys, audit log, account.
#pragma once
#include "accounts/services.h"
#include "platform/http/router.h"

namespace peakdesk::accounts {

/// `services` must outlive the router.
void add_account_routes(Router& router, const Services& services);

}  // namespace peakdesk::accounts
