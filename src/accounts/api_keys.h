// API keys: what machines sign in with. A key is shown once and kept as its SHA-256; its first characters stay
// readable, so that a person recognises it. Keys belong to the shop: they outlive the person who made them, until they
// expire or are revoked. Owns the table api_keys.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/model.h"
#include "platform/db/tx.h"
#include "platform/http/router.h"

namespace peakdesk::accounts {

inline constexpr std::string_view kApiKeyPrefix = "pk_";

struct ApiKey {
  ApiKeyId id;
  std::string name;
  std::string prefix;  // "pk_Ab3dE"
  std::vector<std::string> scopes;
  std::optional<UserRef> created_by;
  Instant created_datetime;
  Instant expires_datetime;
  Instant last_used_datetime;
};
BOOST_DESCRIBE_STRUCT(ApiKey, (),
                      (id, name, prefix, scopes, created_by, created_datetime, expires_datetime, last_used_datetime))

struct NewApiKey : ApiKey {
  std::string key;  // in clear, only here
};
BOOST_DESCRIBE_STRUCT(NewApiKey, (ApiKey), (key))

struct ListApiKeysInput {
  std::string cursor;
  std::int64_t limit = 30;
};
BOOST_DESCRIBE_STRUCT(ListApiKeysInput, (), (cursor, limit))

struct CreateApiKeyInput {
  std::string name;
  std::vector<std::string> scopes;
  Instant expires_datetime;  // never when not given
};
BOOST_DESCRIBE_STRUCT(CreateApiKeyInput, (), (name, scopes, expires_datetime))

struct ApiKeyIdInput {
  ApiKeyId id;
};
BOOST_DESCRIBE_STRUCT(ApiKeyIdInput, (), (id))

/// Every scope a key can have.
std::span<const std::string_view> known_scopes();
/// What a role may do, in scopes: for screens, which hide what would be refused.
std::vector<std::string> scopes_of(Role role);

/// Not the revoked ones.
Page<ApiKey> list_api_keys(Tx& tx, const Caller& caller, const ListApiKeysInput& input);
/// `caller.user` is kept as its maker. Throws Invalid for unknown scopes or an expiry in the past.
Created<NewApiKey> create_api_key(Tx& tx, const Caller& caller, const CreateApiKeyInput& input);
/// From the next request on. Throws NotFound.
NoContent revoke_api_key(Tx& tx, const Caller& caller, const ApiKeyIdInput& input);

/// For the authenticator: a key that holds now.
struct ValidApiKey {
  ApiKeyId id;
  AccountId account_id;
  std::string name;
  RawJson scopes;
  UserId created_by_user_id;
  Instant last_used_at;
};
BOOST_DESCRIBE_STRUCT(ValidApiKey, (), (id, account_id, name, scopes, created_by_user_id, last_used_at))
std::optional<ValidApiKey> select_valid_api_key(Tx& tx, std::string_view key);
void touch_api_key(Tx& tx, AccountId account, ApiKeyId key, Instant used_at);

}  // namespace peakdesk::accounts
