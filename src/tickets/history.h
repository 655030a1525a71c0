// What happened on a ticket, who did it and why, for people to read. Reads the event log; writes nothing.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "platform/db/tx.h"
#include "platform/events/event.h"
#include "platform/http/router.h"

namespace peakdesk::tickets {

struct HistoryActor {
  std::string kind;  // user | api_key | customer | rule | system
  std::optional<std::int64_t> id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(HistoryActor, (), (kind, id, name))

struct HistoryEvent {
  EventId id;
  std::string name;
  TicketId ticket_id;
  HistoryActor actor;
  RawJson payload;
  EventId cause_id;
  Instant created_datetime;
};
BOOST_DESCRIBE_STRUCT(HistoryEvent, (), (id, name, ticket_id, actor, payload, cause_id, created_datetime))

struct HistoryInput {
  TicketId id;
  std::string cursor;
  std::int64_t limit = 30;
};
BOOST_DESCRIBE_STRUCT(HistoryInput, (), (id, cursor, limit))

/// Newest first; without drafts and read marks.
Page<HistoryEvent> list_history(Tx& tx, const Caller& caller, const HistoryInput& input);
/// Events as people see them, with names of who acted; for push and GET /api/events.
std::vector<HistoryEvent> with_actor_names(Tx& tx, AccountId account, const std::vector<events::Event>& events);

}  // namespace peakdesk::tickets
