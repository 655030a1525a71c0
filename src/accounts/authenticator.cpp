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

/// The valid keys of one commit: in a rush its requests come with the same few. What is revoked or made in that commit
/// was answered to nobody yet, so its requests count as before it. For the writer thread alone.
class KeysOfCommit {
 public:
  /// Null when it was not kept in this commit.
  const Caller* find(const Tx& tx, std::string_view authorization) {
    if (tx.group() != group_) callers_.clear();
    group_ = tx.group();
    const auto known = callers_.find(std::string(authorization));
    return known == callers_.end() ? nullptr : &known->second;
  }
  void keep(std::string_view authorization, const Caller& caller) { callers_.emplace(authorization, caller); }

 private:
  std::uint64_t group_ = 0;
  std::unordered_map<std::string, Caller> callers_;
};

class Authenticator {
 public:
  explicit Authenticator(const Services& services) : services_(services) {}

  Caller identify(Tx& tx, const http::Request& request) {
    const std::string_view authorization = request.header("Authorization");
    if (!authorization.empty()) {
      const Caller* known = tx.group() ? keys_.find(tx, authorization) : nullptr;
      Caller caller = known ? *known : by_api_key(tx, authorization);
      if (tx.group() && !known) keys_.keep(authorization, caller);
      caller.ip = request.peer_ip;
      return caller;
    }
    const std::string_view token = request.cookie(kSessionCookie);
    Caller caller;
    caller.ip = request.peer_ip;
    if (!token.empty()) by_session(tx, token, caller);
    return caller;
  }

 private:
  Caller by_api_key(Tx& tx, std::string_view authorization) {
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
    caller.scopes = from_json<std::vector<std::string>>(found->scopes.text);
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
  KeysOfCommit keys_;
};

}  // namespace

http::Authenticate authenticate_with(const Services& services) {
  return [authenticator = std::make_shared<Authenticator>(services)](Tx& tx, const http::Request& request) {
    return authenticator->identify(tx, request);
  };
}

}  // namespace peakdesk::accounts
