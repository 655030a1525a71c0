#include "channels/email/connection_check.h"

#include "channels/email/delivery.h"
#include "platform/mail/imap_client.h"
#include "platform/mail/smtp_client.h"

namespace peakdesk::channels::email {
namespace {

constexpr Duration kTestTimeout = seconds(12);

/// Which step of the way failed, as the screen draws it.
std::string step_of(platform::MailTrouble trouble) {
  switch (trouble) {
    case platform::MailTrouble::HostUnknown:
      return "resolve";
    case platform::MailTrouble::Tls:
      return "tls";
    case platform::MailTrouble::WrongPassword:
      return "sign_in";
    case platform::MailTrouble::NoSuchFolder:
      return "folder";
    case platform::MailTrouble::Rejected:
      return "send";
    default:
      return "connect";
  }
}

std::string advice_of(platform::MailTrouble trouble) {
  switch (trouble) {
    case platform::MailTrouble::HostUnknown:
      return "Check the spelling; providers often use imap.<domain>, smtp.<domain> or mail.<domain>.";
    case platform::MailTrouble::Tls:
      return "TLS is usually on port 993 (IMAP) and 465 (SMTP), STARTTLS on 143 and 587.";
    case platform::MailTrouble::WrongPassword:
      return "Many providers want an app password, or mail programs to be allowed in the account.";
    case platform::MailTrouble::NoSuchFolder:
      return "The main folder is called INBOX.";
    default:
      return "Check the port and whether a firewall lets the connection out.";
  }
}

ConnectionTestResult failed(const platform::MailServerError& e) {
  return {false, step_of(e.trouble),
          std::string(e.what()) + (e.server_said.empty() ? "" : " The server said: " + e.server_said),
          advice_of(e.trouble)};
}

}  // namespace

ConnectionTest test_connection(const Mailbox& mailbox, const MailboxSecrets& secrets) {
  ConnectionTest test;
  if (mailbox.imap_host.empty()) {
    test.imap.message = "No server is named, so no mail is read.";
  } else {
    try {
      auto server = imap_server_of(mailbox, secrets);
      server.timeout = kTestTimeout;
      platform::ImapClient client(server);
      client.connect();
      const auto folder = client.select(mailbox.imap_folder);
      test.imap = {
          true, "done",
          "Signed in; the folder " + mailbox.imap_folder + " holds " + std::to_string(folder.exists) + " mails.",
          client.can_idle() ? "" : "The server cannot tell of new mail by itself, so it is asked regularly."};
      client.logout();
    } catch (const platform::MailServerError& e) {
      test.imap = failed(e);
    }
  }
  if (mailbox.smtp_host.empty()) {
    test.smtp.message = "No server is named, so no mail is sent.";
  } else {
    try {
      auto server = smtp_server_of(mailbox, secrets);
      server.timeout = kTestTimeout;
      platform::SmtpClient client(server);
      client.connect();
      client.quit();
      test.smtp = {true, "done",
                   mailbox.smtp_user.empty() ? "The server answers." : "Signed in; the server takes mail.", ""};
    } catch (const platform::MailServerError& e) {
      test.smtp = failed(e);
    }
  }
  return test;
}

}  // namespace peakdesk::channels::email
