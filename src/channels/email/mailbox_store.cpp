#include "channels/email/mailbox_store.h"

namespace peakdesk::channels::email::mailbox_store {

std::optional<Mailbox> find(Tx& tx, AccountId account, MailboxId id) {
  return tx.find<Mailbox>("SELECT * FROM mailboxes WHERE account_id = $1 AND id = $2", account, id);
}

std::optional<Mailbox> find_by_address(Tx& tx, AccountId account, std::string_view address_folded) {
  return tx.find<Mailbox>("SELECT * FROM mailboxes WHERE account_id = $1 AND address_folded = $2", account,
                          address_folded);
}

std::vector<Mailbox> list(Tx& tx, AccountId account) {
  return tx.list<Mailbox>("SELECT * FROM mailboxes WHERE account_id = $1 ORDER BY id", account);
}

std::vector<Mailbox> list_active_of_all_accounts(Tx& tx) {
  return tx.list<Mailbox>("SELECT * FROM mailboxes WHERE account_id > 0 AND active = TRUE ORDER BY account_id, id");
}

void insert(Tx& tx, const Mailbox& m, std::string_view address_folded) {
  tx.exec(
      "INSERT INTO mailboxes (id, account_id, name, address, address_folded, from_name, team_id, signature_html, "
      "imap_host, imap_port, "
      "imap_tls, imap_user, imap_folder, smtp_host, smtp_port, smtp_tls, smtp_user, secrets, dkim_domain, "
      "dkim_selector, "
      "reply_addressing, send_per_minute, active, state, created_at, updated_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, "
      "$23, $24, $25, $26)",
      m.id, m.account_id, m.name, m.address, address_folded, m.from_name, m.team_id, m.signature_html, m.imap_host,
      m.imap_port, enum_name(m.imap_tls), m.imap_user, m.imap_folder, m.smtp_host, m.smtp_port, enum_name(m.smtp_tls),
      m.smtp_user, m.secrets, m.dkim_domain, m.dkim_selector, m.reply_addressing, m.send_per_minute, m.active, m.state,
      m.created_at, m.updated_at);
}

void update(Tx& tx, const Mailbox& m, std::string_view address_folded) {
  tx.exec(
      "UPDATE mailboxes SET name = $3, address = $4, address_folded = $5, from_name = $6, team_id = $7, signature_html "
      "= $8, "
      "imap_host = $9, imap_port = $10, imap_tls = $11, imap_user = $12, imap_folder = $13, smtp_host = $14, smtp_port "
      "= $15, "
      "smtp_tls = $16, smtp_user = $17, secrets = $18, dkim_domain = $19, dkim_selector = $20, reply_addressing = $21, "
      "send_per_minute = $22, active = $23, state = $24, last_error = '', last_problem = '', sending_problem = '', "
      "uid_validity = $25, last_uid = $26, "
      "updated_at = $27 "
      "WHERE account_id = $1 AND id = $2",
      m.account_id, m.id, m.name, m.address, address_folded, m.from_name, m.team_id, m.signature_html, m.imap_host,
      m.imap_port, enum_name(m.imap_tls), m.imap_user, m.imap_folder, m.smtp_host, m.smtp_port, enum_name(m.smtp_tls),
      m.smtp_user, m.secrets, m.dkim_domain, m.dkim_selector, m.reply_addressing, m.send_per_minute, m.active, m.state,
      m.uid_validity, m.last_uid, m.updated_at);
}

void erase(Tx& tx, AccountId account, MailboxId id) {
  tx.exec("UPDATE tickets SET mailbox_id = 0 WHERE account_id = $1 AND mailbox_id = $2", account, id);
  tx.exec("DELETE FROM mailboxes WHERE account_id = $1 AND id = $2", account, id);
}

void set_state(Tx& tx, AccountId account, MailboxId id, std::string_view state, const Notice& problem, Instant at) {
  tx.exec(
      "UPDATE mailboxes SET state = $3, last_error = $4, last_problem = $5, last_checked_at = $6 WHERE account_id = $1 "
      "AND id = $2",
      account, id, state, problem.text, write_notice(problem), at);
}

void set_sending_problem(Tx& tx, AccountId account, MailboxId id, const Notice& problem) {
  tx.exec("UPDATE mailboxes SET sending_problem = $3 WHERE account_id = $1 AND id = $2", account, id,
          write_notice(problem));
}

void set_position(Tx& tx, AccountId account, MailboxId id, std::int64_t uid_validity, std::int64_t last_uid) {
  tx.exec("UPDATE mailboxes SET uid_validity = $3, last_uid = $4 WHERE account_id = $1 AND id = $2", account, id,
          uid_validity, last_uid);
}

}  // namespace peakdesk::channels::email::mailbox_store
