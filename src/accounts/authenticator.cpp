#include "accounts/authenticator.h"

#include <memory>
#include <mutex>
#include <unordered_map>

#include "accounts/api_keys.h"
#include "accounts/sessions.h"
#include "accounts/sessions_store.h"
#include "base/text.h"
#include "platform/crypto/hash.h"

namespace peakdesk::accounts {
namespace {

constexpr Duration kSeenEvery = minutes(1);

/// When each session or key was last noted, so that a burst of requests queues one write and not hundreds.
class SeenNotes {
 public:
  bool is_due(std::int64_t id, Instant last_written, Instant now) {
    if (now - last_written < kSeenEvery) return false;
    const std::lock_guard lock(mutex_);
    if (noted_.size() > 10'000) noted_.clear();
    Instant& noted = noted_[id];
    if (noted && now - noted < kSeenEvery) return false;
    noted = now;
    return true;
  }

 private:
  std::mutex mutex_;
  std::unordered_map<std::int64_t, Instant> noted_;
};

/// The lists of scopes as keys store them, read once: the same few come with every request of a machine.
class ScopeLists {
 public:
  std::vector<std::string> read(const std::string& json) {
    const std::lock_guard lock(mutex_);
    if (lists_.size() > 1'000) lists_.clear();
    const auto known = lists_.find(json);
    if (known != lists_.end()) return known->second;
    return lists_.emplace(json, from_json<std::vector<std::string>>(json)).first->second;
  }

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::vector<std::string>> lists_;
};

class Authenticator {
 public:
  explicit Authenticator(const Services& services) : services_(services) {}

  Caller identify(Tx& tx, const http::Request& request) {
    const std::string_view authorization = request.header("Authorization");
    if (!authorization.empty()) return by_api_key(tx, request, authorization);
    const std::string_view token = request.cookie(kSessionCookie);
    Caller caller;
    caller.ip = request.peer_ip;
    if (!token.empty()) by_session(tx, token, caller);
    return caller;
  }

 private:
  Caller by_api_key(Tx& tx, const http::Request& request, std::string_view authorization) {
    const auto refuse = [] {
      throw RequestError(
          ErrorKind::NotSignedIn, "api_key_invalid",
          "This API key is unknown, expired or revoked. Send a valid one as \"Authorization: Bearer pk_…\".");
    };
    if (!istarts_with_ascii(authorization, "Bearer ")) refuse();
    const std::string_view key = trim(authorization.substr(7));
    if (!key.starts_with(kApiKeyPrefix) || key.size() > 200) refuse();
    const auto found = select_valid_api_key(tx, key);
    if (!found) refuse();
    if (notes_.is_due(found->id.value, found->last_used_at, tx.now()))
      note([account = found->account_id, id = found->id, at = tx.now()](Tx& later) {
        touch_api_key(later, account, id, at);
      });
    Caller caller;
    caller.account = found->account_id;
    caller.actor = {"api_key", found->id.value};
    // What a key may do is said by its scopes; only owners can make one.
    caller.role = Role::Owner;
    caller.user = found->created_by_user_id;
    caller.name = found->name;
    caller.ip = request.peer_ip;
    caller.scopes = scopes_.read(found->scopes.text);
    return caller;
  }

  void by_session(Tx& tx, std::string_view token, Caller& caller) {
    const auto found = select_session_by_token(tx, {crypto::sha256(token)});
    if (!found || !found->active) return;
    if (tx.now() >= found->expires_at || tx.now() >= found->last_seen_at + services_.sessions.idle) return;
    if (notes_.is_due(found->id.value, found->last_seen_at, tx.now()))
      note([account = found->account_id, user = found->user_id, id = found->id, at = tx.now()](Tx& later) {
        touch_session(later, account, user, id, at);
      });
    caller.account = found->account_id;
    caller.actor = {"user", found->user_id.value};
    caller.role = found->role;
    caller.user = found->user_id;
    caller.name = found->name;
    caller.locale = found->locale;
    caller.session_csrf_token = found->csrf_token;
    caller.session = found->id;
  }

  /// A full queue drops the note: the next minute brings another.
  void note(std::function<void(Tx&)> work) {
    services_.database.post_write({std::move(work), {}, db::Lane::Background, {}});
  }

  const Services& services_;
  SeenNotes notes_;
  ScopeLists scopes_;
};

}  // namespace

http::Authenticate authenticate_with(const Services& services) {
  return [authenticator = std::make_shared<Authenticator>(services)](Tx& tx, const http::Request& request) {
    return authenticator->identify(tx, request);
  };
}

}  // namespace peakdesk::accounts
