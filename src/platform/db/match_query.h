// Text for the full-text engine's MATCH (SQLite FTS5; on PostgreSQL its twin). Every search row carries its account as
// a word of the column `scope`, so that an account's search never walks over another's rows. Untrusted words become
// quoted strings: nothing a person types is read as the engine's own language.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace peakdesk::db {

/// The word that stands for an account in the column `scope`.
std::string account_scope(AccountId account);
/// True when there is a letter or digit to search for.
bool has_search_word(std::string_view text);
/// "quoted" (a phrase when there are several words); a `prefix` matches every word that begins so. Empty without
/// letters or digits.
std::string match_phrase(std::string_view text, bool prefix = false);
/// Every word of the text as a prefix, all of them. Empty without letters or digits.
std::string match_all_prefixes(std::string_view text);
/// `expression` within one account.
std::string match_in_account(AccountId account, std::string_view expression);

}  // namespace peakdesk::db
