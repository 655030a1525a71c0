#include "channels/email/connection_check.h"

#include <algorithm>

#include "platform/mail/imap_client.h"
#include "platform/mail/smtp_client.h"

namespace peakdesk::channels::email {
namespace {

constexpr Duration kTestTimeout = seconds(12);

/// Which step of the way failed, as the screen draws it.
std::string step_of(platform::MailTrouble trouble) {
  switch (trouble) {
    case platform::MailTrouble::HostUnknown:
    case platform::MailTrouble::Forbidden:
      return "resolve";
    case platform::MailTrouble::Tls:
      return "tls";
    case platform::MailTrouble::NoLogin:
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
    case platform::MailTrouble::NoLogin:
      return "Choose encryption (STARTTLS or TLS); on the desk's machine, install the package libsasl2-modules.";
    case platform::MailTrouble::NoSuchFolder:
      return "The main folder is called INBOX.";
    case platform::MailTrouble::Forbidden:
      return "Name the server by its public address, or have its address allowed by the setting allowed-addresses.";
    default:
      return "Check the port and whether a firewall lets the connection out.";
  }
}

ConnectionTestResult failed(const platform::MailServerError& e, const platform::MailServer& server) {
  Notice notice = notice_of(e, server);
  return {false, step_of(e.trouble), notice.text, advice_of(e.trouble), notice.code, std::move(notice.params)};
}

ConnectionTestResult worked(Notice found, const std::string& advice) {
  return {true, "done", found.text, advice, found.code, std::move(found.params)};
}

ConnectionTestResult check_reading(const Mailbox& mailbox, const platform::MailServer& server) {
  try {
    platform::ImapClient client(server);
    client.connect();
    const auto folder = client.select(mailbox.imap_folder);
    const std::string count = std::to_string(folder.exists);
    const bool can_tell = client.can_idle();
    client.logout();
    return worked({can_tell ? "folder_opened" : "folder_opened_without_idle",
                   {{"folder", mailbox.imap_folder}, {"count", count}},
                   "Signed in; the folder " + mailbox.imap_folder + " holds " + count + " mails."},
                  can_tell ? "" : "The server cannot tell of new mail by itself, so it is asked regularly.");
  } catch (const platform::MailServerError& e) {
    auto result = failed(e, server);
    result.params["folder"] = mailbox.imap_folder;
    return result;
  }
}

ConnectionTestResult check_sending(const platform::MailServer& server) {
  try {
    platform::SmtpClient client(server);
    client.connect();
    client.quit();
    return worked(server.user.empty() ? Notice{"server_answers", {}, "The server answers."}
                                      : Notice{"signed_in", {}, "Signed in; the server takes mail."},
                  "");
  } catch (const platform::MailServerError& e) {
    return failed(e, server);
  }
}

}  // namespace

ConnectionTest test_connection(const Mailbox& mailbox, const MailboxSecrets& secrets, MailServerRules rules) {
  rules.timeout = std::min(rules.timeout, kTestTimeout);
  ConnectionTest test;
  if (mailbox.imap_host.empty()) {
    test.imap.message = "No server is named, so no mail is read.";
    test.imap.code = "not_read";
  } else {
    test.imap = check_reading(mailbox, imap_server_of(mailbox, secrets, rules));
  }
  if (mailbox.smtp_host.empty()) {
    test.smtp.message = "No server is named, so no mail is sent.";
    test.smtp.code = "not_sent";
  } else {
    test.smtp = check_sending(smtp_server_of(mailbox, secrets, rules));
  }
  return test;
}

}  // namespace peakdesk::channels::email
