#include "channels/email/mailboxes.h"

#include "base/error.h"
#include "base/text.h"
#include "channels/email/mailbox_store.h"
#include "platform/html/sanitiser.h"
#include "platform/mail/dkim.h"

namespace peakdesk::channels::email {
namespace {

std::string seal_place(MailboxId id) { return "mailbox:" + std::to_string(id.value); }

void require_address(const std::string& address, const std::string& field) {
  const auto at = address.rfind('@');
  if (at == std::string::npos || at == 0 || at + 1 == address.size() ||
      address.find_first_of(" \t\r\n<>,;\"") != std::string::npos)
    throw_invalid(field, "This must be an e-mail address such as support@shop.example.");
}

void require_server(const std::string& host, std::int64_t port, const std::string& field) {
  if (trim(host).empty() || host.find_first_of(" /:@") != std::string::npos)
    throw_invalid(field + ".host", "This must be the name of a server, for example imap.shop.example.");
  if (port < 1 || port > 65535) throw_invalid(field + ".port", "A port lies between 1 and 65535.");
}

MailboxOut to_out(const Mailbox& m, const crypto::SecretBox& box) {
  MailboxOut out{m.id,
                 m.name,
                 m.address,
                 m.from_name,
                 m.team_id,
                 m.signature_html,
                 {},
                 {},
                 {},
                 m.reply_addressing,
                 m.send_per_minute,
                 m.active,
                 {},
                 {},
                 read_notice(m.last_problem),
                 read_notice(m.sending_problem),
                 m.last_checked_at};
  if (!m.imap_host.empty()) out.imap = ImapOut{m.imap_host, m.imap_port, m.imap_tls, m.imap_user, m.imap_folder};
  if (!m.smtp_host.empty()) out.smtp = SmtpOut{m.smtp_host, m.smtp_port, m.smtp_tls, m.smtp_user};
  if (!m.dkim_domain.empty())
    out.dkim =
        DkimOut{m.dkim_domain, m.dkim_selector, platform::dkim_dns_record(open_secrets(box, m).dkim_private_key)};
  if (!m.active)
    out.state = "paused";
  else if (m.state == "failing")
    out.state = "failing";
  else
    out.state = m.state == "ok" || m.imap_host.empty() ? "connected" : "connecting";
  if (!m.last_error.empty()) out.last_error = m.last_error;
  return out;
}

void announce(Tx& tx, const Caller& caller, MailboxId id) {
  tx.emit({caller.account,
           "settings.changed",
           {},
           caller.actor,
           R"({"what":"mailboxes","id":)" + std::to_string(id.value) + "}",
           {}});
}

void announce_state(Tx& tx, AccountId account, MailboxId id, const std::string& state) {
  tx.emit({account,
           "mailbox.state_changed",
           {},
           {},
           R"({"id":)" + std::to_string(id.value) + R"(,"state":")" + state + "\"}",
           {}});
}

void store_secrets(Mailbox& mailbox, const MailboxSecrets& secrets, const crypto::SecretBox& box) {
  mailbox.secrets.bytes = box.seal(to_json(secrets), seal_place(mailbox.id));
}

}  // namespace

MailboxSecrets open_secrets(const crypto::SecretBox& box, const Mailbox& mailbox) {
  if (mailbox.secrets.bytes.empty()) return {};
  return from_json<MailboxSecrets>(box.open_sealed(mailbox.secrets.bytes, seal_place(mailbox.id)));
}

Mailbox apply_input(Tx& tx, AccountId account, const crypto::SecretBox& box, const MailboxInput& input,
                    MailboxSecrets& secrets) {
  Mailbox mailbox;
  if (input.id) {
    const auto stored = mailbox_store::find(tx, account, input.id);
    if (!stored) throw_not_found("mailbox");
    mailbox = *stored;
    secrets = open_secrets(box, mailbox);
  }
  mailbox.account_id = account;
  if (input.name) mailbox.name = std::string(trim(input.name.value.value_or("")));
  if (input.address) mailbox.address = std::string(trim(input.address.value.value_or("")));
  if (input.from_name) mailbox.from_name = collapse_space(input.from_name.value.value_or(""));
  if (input.team_id) mailbox.team_id = input.team_id.value.value_or(TeamId{});
  if (input.signature_html)
    mailbox.signature_html = platform::sanitise_html(input.signature_html.value.value_or("")).html;
  if (input.reply_addressing) mailbox.reply_addressing = input.reply_addressing.value.value_or(false);
  if (input.send_per_minute) mailbox.send_per_minute = input.send_per_minute.value.value_or(60);
  if (input.active) mailbox.active = input.active.value.value_or(true);
  if (input.imap) {
    const ImapInput imap = input.imap.value.value_or(ImapInput{});
    if (input.imap.value) require_server(imap.host, imap.port, "imap");
    // Another server or folder counts its mails anew.
    if (imap.host != mailbox.imap_host || imap.user != mailbox.imap_user || imap.folder != mailbox.imap_folder)
      mailbox.uid_validity = mailbox.last_uid = 0;
    mailbox.imap_host = imap.host;
    mailbox.imap_port = imap.port;
    mailbox.imap_tls = imap.tls;
    mailbox.imap_user = imap.user.empty() ? mailbox.address : imap.user;
    mailbox.imap_folder = imap.folder.empty() ? "INBOX" : imap.folder;
    if (imap.password) secrets.imap_password = *imap.password;
  }
  if (input.smtp) {
    const SmtpInput smtp = input.smtp.value.value_or(SmtpInput{});
    if (input.smtp.value) require_server(smtp.host, smtp.port, "smtp");
    mailbox.smtp_host = smtp.host;
    mailbox.smtp_port = smtp.port;
    mailbox.smtp_tls = smtp.tls;
    mailbox.smtp_user = smtp.user;
    if (smtp.password) secrets.smtp_password = *smtp.password;
  }
  if (input.dkim) {
    if (input.dkim.value) {
      if (input.dkim.value->domain.empty()) throw_invalid("dkim.domain", "Name the domain whose DNS you can change.");
      if (input.dkim.value->selector.empty()) throw_invalid("dkim.selector", "Choose a short name such as peakdesk1.");
      if (secrets.dkim_private_key.empty()) secrets.dkim_private_key = platform::make_dkim_key();
      mailbox.dkim_domain = input.dkim.value->domain;
      mailbox.dkim_selector = input.dkim.value->selector;
    } else {
      mailbox.dkim_domain = mailbox.dkim_selector = "";
      secrets.dkim_private_key.clear();
    }
  }
  if (mailbox.name.empty()) mailbox.name = mailbox.address;
  require_address(mailbox.address, "address");
  if (mailbox.send_per_minute < 1 || mailbox.send_per_minute > 10'000)
    throw_invalid("send_per_minute", "This must lie between 1 and 10,000 mails a minute.");
  if (mailbox.team_id && tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM teams WHERE account_id = $1 AND id = $2",
                                                 account, mailbox.team_id) == 0)
    throw_invalid("team_id", "There is no such team.");
  const auto other = mailbox_store::find_by_address(tx, account, fold(mailbox.address));
  if (other && other->id != mailbox.id) throw_conflict("address_taken", "Another mailbox has this address already.");
  return mailbox;
}

MailboxOut create_mailbox(Tx& tx, const Caller& caller, const crypto::SecretBox& box, const MailboxInput& input) {
  MailboxSecrets secrets;
  MailboxInput fresh = input;
  fresh.id = {};
  Mailbox mailbox = apply_input(tx, caller.account, box, fresh, secrets);
  mailbox.id = tx.new_id<MailboxId>();
  mailbox.created_at = mailbox.updated_at = tx.now();
  store_secrets(mailbox, secrets, box);
  mailbox_store::insert(tx, mailbox, fold(mailbox.address));
  announce(tx, caller, mailbox.id);
  return to_out(mailbox, box);
}

MailboxOut update_mailbox(Tx& tx, const Caller& caller, const crypto::SecretBox& box, const MailboxInput& input) {
  if (!input.id) throw_not_found("mailbox");
  MailboxSecrets secrets;
  Mailbox mailbox = apply_input(tx, caller.account, box, input, secrets);
  mailbox.updated_at = tx.now();
  mailbox.state = "new";
  mailbox.last_error.clear();
  mailbox.last_problem.clear();
  mailbox.sending_problem.clear();
  store_secrets(mailbox, secrets, box);
  mailbox_store::update(tx, mailbox, fold(mailbox.address));
  announce(tx, caller, mailbox.id);
  return to_out(mailbox, box);
}

void delete_mailbox(Tx& tx, const Caller& caller, MailboxId id) {
  if (!mailbox_store::find(tx, caller.account, id)) throw_not_found("mailbox");
  mailbox_store::erase(tx, caller.account, id);
  announce(tx, caller, id);
}

std::vector<MailboxOut> list_mailboxes(Tx& tx, AccountId account, const crypto::SecretBox& box) {
  std::vector<MailboxOut> out;
  for (const auto& mailbox : mailbox_store::list(tx, account)) out.push_back(to_out(mailbox, box));
  return out;
}

MailboxOut get_mailbox(Tx& tx, AccountId account, const crypto::SecretBox& box, MailboxId id) {
  const auto mailbox = mailbox_store::find(tx, account, id);
  if (!mailbox) throw_not_found("mailbox");
  return to_out(*mailbox, box);
}

std::optional<Mailbox> find_mailbox(Tx& tx, AccountId account, MailboxId id) {
  return mailbox_store::find(tx, account, id);
}

std::optional<Mailbox> find_mailbox_by_address(Tx& tx, AccountId account, std::string_view address) {
  return mailbox_store::find_by_address(tx, account, fold(address));
}

std::optional<Mailbox> default_mailbox(Tx& tx, AccountId account) {
  for (auto& mailbox : mailbox_store::list(tx, account))
    if (mailbox.active && !mailbox.smtp_host.empty()) return mailbox;
  return std::nullopt;
}

std::vector<Mailbox> all_active_mailboxes(Tx& tx) { return mailbox_store::list_active_of_all_accounts(tx); }

void note_mailbox_state(Tx& tx, const Mailbox& mailbox, const Notice& problem) {
  const std::string state = problem ? "failing" : "ok";
  const auto stored = mailbox_store::find(tx, mailbox.account_id, mailbox.id);
  // What a reader of older settings found says nothing of the new ones.
  if (!stored || stored->updated_at != mailbox.updated_at) return;
  mailbox_store::set_state(tx, mailbox.account_id, mailbox.id, state, problem, tx.now());
  if (stored->state != state || stored->last_error != problem.text)
    announce_state(tx, mailbox.account_id, mailbox.id, state);
}

void note_sending_state(Tx& tx, AccountId account, MailboxId id, const Notice& problem) {
  const auto stored = mailbox_store::find(tx, account, id);
  if (!stored || stored->sending_problem == write_notice(problem)) return;
  mailbox_store::set_sending_problem(tx, account, id, problem);
  announce_state(tx, account, id, stored->state);
}

void note_fetched(Tx& tx, const Mailbox& mailbox, std::int64_t uid_validity, std::int64_t last_uid) {
  mailbox_store::set_position(tx, mailbox.account_id, mailbox.id, uid_validity, last_uid);
}

}  // namespace peakdesk::channels::email
