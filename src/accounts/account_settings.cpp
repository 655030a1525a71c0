#include "accounts/account_settings.h"

#include "accounts/account_events.h"
#include "accounts/accounts.h"
#include "accounts/audit.h"
#include "accounts/input_rules.h"

namespace peakdesk::accounts {

std::optional<Account> select_account(Tx& tx, AccountId account) {
  return tx.find<Account>(
      "SELECT id, name, domain, locale, timezone, created_at AS created_datetime FROM accounts WHERE id = $1", account);
}

void insert_account(Tx& tx, const Account& account) {
  tx.exec("INSERT INTO accounts (id, name, domain, locale, timezone, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
          account.id, account.name, account.domain, account.locale, account.timezone, tx.now());
}

Account get_account(Tx& tx, const Caller& caller, const NoInput&) { return account_of(tx, caller.account); }

Account update_account(Tx& tx, const Caller& caller, const UpdateAccountInput& input) {
  Account account = account_of(tx, caller.account);
  JsonObject detail;
  const auto set = [&detail](const char* name, std::string& field, std::string value) {
    if (field != value) detail[name] = JsonObject{{"from", field}, {"to", value}};
    field = std::move(value);
  };
  if (input.name) set("shop_name", account.name, checked_name("name", *input.name));
  if (input.domain) set("domain", account.domain, checked_domain("domain", *input.domain));
  if (input.locale) set("locale", account.locale, checked_locale("locale", *input.locale));
  if (input.timezone) set("timezone", account.timezone, checked_timezone("timezone", *input.timezone));
  tx.exec("UPDATE accounts SET name = $2, domain = $3, locale = $4, timezone = $5 WHERE id = $1", account.id,
          account.name, account.domain, account.locale, account.timezone);
  audit::record(tx, caller, "account.updated", "account:" + std::to_string(account.id.value), detail);
  announce_settings(tx, caller, "account");
  return account;
}

}  // namespace peakdesk::accounts
