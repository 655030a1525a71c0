// Hands mails to an SMTP server, by libcurl. Blocking, with timeouts; a connection is kept for several mails.
// Certificates are checked.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/mail/connection_step.h"

namespace peakdesk::platform {

struct SmtpReceipt {
  std::string server_answer;         // the last line, with the server's own id of the mail
  std::vector<std::string> refused;  // recipients refused while others were taken; empty as a rule
};

class SmtpClient {
 public:
  explicit SmtpClient(MailServer server);
  ~SmtpClient();
  SmtpClient(const SmtpClient&) = delete;
  SmtpClient& operator=(const SmtpClient&) = delete;

  /// `mail` is the whole message with CRLF or LF line ends. Throws MailServerError; `permanent` after a 5xx about this
  /// mail or its recipients, not after one about the sign-in.
  SmtpReceipt send(const std::string& from, const std::vector<std::string>& recipients, std::string_view mail);
  /// Connects and signs in without sending. Throws MailServerError.
  void check();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace peakdesk::platform
