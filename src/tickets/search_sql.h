// A parsed search becomes a WHERE over `tickets t`: bound parameters only, literals for the closed lists so that
// partial indexes fit. Names (agents, teams, tags, addresses) are looked up here; a filter that can be answered from a
// short list of tickets drives the query, so that rare tags stay fast among a million tickets.
#pragma once
#include <deque>
#include <string>
#include <vector>

#include "platform/db/tx.h"
#include "tickets/search_language.h"

namespace peakdesk::tickets {

/// Conditions that follow "WHERE t.account_id = $1". Owns the texts its values point to: keep it until the statement
/// has run.
struct CompiledSearch {
  std::string where;              // " AND …"
  std::vector<db::Value> values;  // $1 is the account
  std::deque<std::string> texts;
  std::string match;       // words for the full-text engine; empty when there are none
  bool is_narrow = false;  // a short list of tickets drives it: sorting it is cheap

  /// Appends a value and names its place ("$7").
  std::string place(db::Value value) {
    values.push_back(value);
    return "$" + std::to_string(values.size());
  }
  std::string place_text(std::string text) {
    texts.push_back(std::move(text));
    return place(db::bind(texts.back()));
  }
};

/// Throws Invalid (field) for a filter that names an agent or team that does not exist. Without is:spam and is:trash,
/// spam and trash are left out; merged tickets always are (unless asked for by number).
CompiledSearch compile_search(Tx& tx, AccountId account, UserId me, const SearchQuery& query,
                              const std::string& field = "q");
/// Parses and compiles; a SearchError becomes Invalid.
CompiledSearch compile_search_text(Tx& tx, AccountId account, UserId me, std::string_view text,
                                   const std::string& field = "q");

/// The full-text expression of the words ("" without any that can be searched for).
std::string match_expression(const std::vector<SearchWord>& words);

}  // namespace peakdesk::tickets
