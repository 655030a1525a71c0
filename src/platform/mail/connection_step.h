// How far a connection to a mail server came, in words a person can act on.
#pragma once
#include <stdexcept>
#include <string>

namespace peakdesk::platform {

enum class MailTls { Tls, Starttls, None };

struct MailServer {
  std::string host;
  int port = 0;
  MailTls tls = MailTls::Tls;
  std::string user;
  std::string password;
  int timeout_s = 30;
  bool verify_certificate = true;  // only tests with a certificate of their own turn it off
};

/// Thrown by the mail clients. `step`: resolve | connect | tls | sign_in | folder | send | done. what() is a sentence
/// for a person, `advice` says what to try.
class MailServerError : public std::runtime_error {
 public:
  MailServerError(std::string step, const std::string& message, std::string advice, bool permanent = false)
      : std::runtime_error(message), step(std::move(step)), advice(std::move(advice)), permanent(permanent) {}
  std::string step;
  std::string advice;
  bool permanent;  // trying the same again cannot help
};

}  // namespace peakdesk::platform
