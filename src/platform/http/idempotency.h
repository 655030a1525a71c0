// Idempotency-Key on POST: the first answer is kept in the transaction that made it and repeated byte for byte. Owns
// the table idempotency_keys.
#pragma once
#include <optional>
#include <string>

#include "base/caller.h"
#include "base/clock.h"
#include "platform/db/tx.h"
#include "platform/http/message.h"

namespace peakdesk::http {

class Idempotency {
 public:
  /// For a signed-in caller's POST that names a key; otherwise inactive. Throws Invalid when the key is no printable
  /// ASCII of at most 255 characters.
  Idempotency(const Request& request, const Caller& caller);
  bool active() const { return !key_.empty(); }
  /// "user:1 key": keys of two callers never meet.
  const std::string& owner_and_key() const { return owner_and_key_; }

  /// The first answer, marked as a replay, or nothing. Throws Conflict idempotency_key_reused when that was another
  /// request, idempotent_answer_not_kept when the answer held a secret.
  std::optional<Response> find(Tx& tx) const;
  /// Keeps the answer. Answers that set cookies are not kept; of those with a Cache-Control: no-store of their own (an
  /// API key, a link) only that they were given, so that no secret stays in the store.
  void keep(Tx& tx, const Response& response) const;

 private:
  AccountId account_;
  std::string caller_;
  std::string key_;
  std::string fingerprint_;
  std::string owner_and_key_;
};

/// Forgets answers made before `before`; returns how many. For the schedule (24 hours is what callers are promised).
std::int64_t forget_idempotency_keys(Tx& tx, Instant before);

}  // namespace peakdesk::http
