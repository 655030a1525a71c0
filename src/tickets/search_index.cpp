#include <algorithm>

#include "platform/db/id_list.h"
#include "platform/db/match_query.h"
#include "tickets/events.h"
#include "tickets/search.h"

namespace peakdesk::tickets {
namespace {

// The table of sizes has one row for every indexed document: asking it first makes indexing the same message twice
// harmless.
constexpr const char* kIndexMessages =
    "INSERT INTO message_search (rowid, scope, subject, body, people) SELECT id, scope, subject, body, people "
    "FROM message_search_source /* every account: a batch of ids */ "
    "WHERE id NOT IN (SELECT id FROM message_search_docsize WHERE id IN ";

void index_ids(Tx& tx, const std::vector<MessageId>& ids) {
  if (ids.empty()) return;
  db::IdList list;
  for (const auto id : ids) list.add(id);
  std::vector<db::Value> values;
  const std::string in = list.append_to(values);
  tx.run(kIndexMessages + in + ") AND id IN " + in, values.data(), values.size());
}

}  // namespace

void index_messages(Tx& tx, const std::vector<events::Event>& batch) {
  std::vector<MessageId> ids;
  for (const auto& event : batch) {
    if (event.name == "message.received") {
      ids.push_back(from_json<MessageEvent>(event.payload).message_id);
    } else if (event.name == "message.added") {
      ids.push_back(from_json<MessageAddedEvent>(event.payload).message_id);
    } else if (event.name == "ticket.subject_changed") {
      tx.exec("DELETE FROM ticket_search WHERE rowid = $1", event.ticket_id);
      tx.exec("INSERT INTO ticket_search (rowid, scope, subject) VALUES ($1, $2, $3)", event.ticket_id,
              db::account_scope(event.account_id), from_json<TextChangedEvent>(event.payload).to);
    }
  }
  index_ids(tx, ids);
}

void forget_message(Tx& tx, AccountId account, MessageId id) {
  tx.exec(
      "INSERT INTO message_search (message_search, rowid, scope, subject, body, people) "
      "SELECT 'delete', id, scope, subject, body, people FROM message_search_source WHERE id = $1 AND scope = $2 AND "
      "id IN (SELECT id FROM message_search_docsize WHERE id = $1) /* account_id is the scope */",
      id, db::account_scope(account));
}

void rebuild_search(Tx& tx) {
  tx.exec("INSERT INTO message_search (message_search) VALUES ('rebuild') /* every account */");
}

}  // namespace peakdesk::tickets
