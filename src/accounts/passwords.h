// Changing a password, and the links by which somebody sets one without knowing the old: invitations and resets. A link
// is a statement signed with the instance key that dies with the password it was made for, so no table is needed and it
// works once.
#pragma once
#include <string>
#include <string_view>

#include "accounts/services.h"
#include "accounts/users.h"
#include "accounts/users_store.h"
#include "platform/db/tx.h"
#include "platform/http/router.h"

namespace peakdesk::accounts {

inline constexpr Duration kInvitationHolds = days(7);
inline constexpr Duration kResetHolds = days(1);

struct ChangePasswordInput {
  std::string current_password;
  std::string new_password;
};
BOOST_DESCRIBE_STRUCT(ChangePasswordInput, (), (current_password, new_password))

struct ResetPasswordInput {
  std::string token;  // of the path
  std::string password;
};
BOOST_DESCRIBE_STRUCT(ResetPasswordInput, (), (token, password))

struct ConfirmByPasswordInput {
  std::string password;
};
BOOST_DESCRIBE_STRUCT(ConfirmByPasswordInput, (), (password))

struct PasswordLink {
  std::string url;
};
BOOST_DESCRIBE_STRUCT(PasswordLink, (), (url))

/// POST /api/profile/password (pool). All other sessions end.
http::Response change_password(const Services& services, const http::Call& call);
/// POST /api/password-reset/{token} (pool). Throws NotFound "link_invalid"; all sessions end.
http::Response reset_password(const Services& services, const http::Call& call);
/// DELETE /api/profile/totp (pool).
http::Response remove_totp(const Services& services, const http::Call& call);
/// POST /api/users (pool): hashes the password if there is one, or answers with an invitation link.
http::Response invite_user(const Services& services, const http::Call& call);
/// POST /api/users/{id}/reset-link.
PasswordLink create_reset_link(Tx& tx, const Services& services, const Caller& caller, const UserIdInput& input);

/// The link that lets this user set a password until `until`.
std::string password_link(const Services& services, const Credentials& user, Instant until);
/// Whose link it is, if it holds now.
std::optional<Credentials> user_of_link(Tx& tx, const Services& services, std::string_view token);
/// Sets the password and ends the user's sessions but `keep`. The hash comes from crypto::hash_password.
void set_password(Tx& tx, const Caller& caller, const Credentials& user, const std::string& password_hash,
                  std::string_view action, SessionId keep = {});

}  // namespace peakdesk::accounts
