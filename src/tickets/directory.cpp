#include "tickets/directory.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace peakdesk::tickets::directory {
namespace {

std::int64_t number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

std::string join_names(Tx& tx, std::string_view sql, AccountId account) {
  std::vector<std::string> names;
  tx.rows(
      sql, [&](const db::Cursor& row) { names.emplace_back(row.text(0)); }, account);
  return join(names, ", ");
}

}  // namespace

std::optional<UserRef> find_user(Tx& tx, AccountId account, UserId id, bool active_only) {
  if (!id) return std::nullopt;
  std::optional<UserRef> found;
  tx.rows(
      "SELECT name, active FROM users WHERE account_id = $1 AND id = $2",
      [&](const db::Cursor& row) {
        if (!active_only || row.integer(1) != 0) found = UserRef{id, std::string(row.text(0))};
      },
      account, id);
  return found;
}

std::optional<TeamRef> find_team(Tx& tx, AccountId account, TeamId id) {
  if (!id) return std::nullopt;
  return tx.find<TeamRef>("SELECT id, name FROM teams WHERE account_id = $1 AND id = $2", account, id);
}

std::optional<MailboxRef> find_mailbox(Tx& tx, AccountId account, MailboxId id) {
  if (!id) return std::nullopt;
  return tx.find<MailboxRef>("SELECT id, name, address FROM mailboxes WHERE account_id = $1 AND id = $2", account, id);
}

bool OwnMailboxes::have(std::string_view address_folded) const {
  return std::find(addresses_folded.begin(), addresses_folded.end(), address_folded) != addresses_folded.end();
}

OwnMailboxes own_mailboxes(Tx& tx, AccountId account) {
  OwnMailboxes own;
  tx.rows(
      "SELECT id, active, address_folded FROM mailboxes WHERE account_id = $1 ORDER BY id",
      [&](const db::Cursor& row) {
        if (!own.first_active && row.integer(1) != 0) own.first_active = MailboxId(row.integer(0));
        own.addresses_folded.emplace_back(row.text(2));
      },
      account);
  return own;
}

UserId user_called(Tx& tx, AccountId account, std::string_view text) {
  const std::string wanted = fold(trim(text));
  const std::int64_t number = number_in(wanted);
  UserId found;
  tx.rows(
      "SELECT id, name, email_folded FROM users WHERE account_id = $1 ORDER BY id",
      [&](const db::Cursor& row) {
        if (found) return;
        if (row.integer(0) == number || fold(row.text(1)) == wanted || row.text(2) == wanted)
          found = UserId(row.integer(0));
      },
      account);
  return found;
}

TeamId team_called(Tx& tx, AccountId account, std::string_view text) {
  const std::string wanted = fold(trim(text));
  const std::int64_t number = number_in(wanted);
  TeamId found;
  tx.rows(
      "SELECT id, name FROM teams WHERE account_id = $1 ORDER BY id",
      [&](const db::Cursor& row) {
        if (!found && (row.integer(0) == number || fold(row.text(1)) == wanted)) found = TeamId(row.integer(0));
      },
      account);
  return found;
}

std::string user_names(Tx& tx, AccountId account) {
  return join_names(tx, "SELECT name FROM users WHERE account_id = $1 AND active = TRUE ORDER BY name LIMIT 20",
                    account);
}

std::string team_names(Tx& tx, AccountId account) {
  return join_names(tx, "SELECT name FROM teams WHERE account_id = $1 ORDER BY name LIMIT 20", account);
}

std::string account_timezone(Tx& tx, AccountId account) {
  return tx.scalar<std::string>("UTC", "SELECT timezone FROM accounts WHERE id = $1 /* the account itself */", account);
}

}  // namespace peakdesk::tickets::directory
