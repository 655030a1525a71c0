// Tries a mailbox's servers and says in plain words how far it came and what to do.
#pragma once
#include <string>

#include "channels/email/mailbox.h"

namespace peakdesk::channels::email {

struct ConnectionTestResult {
  bool ok = false;
  std::string step = "skipped";  // skipped | resolve | connect | tls | sign_in | folder | send | done
  std::string message;
  std::string advice;
};
BOOST_DESCRIBE_STRUCT(ConnectionTestResult, (), (ok, step, message, advice))
struct ConnectionTest {
  ConnectionTestResult imap;
  ConnectionTestResult smtp;
};
BOOST_DESCRIBE_STRUCT(ConnectionTest, (), (imap, smtp))

/// Connects, signs in and opens the folder; sends nothing. Takes at most about 15 seconds a server. A server that is
/// not named is skipped.
ConnectionTest test_connection(const Mailbox& mailbox, const MailboxSecrets& secrets);

}  // namespace peakdesk::channels::email
