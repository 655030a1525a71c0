// Full-text search over tickets, messages and customers, and the followers that keep its rows. Newest first, unless the
// words are rare: then the best match first. Owns message_search and ticket_search.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "customers/customer.h"
#include "platform/db/tx.h"
#include "platform/http/router.h"
#include "tickets/ticket.h"

namespace peakdesk::tickets {

enum class SearchType { Ticket, Message, Customer };
BOOST_DESCRIBE_ENUM(SearchType, Ticket, Message, Customer)

struct SearchHit {
  SearchType type = SearchType::Ticket;
  std::optional<TicketSummary> ticket;  // with ticket and message hits
  MessageId message_id;
  std::optional<customers::Customer> customer;
  std::string snippet;  // plain text; found words stand between U+0002 and U+0003
};
BOOST_DESCRIBE_STRUCT(SearchHit, (), (type, ticket, message_id, customer, snippet))

struct SearchInput {
  std::string q;
  std::optional<SearchType> type;  // none: tickets, with the best customers before them on the first page
  std::string cursor;
  std::int64_t limit = 30;
};
BOOST_DESCRIBE_STRUCT(SearchInput, (), (q, type, cursor, limit))

/// GET /api/search. Throws Invalid (field "q") for a filter that does not exist. A page may be shorter than asked
/// although a next one follows: filters on common words are looked through a bounded stretch at a time.
Page<SearchHit> search(Tx& tx, const Caller& caller, const SearchInput& input);

/// Follower "tickets.search": takes new messages and new subjects into the index.
void index_messages(Tx& tx, const std::vector<events::Event>& batch);
/// Takes a message out of the index; call it before its text changes.
void forget_message(Tx& tx, AccountId account, MessageId id);
/// Builds the whole index of messages anew, of every account; for bulk loads. About 10 s for a million messages.
void rebuild_search(Tx& tx);

void add_search_routes(Router& router);

}  // namespace peakdesk::tickets
