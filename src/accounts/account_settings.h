// The shop's own settings: name, domain, language and time zone. Owns the table accounts.
#pragma once
#include <optional>
#include <string>

#include "accounts/model.h"
#include "platform/db/tx.h"
#include "platform/http/router.h"

namespace peakdesk::accounts {

struct UpdateAccountInput {
  std::optional<std::string> name;
  std::optional<std::string> domain;
  std::optional<std::string> locale;
  std::optional<std::string> timezone;
};
BOOST_DESCRIBE_STRUCT(UpdateAccountInput, (), (name, domain, locale, timezone))

Account get_account(Tx& tx, const Caller& caller, const NoInput&);
/// Throws Invalid.
Account update_account(Tx& tx, const Caller& caller, const UpdateAccountInput& input);

std::optional<Account> select_account(Tx& tx, AccountId account);
void insert_account(Tx& tx, const Account& account);

}  // namespace peakdesk::accounts
