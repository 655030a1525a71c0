#include "channels/form/form_guard.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/random_bytes.h"

namespace peakdesk::channels::form {
namespace {

constexpr Duration kFastestPerson = seconds(3);
constexpr Duration kOldestPage = days(2);
constexpr std::size_t kMostAddresses = 50'000;

std::size_t count_links(std::string_view text) {
  std::size_t links = 0;
  const std::string lower = to_lower_ascii(text);
  for (std::size_t at = 0; (at = lower.find("http", at)) != std::string::npos; at += 4)
    if (lower.compare(at, 7, "http://") == 0 || lower.compare(at, 8, "https://") == 0) ++links;
  return links;
}

}  // namespace

std::string FormGuard::make_token(const std::string& public_key, const std::string& nonce) const {
  const std::string head = std::to_string(clock_.now().ms) + "." + nonce;
  return head + "." + crypto::to_base64url(crypto::hmac_sha256(key_, public_key + "." + head).substr(0, 16));
}

FormGuard::TokenState FormGuard::check_token(const std::string& public_key, const std::string& token,
                                             std::string& nonce) const {
  const auto parts = split(token, '.');
  if (parts.size() != 3) return TokenState::Bad;
  const std::string head = std::string(parts[0]) + "." + std::string(parts[1]);
  if (!crypto::constant_time_equal(
          crypto::to_base64url(crypto::hmac_sha256(key_, public_key + "." + head).substr(0, 16)), parts[2]))
    return TokenState::Bad;
  Instant opened;
  for (const char c : parts[0]) opened.ms = opened.ms * 10 + (c - '0');  // signed by us: only digits
  const Duration age = clock_.now() - opened;
  if (age > kOldestPage) return TokenState::Bad;
  nonce = std::string(parts[1]);
  return age < kFastestPerson ? TokenState::TooFast : TokenState::Good;
}

void FormGuard::count(const std::string& ip) {
  const std::lock_guard lock(mutex_);
  const Instant now = clock_.now();
  if (sent_.size() > kMostAddresses)
    std::erase_if(sent_,
                  [&](const auto& entry) { return entry.second.empty() || entry.second.back() < now - hours(1); });
  auto& times = sent_[ip];
  std::erase_if(times, [&](Instant t) { return t < now - hours(1) || t > now; });
  const auto in_last_minute =
      std::count_if(times.begin(), times.end(), [&](Instant t) { return t > now - minutes(1); });
  if (in_last_minute >= 5 || times.size() >= 30)
    throw RequestError(ErrorKind::TooMany, "too_many_submissions",
                       "You have sent many messages in a short time. Please wait a little.", "",
                       in_last_minute >= 5 ? 60 : 600);
  times.push_back(now);
}

bool FormGuard::looks_like_spam(const FormSubmission& submission) {
  if (!trim(submission.website).empty()) return true;
  const std::size_t links = count_links(submission.message);
  return links > 5 || (links > 1 && length(submission.message) < 40 * links);
}

}  // namespace peakdesk::channels::form
