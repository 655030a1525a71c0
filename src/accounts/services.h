// What the routes of this room need beyond a transaction. Made by app and outliving the server.
#pragma once
#include <string>

#include "accounts/login_throttle.h"
#include "base/clock.h"
#include "platform/crypto/secret_box.h"
#include "platform/db/database.h"

namespace peakdesk::accounts {

struct SessionLimits {
  Duration idle = days(7);       // without a request
  Duration absolute = days(30);  // since sign-in
};

struct Services {
  Database& database;
  const crypto::SecretBox& secrets;
  LoginThrottle& throttle;
  std::string public_url;  // "https://desk.tea.example", without a slash at the end; empty: links are paths
  SessionLimits sessions = {};
};

}  // namespace peakdesk::accounts
