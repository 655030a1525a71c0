#include "platform/db/match_query.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/text.h"

namespace peakdesk::db {

std::string account_scope(AccountId account) { return "a" + std::to_string(account.value); }

bool has_search_word(std::string_view text) {
  int32_t i = 0;
  const auto n = static_cast<int32_t>(text.size());
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  while (i < n) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, n, c);
    if (c > 0 && u_isalnum(c)) return true;
  }
  return false;
}

std::string match_phrase(std::string_view text, bool prefix) {
  if (!has_search_word(text)) return {};
  return '"' + replace_all(to_valid_utf8(text), "\"", "\"\"") + (prefix ? "\" *" : "\"");
}

std::string match_all_prefixes(std::string_view text) {
  std::string out;
  const std::string spaced = collapse_space(text);
  for (const auto word : split(spaced, ' ')) {
    const std::string phrase = match_phrase(word, true);
    if (!phrase.empty()) out += (out.empty() ? "" : " AND ") + phrase;
  }
  return out;
}

std::string match_in_account(AccountId account, std::string_view expression) {
  return "scope : " + account_scope(account) + " AND (" + std::string(expression) + ")";
}

}  // namespace peakdesk::db
