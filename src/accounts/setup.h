// The first start: while nobody can sign in yet, whoever reaches the desk may make the account and its first owner.
#pragma once
#include <optional>
#include <string>

#include "accounts/services.h"
#include "platform/http/router.h"

namespace peakdesk::accounts {

struct SetupState {
  bool needs_setup = false;
  std::string version;
};
BOOST_DESCRIBE_STRUCT(SetupState, (), (needs_setup, version))

struct SetupInput {
  std::string shop_name;
  std::string name;
  std::string email;
  std::string password;
  std::string locale = "en";
  std::string timezone = "UTC";
};
BOOST_DESCRIBE_STRUCT(SetupInput, (), (shop_name, name, email, password, locale, timezone))

/// GET /api/setup.
SetupState get_setup(Tx& tx, const Caller& caller, const NoInput&);
/// POST /api/setup (pool): signs in. Throws Conflict "already_set_up", Invalid.
http::Response run_setup(const Services& services, const http::Call& call);

/// The account and its first owner, in a transaction in which nobody exists. Throws as run_setup. For the command line
/// too.
UserId create_first_owner(Tx& tx, const SetupInput& input, const std::string& password_hash);

}  // namespace peakdesk::accounts
