// What people change about themselves.
#pragma once
#include <optional>
#include <string>

#include "accounts/model.h"
#include "platform/db/tx.h"
#include "platform/http/router.h"

namespace peakdesk::accounts {

struct UpdateProfileInput {
  std::optional<std::string> name;
  std::optional<std::string> firstname;
  std::optional<std::string> lastname;
  std::optional<std::string> bio;
  std::optional<std::string> locale;
  std::optional<std::string> timezone;
  std::optional<std::string> signature_html;
  std::optional<RawJson> preferences;  // laid over the present ones key by key; null removes a key
};
BOOST_DESCRIBE_STRUCT(UpdateProfileInput, (),
                      (name, firstname, lastname, bio, locale, timezone, signature_html, preferences))

/// GET /api/profile.
Profile get_profile(Tx& tx, const Caller& caller, const NoInput&);
/// PATCH /api/profile. Throws Invalid.
Profile update_profile(Tx& tx, const Caller& caller, const UpdateProfileInput& input);

}  // namespace peakdesk::accounts
