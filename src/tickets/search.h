// Full-text search over tickets, messages and customers, and what of tickets and messages the search index holds.
// Newest first, unless the words are rare: then the best match first. Owns message_search and ticket_search of the
// index.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "customers/customer.h"
#include "platform/db/tx.h"
#include "platform/http/router.h"
#include "platform/search/search_index.h"
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

/// Messages by subject, text and people; subjects of tickets that were given by hand.
search::Kind searched_messages();
search::Kind searched_subjects();

void add_search_routes(Router& router);

}  // namespace peakdesk::tickets
