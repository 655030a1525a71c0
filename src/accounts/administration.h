// What the operator at the machine does to people, without signing in: for the commands of `peakdesk admin`. Each is
// one short transaction, so that it works beside a running server.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/services.h"

namespace peakdesk::accounts {

struct AddOwnerInput {
  std::string email;
  std::string name;
  std::string shop_name = "My shop";    // used when the desk is new
  std::string locale = "en";            // the same
  std::string timezone = "UTC";         // the same
  std::optional<std::string> password;  // none: a link to choose one is made
};

/// The account is made when there is none. Returns the link, empty when a password was given. Throws RequestError.
std::string add_owner_from_terminal(const Services& services, const AddOwnerInput& input);

/// Returns the key. Its maker is the oldest owner. Throws RequestError.
std::string add_api_key_from_terminal(const Services& services, const std::string& name,
                                      const std::vector<std::string>& scopes);

/// Sets the password and ends the sessions, or returns a link by which the person does. Throws RequestError NotFound.
std::string reset_password_from_terminal(const Services& services, const std::string& email,
                                         const std::optional<std::string>& password);

}  // namespace peakdesk::accounts
