// Front door to the mailboxes: what the settings pages and the mail workers ask. The API's shapes are here; SQL is in
// mailbox_store.cpp, HTTP in email_routes.cpp.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/caller.h"
#include "base/notice.h"
#include "channels/email/mailbox.h"
#include "platform/crypto/secret_box.h"
#include "platform/db/tx.h"

namespace peakdesk::channels::email {

struct ImapOut {
  std::string host;
  std::int64_t port = 993;
  Tls tls = Tls::Tls;
  std::string user;
  std::string folder;
};
BOOST_DESCRIBE_STRUCT(ImapOut, (), (host, port, tls, user, folder))
struct SmtpOut {
  std::string host;
  std::int64_t port = 465;
  Tls tls = Tls::Tls;
  std::string user;
};
BOOST_DESCRIBE_STRUCT(SmtpOut, (), (host, port, tls, user))
struct DkimOut {
  std::string domain;
  std::string selector;
  std::string public_record;  // the TXT record to publish at <selector>._domainkey.<domain>
};
BOOST_DESCRIBE_STRUCT(DkimOut, (), (domain, selector, public_record))

struct MailboxOut {
  MailboxId id;
  std::string name;
  std::string address;
  std::string from_name;
  TeamId team_id;
  std::string signature_html;
  std::optional<ImapOut> imap;
  std::optional<SmtpOut> smtp;
  std::optional<DkimOut> dkim;
  bool reply_addressing = false;
  std::int64_t send_per_minute = 60;
  bool active = true;
  std::string state;  // connected | connecting | failing | paused
  std::optional<std::string> last_error;
  std::optional<Notice> last_problem;
  std::optional<Notice> sending_problem;  // set while the last mail could not be handed over
  Instant last_checked_datetime;
};
BOOST_DESCRIBE_STRUCT(MailboxOut, (),
                      (id, name, address, from_name, team_id, signature_html, imap, smtp, dkim, reply_addressing,
                       send_per_minute, active, state, last_error, last_problem, sending_problem,
                       last_checked_datetime))

struct ImapInput {
  std::string host;
  std::int64_t port = 993;
  Tls tls = Tls::Tls;
  std::string user;
  std::optional<std::string> password;
  std::string folder = "INBOX";
};
BOOST_DESCRIBE_STRUCT(ImapInput, (), (host, port, tls, user, password, folder))
struct SmtpInput {
  std::string host;
  std::int64_t port = 587;
  Tls tls = Tls::Starttls;
  std::string user;
  std::optional<std::string> password;
};
BOOST_DESCRIBE_STRUCT(SmtpInput, (), (host, port, tls, user, password))
struct DkimInput {
  std::string domain;
  std::string selector;
};
BOOST_DESCRIBE_STRUCT(DkimInput, (), (domain, selector))

/// POST, PATCH and the connection test share this shape; what is left out stays.
struct MailboxInput {
  MailboxId id;
  Patch<std::string> name;
  Patch<std::string> address;
  Patch<std::string> from_name;
  Patch<TeamId> team_id;
  Patch<std::string> signature_html;
  Patch<ImapInput> imap;
  Patch<SmtpInput> smtp;
  Patch<DkimInput> dkim;
  Patch<bool> reply_addressing;
  Patch<std::int64_t> send_per_minute;
  Patch<bool> active;
};
BOOST_DESCRIBE_STRUCT(MailboxInput, (),
                      (id, name, address, from_name, team_id, signature_html, imap, smtp, dkim, reply_addressing,
                       send_per_minute, active))

/// Throws Invalid naming the field; Conflict "address_taken" when another mailbox has the address.
MailboxOut create_mailbox(Tx& tx, const Caller& caller, const crypto::SecretBox& box, const MailboxInput& input);
MailboxOut update_mailbox(Tx& tx, const Caller& caller, const crypto::SecretBox& box, const MailboxInput& input);
void delete_mailbox(Tx& tx, const Caller& caller, MailboxId id);
std::vector<MailboxOut> list_mailboxes(Tx& tx, AccountId account, const crypto::SecretBox& box);
MailboxOut get_mailbox(Tx& tx, AccountId account, const crypto::SecretBox& box, MailboxId id);

/// `input` laid over the stored mailbox (or over nothing): what would be saved. Validates like create.
Mailbox apply_input(Tx& tx, AccountId account, const crypto::SecretBox& box, const MailboxInput& input,
                    MailboxSecrets& secrets);

// For the workers.
std::optional<Mailbox> find_mailbox(Tx& tx, AccountId account, MailboxId id);
std::optional<Mailbox> find_mailbox_by_address(Tx& tx, AccountId account, std::string_view address);
/// The mailbox answers go out from when a ticket names none: the first active one with SMTP.
std::optional<Mailbox> default_mailbox(Tx& tx, AccountId account);
std::vector<Mailbox> all_active_mailboxes(Tx& tx);
MailboxSecrets open_secrets(const crypto::SecretBox& box, const Mailbox& mailbox);
/// No problem: it works. Both tell screens only when something changed.
void note_mailbox_state(Tx& tx, const Mailbox& mailbox, const Notice& problem);
void note_sending_state(Tx& tx, AccountId account, MailboxId id, const Notice& problem);
void note_fetched(Tx& tx, const Mailbox& mailbox, std::int64_t uid_validity, std::int64_t last_uid);

}  // namespace peakdesk::channels::email
