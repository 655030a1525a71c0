// Tries a mailbox's servers and says in plain words how far it came and what to do.
#pragma once
#include <map>
#include <string>

#include "channels/email/mail_servers.h"
#include "channels/email/mailbox.h"

namespace peakdesk::channels::email {

struct ConnectionTestResult {
  bool ok = false;
  std::string step = "skipped";  // skipped | resolve | connect | tls | sign_in | folder | send | done
  std::string message;
  std::string advice;
  std::string code;  // for translation: of the trouble, or what was found; with params
  std::map<std::string, std::string> params;
};
BOOST_DESCRIBE_STRUCT(ConnectionTestResult, (), (ok, step, message, advice, code, params))
struct ConnectionTest {
  ConnectionTestResult imap;
  ConnectionTestResult smtp;
};
BOOST_DESCRIBE_STRUCT(ConnectionTest, (), (imap, smtp))

/// Connects, signs in and opens the folder; sends nothing. Takes at most about 15 seconds a server. A server that is
/// not named is skipped.
ConnectionTest test_connection(const Mailbox& mailbox, const MailboxSecrets& secrets, MailServerRules rules);

}  // namespace peakdesk::channels::email
