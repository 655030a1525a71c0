#include "tickets/search.h"

#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "base/text.h"
#include "customers/customers.h"
#include "platform/db/id_list.h"
#include "platform/db/match_query.h"
#include "platform/http/page_cursor.h"
#include "tickets/search_sql.h"
#include "tickets/tickets.h"

namespace peakdesk::tickets {
namespace {

// Up to so many matches are ranked; more come newest first. Ranking looks at every match of every word, so each word
// must be rare too.
constexpr int kMostRanked = 200;
constexpr int kMostOfAWord = 2'000;
// Matches looked through for one page when filters leave few of them, and how many are read at a time.
constexpr int kMostLookedAt = 6'000;
constexpr int kAtATime = 250;
constexpr std::int64_t kCustomersOnTop = 3;

struct Found {
  MessageId message;
  TicketId ticket;
};

std::int64_t count_matches(Tx& tx, const std::string& match, int at_most) {
  return tx.scalar<std::int64_t>(
      0, "SELECT COUNT(*) FROM (SELECT rowid FROM message_search WHERE message_search MATCH $1 LIMIT $2) AS counted",
      match, at_most);
}

bool all_words_rare(Tx& tx, const std::vector<SearchWord>& words) {
  for (const auto& word : words) {
    const std::string phrase = db::match_phrase(word.text, word.prefix);
    if (!phrase.empty() && count_matches(tx, phrase, kMostOfAWord + 1) > kMostOfAWord) return false;
  }
  return true;
}

/// Of these messages those whose ticket passes the filter, in the order given.
std::vector<Found> keep_matching(Tx& tx, const CompiledSearch& filter, const std::vector<MessageId>& messages) {
  if (messages.empty()) return {};
  db::IdList ids;
  for (const auto id : messages) ids.add(id);
  std::vector<db::Value> values = filter.values;
  const std::string sql =
      "SELECT m.id, t.id FROM messages m JOIN tickets t ON t.id = m.ticket_id AND t.account_id = m.account_id "
      "WHERE m.account_id = $1 AND t.account_id = $1 AND m.deleted_at = 0" +
      filter.where + " AND m.id IN " + ids.append_to(values);
  std::unordered_map<std::int64_t, TicketId> ticket_of;
  const auto cursor = tx.open(sql, values.data(), values.size());
  while (cursor->next()) ticket_of[cursor->integer(0)] = TicketId(cursor->integer(1));
  std::vector<Found> out;
  for (const auto id : messages)
    if (const auto found = ticket_of.find(id.value); found != ticket_of.end()) out.push_back({id, found->second});
  return out;
}

/// The text round the found words of these messages.
std::unordered_map<std::int64_t, std::string> snippets(Tx& tx, const std::string& expression,
                                                       const std::vector<Found>& found) {
  std::unordered_map<std::int64_t, std::string> out;
  if (found.empty()) return out;
  db::IdList ids;
  for (const auto& hit : found) ids.add(hit.message);
  std::vector<db::Value> values{db::bind(expression)};
  const std::string sql =
      "SELECT rowid, snippet(message_search, -1, char(2), char(3), '…', 24) FROM message_search "
      "WHERE message_search MATCH $1 AND rowid IN " +
      ids.append_to(values);
  const auto cursor = tx.open(sql, values.data(), values.size());
  while (cursor->next()) out[cursor->integer(0)] = collapse_space(to_valid_utf8(cursor->text(1)));
  return out;
}

class Searcher {
 public:
  Searcher(Tx& tx, const Caller& caller, const SearchInput& input, const SearchQuery& query)
      : tx_(tx),
        caller_(caller),
        limit_(http::checked_limit(input.limit)),
        by_message_(input.type == SearchType::Message),
        cursor_text_(input.cursor) {
    expression_ = match_expression(query.words);
    match_ = db::match_in_account(caller.account, expression_);
    SearchQuery only_filters;
    only_filters.filters = query.filters;
    filter_ = compile_search(tx, caller.account, caller.user, only_filters);
    words_ = query.words;
  }

  Page<SearchHit> run() {
    const bool ranked = count_matches(tx_, match_, kMostRanked + 1) <= kMostRanked && all_words_rare(tx_, words_);
    return ranked ? run_ranked() : run_newest();
  }

 private:
  Page<SearchHit> run_ranked() {
    // All matches are read and ranked again for each page: they are few. The cursor is how many were shown.
    const auto cursor = http::decode_cursor("search/rank", cursor_text_, 1);
    const std::size_t skip = cursor ? static_cast<std::size_t>(cursor->keys[0]) : 0;
    // Without the account's word, whose every match bm25 would have to count; keep_matching drops other accounts'
    // messages.
    const auto ids = tx_.list<MessageId>(
        "SELECT rowid FROM message_search WHERE message_search MATCH $1 "
        "ORDER BY bm25(message_search, 0.0, 4.0, 1.0, 2.0), rowid DESC LIMIT $2",
        expression_, kMostOfAWord);
    for (const auto& hit : keep_matching(tx_, filter_, ids)) take(hit);
    add_retitled();
    Page<SearchHit> page;
    if (found_.size() > skip + limit_)
      page.meta.next_cursor = http::encode_cursor("search/rank", {false, {std::int64_t(skip) + limit_}});
    if (skip > 0)
      page.meta.prev_cursor =
          http::encode_cursor("search/rank", {false, {std::max<std::int64_t>(0, std::int64_t(skip) - limit_)}});
    found_.erase(found_.begin(), found_.begin() + static_cast<std::ptrdiff_t>(std::min(skip, found_.size())));
    if (found_.size() > static_cast<std::size_t>(limit_)) found_.resize(limit_);
    page.data = to_hits();
    return page;
  }

  Page<SearchHit> run_newest() {
    const auto cursor = http::decode_cursor("search/newest", cursor_text_, 1);
    std::int64_t before = cursor ? cursor->keys[0] : INT64_MAX;
    if (!cursor) add_retitled();
    int looked_at = 0;
    bool more = true;
    while (more && found_.size() < static_cast<std::size_t>(limit_) && looked_at < kMostLookedAt) {
      const int at_a_time = looked_at == 0 ? limit_ * 2 : kAtATime;
      const auto ids = tx_.list<MessageId>(
          "SELECT rowid FROM message_search WHERE message_search MATCH $1 AND rowid < $2 ORDER BY rowid DESC LIMIT $3",
          match_, before, at_a_time);
      looked_at += static_cast<int>(ids.size());
      more = ids.size() == static_cast<std::size_t>(at_a_time);
      if (!ids.empty()) before = ids.back().value;
      for (const auto& hit : keep_matching(tx_, filter_, ids)) {
        take(hit);
        if (found_.size() == static_cast<std::size_t>(limit_)) {
          before = hit.message.value;
          more = true;
          break;
        }
      }
    }
    Page<SearchHit> page;
    if (more) page.meta.next_cursor = http::encode_cursor("search/newest", {false, {before}});
    page.data = to_hits();
    return page;
  }

  void take(const Found& hit) {
    if (by_message_ || seen_.insert(hit.ticket.value).second) found_.push_back(hit);
  }

  /// Tickets whose subject was changed by hand to one with these words.
  void add_retitled() {
    if (by_message_) return;
    const auto ids = tx_.list<TicketId>(
        "SELECT rowid FROM ticket_search WHERE ticket_search MATCH $1 ORDER BY rowid DESC LIMIT 20", match_);
    db::IdList list;
    for (const auto id : ids) list.add(id);
    if (ids.empty()) return;
    std::vector<db::Value> values = filter_.values;
    const std::string sql =
        "SELECT t.id FROM tickets t WHERE t.account_id = $1" + filter_.where + " AND t.id IN " + list.append_to(values);
    for (const auto id : tx_.list_bound<TicketId>(sql, values.data(), values.size())) take({{}, id});
  }

  std::vector<SearchHit> to_hits() {
    std::vector<TicketId> ids;
    for (const auto& hit : found_) ids.push_back(hit.ticket);
    std::unordered_map<std::int64_t, TicketSummary> by_id;
    for (auto& ticket : summaries(tx_, caller_.account, ids)) by_id.emplace(ticket.id.value, std::move(ticket));
    auto texts = snippets(tx_, expression_, found_);
    std::vector<SearchHit> hits;
    for (const auto& found : found_) {
      const auto ticket = by_id.find(found.ticket.value);
      if (ticket == by_id.end()) continue;
      SearchHit hit;
      hit.type = by_message_ ? SearchType::Message : SearchType::Ticket;
      hit.ticket = ticket->second;
      hit.message_id = found.message;
      hit.snippet = found.message ? texts[found.message.value] : ticket->second.excerpt;
      hits.push_back(std::move(hit));
    }
    return hits;
  }

  Tx& tx_;
  const Caller& caller_;
  int limit_;
  bool by_message_;
  std::string cursor_text_;
  std::string expression_;
  std::string match_;
  CompiledSearch filter_;
  std::vector<SearchWord> words_;
  std::vector<Found> found_;
  std::unordered_set<std::int64_t> seen_;
};

std::vector<SearchHit> customer_hits(std::vector<customers::Customer> customers) {
  std::vector<SearchHit> hits;
  for (auto& customer : customers) {
    SearchHit hit;
    hit.type = SearchType::Customer;
    hit.snippet = customer.email;
    hit.customer = std::move(customer);
    hits.push_back(std::move(hit));
  }
  return hits;
}

Page<SearchHit> search_customers(Tx& tx, const Caller& caller, const SearchInput& input, std::int64_t limit) {
  auto found = customers::list_customers(tx, caller, {input.q, input.cursor, limit, "created_datetime:desc"});
  count_for_customers(tx, caller.account, found.data);
  return {customer_hits(std::move(found.data)), found.meta};
}

/// Only filters: a plain list, newest activity first.
Page<SearchHit> list_as_hits(Tx& tx, const Caller& caller, const SearchInput& input) {
  ListTicketsInput list;
  list.q = input.q;
  list.cursor = input.cursor;
  list.limit = input.limit;
  auto tickets = list_tickets(tx, caller, list);
  Page<SearchHit> page;
  page.meta = tickets.meta;
  for (auto& ticket : tickets.data) {
    SearchHit hit;
    hit.snippet = ticket.excerpt;
    hit.ticket = std::move(ticket);
    page.data.push_back(std::move(hit));
  }
  return page;
}

}  // namespace

Page<SearchHit> search(Tx& tx, const Caller& caller, const SearchInput& input) {
  if (trim(input.q).empty()) throw_invalid("q", "Say what to search for.");
  if (input.type == SearchType::Customer) return search_customers(tx, caller, input, input.limit);
  const auto parsed = parse_search(input.q);
  if (const auto* error = std::get_if<SearchError>(&parsed)) throw_invalid("q", error->message);
  const auto& query = std::get<SearchQuery>(parsed);
  if (match_expression(query.words).empty()) return list_as_hits(tx, caller, input);
  auto page = Searcher(tx, caller, input, query).run();
  if (!input.type && input.cursor.empty() && query.filters.empty()) {
    auto people = search_customers(tx, caller, input, kCustomersOnTop);
    page.data.insert(page.data.begin(), std::make_move_iterator(people.data.begin()),
                     std::make_move_iterator(people.data.end()));
  }
  return page;
}

void add_search_routes(Router& router) { router.read("GET", "/api/search", observers("search:read"), search); }

}  // namespace peakdesk::tickets
