// The people of a desk and the shop they work for, as the API shows them.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/caller.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"

namespace peakdesk::accounts {

struct Account {
  AccountId id;
  std::string name;
  std::string domain;    // of the shop: "tea.example"
  std::string locale;    // en | fr | pt-BR | es | de | ru
  std::string timezone;  // IANA: "Europe/Paris"
  Instant created_datetime;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, name, domain, locale, timezone, created_datetime))

struct TeamRef {
  TeamId id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(TeamRef, (), (id, name))

struct UserRef {
  UserId id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(UserRef, (), (id, name))

/// What stands in a user's row and everybody of the desk may see.
struct UserFields {
  UserId id;
  std::string email;
  std::string name;
  std::string firstname;
  std::string lastname;
  std::string bio;
  Role role = Role::Agent;
  bool active = true;
  std::string locale;
  std::string timezone;
  bool totp_enabled = false;
  Instant last_seen_datetime;
  Instant created_datetime;
};
BOOST_DESCRIBE_STRUCT(UserFields, (),
                      (id, email, name, firstname, lastname, bio, role, active, locale, timezone, totp_enabled,
                       last_seen_datetime, created_datetime))

struct User : UserFields {
  std::vector<TeamRef> teams;
};
BOOST_DESCRIBE_STRUCT(User, (UserFields), (teams))

/// A user as they see themselves.
struct Profile : User {
  std::string signature_html;
  RawJson preferences;
};
BOOST_DESCRIBE_STRUCT(Profile, (User), (signature_html, preferences))

struct Team {
  TeamId id;
  std::string name;
  std::string description;
  std::vector<UserId> member_ids;
  Instant created_datetime;
  Instant updated_datetime;
};
BOOST_DESCRIBE_STRUCT(Team, (), (id, name, description, member_ids, created_datetime, updated_datetime))

}  // namespace peakdesk::accounts
