// What the search index holds of messages and tickets.
#include <unordered_map>

#include "platform/db/id_list.h"
#include "tickets/events.h"
#include "tickets/search.h"

namespace peakdesk::tickets {
namespace {

struct MessageWords {
  std::int64_t id = 0;
  std::string scope;
  std::string subject;
  std::string body;
  std::string people;
};
BOOST_DESCRIBE_STRUCT(MessageWords, (), (id, scope, subject, body, people))

struct SubjectWords {
  std::int64_t id = 0;
  std::string scope;
  std::string subject;
};
BOOST_DESCRIBE_STRUCT(SubjectWords, (), (id, scope, subject))

constexpr const char* kReadMessages =
    "SELECT id, 'a' || account_id AS scope, subject, "
    "substr(CASE WHEN stripped_text <> '' THEN stripped_text ELSE body_text END, 1, 50000) AS body, "
    "COALESCE(source ->> '$.from.name', '') || ' ' || COALESCE(source ->> '$.from.address', '') AS people "
    "FROM messages WHERE id IN ";
constexpr const char* kReadSubjects =
    "SELECT t.id, 'a' || t.account_id AS scope, t.subject FROM tickets t "
    "WHERE EXISTS (SELECT 1 FROM events e WHERE e.account_id = t.account_id AND e.ticket_id = t.id "
    "AND e.name IN ('ticket.subject_changed', 'ticket.split')) AND t.id IN ";

template <class Row>
std::vector<Row> read_words(Tx& desk, const char* sql, const search::Ids& ids) {
  db::IdList list;
  for (const auto id : ids) list.add(id);
  std::vector<db::Value> values;
  const std::string in = list.append_to(values);
  return desk.list_bound<Row>(sql + in + " ORDER BY 1", values.data(), values.size());
}

/// Calls write(row) for every row in the order of ids, each after its old row was deleted.
template <class Row, class Write>
void replace_rows(Tx& index, const char* delete_sql, const search::Ids& ids, const std::vector<Row>& rows,
                  Write write) {
  auto row = rows.begin();
  for (const auto id : ids) {
    index.exec(delete_sql, id);
    if (row != rows.end() && row->id == id) write(*row++);
  }
}

void touched_messages(Tx& desk, const events::Event& event, search::Ids& ids) {
  if (event.name == "message.received") {
    ids.push_back(from_json<MessageEvent>(event.payload).message_id.value);
  } else if (event.name == "message.added") {
    ids.push_back(from_json<MessageAddedEvent>(event.payload).message_id.value);
  } else if (event.name == "ticket.erased") {
    for (const auto id : desk.list<std::int64_t>("SELECT id FROM messages WHERE account_id = $1 AND ticket_id = $2",
                                                 event.account_id, event.ticket_id))
      ids.push_back(id);
  }
}

search::Change read_messages(Tx& desk, const search::Ids& ids) {
  return [ids, rows = read_words<MessageWords>(desk, kReadMessages, ids)](Tx& index) {
    replace_rows(index, "DELETE FROM message_search WHERE rowid = $1", ids, rows, [&](const MessageWords& row) {
      index.exec("INSERT INTO message_search (rowid, scope, subject, body, people) VALUES ($1, $2, $3, $4, $5)", row.id,
                 row.scope, row.subject, row.body, row.people);
    });
  };
}

void touched_subjects(Tx&, const events::Event& event, search::Ids& ids) {
  if (event.name == "ticket.subject_changed" || event.name == "ticket.split" || event.name == "ticket.erased")
    ids.push_back(event.ticket_id.value);
}

search::Change read_subjects(Tx& desk, const search::Ids& ids) {
  return [ids, rows = read_words<SubjectWords>(desk, kReadSubjects, ids)](Tx& index) {
    replace_rows(index, "DELETE FROM ticket_search WHERE rowid = $1", ids, rows, [&](const SubjectWords& row) {
      index.exec("INSERT INTO ticket_search (rowid, scope, subject) VALUES ($1, $2, $3)", row.id, row.scope,
                 row.subject);
    });
  };
}

}  // namespace

search::Kind searched_messages() {
  return {"messages",
          touched_messages,
          "SELECT id FROM messages WHERE id < $1 ORDER BY id DESC LIMIT $2 /* every account */",
          read_messages,
          "message_search",
          "ticket.erased"};
}

search::Kind searched_subjects() {
  return {"subjects",
          touched_subjects,
          "SELECT id FROM tickets WHERE id < $1 ORDER BY id DESC LIMIT $2 /* every account */",
          read_subjects,
          "ticket_search",
          "ticket.erased"};
}

}  // namespace peakdesk::tickets
