#include "platform/http/idempotency.h"

#include <algorithm>

#include "base/text.h"
#include "platform/crypto/fingerprint.h"

namespace peakdesk::http {
namespace {
constexpr int kSecret = 0;  // stands for the status of an answer that was given but not kept

struct KeptAnswer {
  std::string fingerprint;
  int status = 200;
  std::string body;
};
BOOST_DESCRIBE_STRUCT(KeptAnswer, (), (fingerprint, status, body))

std::string fingerprint_of(const Request& request) {
  std::string text = request.method + " " + request.path;
  for (const auto& [name, value] : request.query) text += "\n" + name + "=" + value;
  text += "\n\n";
  return crypto::fingerprint(text, request.body);
}
}  // namespace

Idempotency::Idempotency(const Request& request, const Caller& caller) {
  if (request.method != "POST" || caller.role == Role::Public) return;
  const auto key = request.header("Idempotency-Key");
  if (key.empty()) return;
  const bool printable = std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  if (key.size() > 255 || !printable)
    throw_invalid("Idempotency-Key",
                  "An Idempotency-Key has at most 255 printable ASCII characters and no spaces; a UUID is a good one.");
  account_ = caller.account;
  caller_ = caller.actor.kind + ":" + std::to_string(caller.actor.id);
  key_ = key;
  fingerprint_ = fingerprint_of(request);
  owner_and_key_ = caller_ + " " + key_;
}

std::optional<Response> Idempotency::find(Tx& tx) const {
  const auto kept = tx.find<KeptAnswer>(
      "SELECT fingerprint, status, body FROM idempotency_keys WHERE account_id = $1 AND caller = $2 AND key = $3",
      account_, caller_, key_);
  if (!kept) return std::nullopt;
  if (kept->fingerprint != fingerprint_)
    throw_conflict("idempotency_key_reused",
                   "This Idempotency-Key was used for another request. Use a new key, or send the same request again.");
  if (kept->status == kSecret)
    throw_conflict(
        "idempotent_answer_not_kept",
        "This request was carried out before. Its answer held a secret that is shown only once, so it is not "
        "repeated.");
  Response response = Response::json(kept->body, kept->status);
  if (kept->body.empty()) response.content_type.clear();
  response.headers.emplace_back("Idempotent-Replay", "true");
  return response;
}

void Idempotency::keep(Tx& tx, const Response& response) const {
  bool holds_secret = false;
  for (const auto& [name, value] : response.headers) {
    if (iequals_ascii(name, "Set-Cookie")) return;
    holds_secret = holds_secret || (iequals_ascii(name, "Cache-Control") && value == "no-store");
  }
  if (!response.file.empty() || !response.embedded.empty()) return;
  tx.exec(
      "INSERT INTO idempotency_keys (account_id, caller, key, fingerprint, status, body, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
      account_, caller_, key_, fingerprint_, holds_secret ? kSecret : response.status,
      holds_secret ? std::string() : response.body, tx.now());
}

std::int64_t forget_idempotency_keys(Tx& tx, Instant before) {
  return tx.exec("DELETE FROM idempotency_keys WHERE created_at < $1 /* every account */", before);
}

}  // namespace peakdesk::http
