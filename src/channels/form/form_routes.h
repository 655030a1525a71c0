// The contact forms' HTTP: settings for owners, and the public page, script and submissions.
#pragma once
#include <memory>
#include <string>

#include "channels/form/form_guard.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace peakdesk::channels::form {

/// `public_url` without a slash at its end. It, the guard and the database must outlive the router.
void add_form_routes(Router& router, db::Database& database, FormGuard& guard, const std::string& public_url);

}  // namespace peakdesk::channels::form
