// Keeps machines out of the contact form without bothering people: a signed token says when the page was opened, a
// hidden field catches those who fill in everything, addresses that send too often wait. Nothing is thrown away: what
// looks like spam becomes a ticket in the spam folder.
#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "channels/form/forms.h"

namespace peakdesk::channels::form {

class FormGuard {
 public:
  /// `key`: 32 bytes, SecretBox::derive_key("contact-form").
  FormGuard(std::string key, const Clock& clock) : key_(std::move(key)), clock_(clock) {}

  /// For the hidden field of a page of this form: time, nonce and signature.
  std::string make_token(const std::string& public_key, const std::string& nonce) const;
  enum class TokenState { Good, TooFast, Bad };
  /// Good: opened between three seconds and two days ago. `nonce` is filled unless Bad.
  TokenState check_token(const std::string& public_key, const std::string& token, std::string& nonce) const;

  /// Throws TooMany when this address sent more than 5 in the last minute or 30 in the last hour.
  void count(const std::string& ip);

  /// Looks like spam: the hidden field is filled in, or the text is mostly links.
  static bool looks_like_spam(const FormSubmission& submission);

 private:
  std::string key_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, std::vector<Instant>> sent_;
};

}  // namespace peakdesk::channels::form
