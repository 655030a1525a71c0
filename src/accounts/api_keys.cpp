#include "accounts/api_keys.h"

#include <algorithm>
#include <array>

#include "accounts/account_events.h"
#include "accounts/audit.h"
#include "accounts/input_rules.h"
#include "base/text.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/random_bytes.h"
#include "platform/http/page_cursor.h"

namespace peakdesk::accounts {
namespace {

constexpr std::array<std::string_view, 14> kScopes = {"tickets:read",   "tickets:write",
                                                      "customers:read", "customers:write",
                                                      "settings:read",  "settings:write",
                                                      "users:read",     "users:write",
                                                      "channels:write", "search:read",
                                                      "events:read",    "planning:read",
                                                      "planning:write", "*"};
constexpr std::size_t kPrefixLength = 8;

struct ApiKeyRow {
  ApiKeyId id;
  std::string name;
  std::string prefix;
  RawJson scopes;
  UserId created_by_user_id;
  std::string created_by_name;
  Instant created_at;
  Instant expires_at;
  Instant last_used_at;
};
BOOST_DESCRIBE_STRUCT(ApiKeyRow, (),
                      (id, name, prefix, scopes, created_by_user_id, created_by_name, created_at, expires_at,
                       last_used_at))

ApiKey to_api_key(const ApiKeyRow& row) {
  ApiKey key{row.id,       row.name,       row.prefix,     from_json<std::vector<std::string>>(row.scopes.text),
             std::nullopt, row.created_at, row.expires_at, row.last_used_at};
  if (row.created_by_user_id) key.created_by = UserRef{row.created_by_user_id, row.created_by_name};
  return key;
}

std::vector<std::string> checked_scopes(const std::vector<std::string>& asked) {
  std::vector<std::string> scopes;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (std::find(kScopes.begin(), kScopes.end(), asked[i]) == kScopes.end()) {
      const std::vector<std::string> known(kScopes.begin(), kScopes.end());
      throw_invalid("scopes[" + std::to_string(i) + "]", "There is no such scope. Known: " + join(known, ", ") + ".");
    }
    if (std::find(scopes.begin(), scopes.end(), asked[i]) == scopes.end()) scopes.push_back(asked[i]);
  }
  if (scopes.empty()) throw_invalid("scopes", "Choose at least one scope, or \"*\" for all.");
  return scopes;
}

}  // namespace

std::span<const std::string_view> known_scopes() { return kScopes; }

std::vector<std::string> scopes_of(Role role) {
  std::vector<std::string> scopes;
  const auto add = [&](std::initializer_list<const char*> more) {
    scopes.insert(scopes.end(), more.begin(), more.end());
  };
  if (role >= Role::Observer)
    add({"tickets:read", "customers:read", "settings:read", "users:read", "search:read", "events:read"});
  if (role >= Role::Agent) add({"tickets:write", "customers:write", "planning:read"});
  if (role >= Role::Lead) add({"settings:write", "planning:write"});
  if (role >= Role::Owner) add({"users:write", "channels:write", "*"});
  return scopes;
}

Page<ApiKey> list_api_keys(Tx& tx, const Caller& caller, const ListApiKeysInput& input) {
  constexpr std::string_view kOrder = "api-keys/id:desc";
  const int limit = http::checked_limit(input.limit);
  const auto cursor = http::decode_cursor(kOrder, input.cursor, 1);
  constexpr std::string_view kOlder =
      "SELECT k.id, k.name, k.prefix, k.scopes, k.created_by_user_id, COALESCE(u.name, '') AS created_by_name, "
      "k.created_at, "
      "k.expires_at, k.last_used_at FROM api_keys k LEFT JOIN users u ON u.account_id = k.account_id AND u.id = "
      "k.created_by_user_id "
      "WHERE k.account_id = $1 AND k.id < $2 AND k.revoked_at = 0 ORDER BY k.id DESC LIMIT $3";
  constexpr std::string_view kNewer =
      "SELECT k.id, k.name, k.prefix, k.scopes, k.created_by_user_id, COALESCE(u.name, '') AS created_by_name, "
      "k.created_at, "
      "k.expires_at, k.last_used_at FROM api_keys k LEFT JOIN users u ON u.account_id = k.account_id AND u.id = "
      "k.created_by_user_id "
      "WHERE k.account_id = $1 AND k.id > $2 AND k.revoked_at = 0 ORDER BY k.id LIMIT $3";
  std::vector<ApiKey> keys;
  for (const auto& row : tx.list<ApiKeyRow>(cursor && cursor->backwards ? kNewer : kOlder, caller.account,
                                            cursor ? cursor->keys[0] : INT64_MAX, limit + 1))
    keys.push_back(to_api_key(row));
  return http::finish_page(std::move(keys), limit, kOrder, cursor,
                           [](const ApiKey& key) { return std::vector<std::int64_t>{key.id.value}; });
}

Created<NewApiKey> create_api_key(Tx& tx, const Caller& caller, const CreateApiKeyInput& input) {
  NewApiKey created;
  created.name = checked_name("name", input.name, 100);
  created.scopes = checked_scopes(input.scopes);
  if (input.expires_datetime && input.expires_datetime <= tx.now())
    throw_invalid("expires_datetime", "This moment has passed. Leave it empty for a key that does not expire.");
  created.id = tx.new_id<ApiKeyId>();
  created.key = std::string(kApiKeyPrefix) + crypto::random_token();
  created.prefix = created.key.substr(0, kPrefixLength);
  created.created_datetime = tx.now();
  created.expires_datetime = input.expires_datetime;
  if (caller.user) created.created_by = UserRef{caller.user, caller.name};
  const db::Blob hash{crypto::sha256(created.key)};
  tx.exec(
      "INSERT INTO api_keys (id, account_id, name, prefix, key_hash, scopes, created_by_user_id, created_at, "
      "expires_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      created.id, caller.account, created.name, created.prefix, hash, to_json(created.scopes), caller.user, tx.now(),
      created.expires_datetime);
  audit::record(tx, caller, "api_key.created", "api_key:" + std::to_string(created.id.value),
                {{"name", created.name}, {"prefix", created.prefix}, {"scopes", join(created.scopes, " ")}});
  announce_settings(tx, caller, "api_keys");
  return {std::move(created)};
}

NoContent revoke_api_key(Tx& tx, const Caller& caller, const ApiKeyIdInput& input) {
  const auto name = tx.find<std::string>(
      "SELECT name FROM api_keys WHERE account_id = $1 AND id = $2 AND revoked_at = 0", caller.account, input.id);
  if (!name) throw_not_found("API key");
  tx.exec("UPDATE api_keys SET revoked_at = $3 WHERE account_id = $1 AND id = $2", caller.account, input.id, tx.now());
  audit::record(tx, caller, "api_key.revoked", "api_key:" + std::to_string(input.id.value), {{"name", *name}});
  announce_settings(tx, caller, "api_keys");
  return {};
}

std::optional<ValidApiKey> select_valid_api_key(Tx& tx, std::string_view key) {
  const db::Blob hash{crypto::sha256(key)};
  return tx.find<ValidApiKey>(
      "SELECT id, account_id, name, scopes, created_by_user_id, last_used_at FROM api_keys "
      "WHERE key_hash = $1 AND revoked_at = 0 AND (expires_at = 0 OR expires_at > $2)",
      hash, tx.now());
}

void touch_api_key(Tx& tx, AccountId account, ApiKeyId key, Instant used_at) {
  tx.exec("UPDATE api_keys SET last_used_at = $3 WHERE account_id = $1 AND id = $2 AND last_used_at < $3", account, key,
          used_at);
}

}  // namespace peakdesk::accounts
