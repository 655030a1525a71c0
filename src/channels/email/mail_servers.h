// The servers of a mailbox as the mail clients want them, under the operator's rules: how long to wait and which
// addresses may be reached. And what goes wrong there, as a notice for a person.
#pragma once
#include <vector>

#include "base/notice.h"
#include "channels/email/mailbox.h"
#include "platform/http/address.h"
#include "platform/mail/mail_server.h"

namespace peakdesk::channels::email {

struct MailServerRules {
  /// Beyond the public internet: mail servers are named by people, and must not become a way into the operator's
  /// network.
  std::vector<http::AddressRange> allowed;
  Duration timeout = seconds(30);     // of every single wait
  Duration first_pause = seconds(5);  // before a broken mailbox is looked at again; doubled up to two minutes
};

platform::MailServer smtp_server_of(const Mailbox& mailbox, const MailboxSecrets& secrets,
                                    const MailServerRules& rules);
platform::MailServer imap_server_of(const Mailbox& mailbox, const MailboxSecrets& secrets,
                                    const MailServerRules& rules);

/// Codes are those of platform::name_of; params: server ("host:port"), host, detail, said.
Notice notice_of(const platform::MailServerError& error, const platform::MailServer& server);

}  // namespace peakdesk::channels::email
