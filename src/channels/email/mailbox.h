// A mailbox: an e-mail account the desk reads (IMAP) and sends with (SMTP). Passwords are sealed at rest and never
// leave the server.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/described.h"
#include "base/ids.h"
#include "base/json.h"
#include "platform/db/value.h"

namespace peakdesk::channels::email {

/// How a connection is protected.
enum class Tls { Tls, Starttls, None };
BOOST_DESCRIBE_ENUM(Tls, Tls, Starttls, None)

/// A row of `mailboxes`.
struct Mailbox {
  MailboxId id;
  AccountId account_id;
  std::string name;
  std::string address;
  std::string from_name;
  TeamId team_id;
  std::string signature_html;
  std::string imap_host;
  std::int64_t imap_port = 993;
  Tls imap_tls = Tls::Tls;
  std::string imap_user;
  std::string imap_folder = "INBOX";
  std::string smtp_host;
  std::int64_t smtp_port = 465;
  Tls smtp_tls = Tls::Tls;
  std::string smtp_user;
  db::Blob secrets;
  std::string dkim_domain;
  std::string dkim_selector;
  bool reply_addressing = false;
  std::int64_t send_per_minute = 60;
  bool active = true;
  std::int64_t uid_validity = 0;
  std::int64_t last_uid = 0;
  std::string state = "new";  // new | ok | failing
  std::string last_error;
  std::string last_problem;     // a Notice as JSON: why `state` is failing
  std::string sending_problem;  // the same for the last mail that could not be handed over
  Instant last_checked_at;
  Instant created_at;
  Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(Mailbox, (),
                      (id, account_id, name, address, from_name, team_id, signature_html, imap_host, imap_port,
                       imap_tls, imap_user, imap_folder, smtp_host, smtp_port, smtp_tls, smtp_user, secrets,
                       dkim_domain, dkim_selector, reply_addressing, send_per_minute, active, uid_validity, last_uid,
                       state, last_error, last_problem, sending_problem, last_checked_at, created_at, updated_at))

/// What `secrets` holds once opened.
struct MailboxSecrets {
  std::string imap_password;
  std::string smtp_password;
  std::string dkim_private_key;  // PEM
};
BOOST_DESCRIBE_STRUCT(MailboxSecrets, (), (imap_password, smtp_password, dkim_private_key))

}  // namespace peakdesk::channels::email
