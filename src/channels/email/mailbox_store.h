// The only SQL over `mailboxes`.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "base/notice.h"
#include "channels/email/mailbox.h"
#include "platform/db/tx.h"

namespace peakdesk::channels::email::mailbox_store {

std::optional<Mailbox> find(Tx& tx, AccountId account, MailboxId id);
std::optional<Mailbox> find_by_address(Tx& tx, AccountId account, std::string_view address_folded);
std::vector<Mailbox> list(Tx& tx, AccountId account);
std::vector<Mailbox> list_active_of_all_accounts(Tx& tx);
void insert(Tx& tx, const Mailbox& mailbox, std::string_view address_folded);
void update(Tx& tx, const Mailbox& mailbox, std::string_view address_folded);
void erase(Tx& tx, AccountId account, MailboxId id);
void set_state(Tx& tx, AccountId account, MailboxId id, std::string_view state, const Notice& problem, Instant at);
void set_sending_problem(Tx& tx, AccountId account, MailboxId id, const Notice& problem);
void set_position(Tx& tx, AccountId account, MailboxId id, std::int64_t uid_validity, std::int64_t last_uid);

}  // namespace peakdesk::channels::email::mailbox_store
