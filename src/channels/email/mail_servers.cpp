#include "channels/email/mail_servers.h"

#include "base/text.h"

namespace peakdesk::channels::email {
namespace {

platform::TlsMode to_tls_mode(Tls tls) {
  return tls == Tls::Tls        ? platform::TlsMode::Tls
         : tls == Tls::Starttls ? platform::TlsMode::StartTls
                                : platform::TlsMode::None;
}

platform::MailServer under_rules(platform::MailServer server, const MailServerRules& rules) {
  server.timeout = rules.timeout;
  server.allowed = rules.allowed;
  return server;
}

}  // namespace

platform::MailServer smtp_server_of(const Mailbox& mailbox, const MailboxSecrets& secrets,
                                    const MailServerRules& rules) {
  return under_rules({mailbox.smtp_host, static_cast<std::uint16_t>(mailbox.smtp_port), to_tls_mode(mailbox.smtp_tls),
                      mailbox.smtp_user, secrets.smtp_password},
                     rules);
}

platform::MailServer imap_server_of(const Mailbox& mailbox, const MailboxSecrets& secrets,
                                    const MailServerRules& rules) {
  return under_rules({mailbox.imap_host, static_cast<std::uint16_t>(mailbox.imap_port), to_tls_mode(mailbox.imap_tls),
                      mailbox.imap_user, secrets.imap_password},
                     rules);
}

Notice notice_of(const platform::MailServerError& error, const platform::MailServer& server) {
  Notice notice{platform::name_of(error.trouble),
                {{"server", server.host + ":" + std::to_string(server.port)}, {"host", server.host}},
                error.what()};
  if (!error.detail.empty()) notice.params["detail"] = error.detail;
  if (!error.server_said.empty()) {
    notice.params["said"] = truncate(error.server_said, 300);
    notice.text += " The server said: " + notice.params["said"];
  }
  return notice;
}

}  // namespace peakdesk::channels::email
