// One SMTP session: log in once, hand over several mails. Blocking; one thread at a time. Keeps every answer of the
// server, which is what the delivery state of a message is made of. Trouble with the server as a whole throws
// MailServerError; what it says of one mail or one recipient is a value.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/mail/mail_server.h"

namespace peakdesk::platform {

struct SmtpReply {
  int code = 0;      // 250, 450, 550 …; 0: the server was not asked
  std::string text;  // its words, one line, untrusted
  bool accepted() const { return code >= 200 && code < 300; }
  bool temporary() const { return code >= 400 && code < 500; }
  bool permanent() const { return code >= 500 && code < 600; }
};

struct SmtpRecipient {
  std::string address;
  SmtpReply reply;  // to RCPT TO
};

struct SmtpResult {
  SmtpReply sender;                       // to MAIL FROM
  std::vector<SmtpRecipient> recipients;  // in the order given
  SmtpReply mail;                         // to the mail itself; not accepted: nobody got it
  /// The server took responsibility for at least one recipient.
  bool delivered() const { return mail.accepted(); }
  /// The answer that decided: the mail's, or the first refusal before it.
  const SmtpReply& deciding() const;
};

class SmtpClient {
 public:
  explicit SmtpClient(MailServer server, const Wakeup* wakeup = nullptr);
  ~SmtpClient();
  SmtpClient(SmtpClient&&) noexcept;
  SmtpClient& operator=(SmtpClient&&) noexcept;

  /// Connects, starts encryption and logs in as the server's settings say.
  void connect();
  bool is_connected() const;
  /// `mail` as build_mail() gives it; `from` empty for the null sender of automatic mail. After a refusal the session
  /// goes on.
  SmtpResult send(const std::string& from, const std::vector<std::string>& to, std::string_view mail);
  void quit() noexcept;

 private:
  struct Session;
  std::unique_ptr<Session> session_;
};

}  // namespace peakdesk::platform
