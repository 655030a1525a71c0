// What happened, as a row of the `events` table. Written by Tx::emit in the transaction that made it so.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/caller.h"
#include "base/clock.h"
#include "base/described.h"
#include "base/ids.h"

namespace peakdesk::db {
class Tx;
}

namespace peakdesk::events {

struct NewEvent {
  AccountId account;
  std::string name;  // "ticket.status_changed": room.thing_happened, past tense
  TicketId ticket;   // or none
  Actor actor;
  std::string payload = "{}";  // JSON object; to_json(described struct)
  EventId cause;               // the event that led to this one
};

struct Event {
  EventId id;
  AccountId account_id;
  std::string name;
  TicketId ticket_id;
  std::string actor_kind;
  std::int64_t actor_id = 0;
  EventId cause_id;
  std::string payload;
  Instant created_at;
};
BOOST_DESCRIBE_STRUCT(Event, (), (id, account_id, name, ticket_id, actor_kind, actor_id, cause_id, payload, created_at))

/// Runs inside the emitting transaction; a throw rolls the request back. For what only changes the database or queues
/// jobs.
using InTransaction = std::function<void(db::Tx&, const Event&)>;

/// Follows the log by its own cursor, at least once, in order, in batches of at most `batch_size`. Runs on the
/// dispatcher's thread with its own write transaction per batch; a throw is retried with a pause and stops no other
/// subscriber.
struct Follower {
  std::string name;             // stored with the cursor: never rename
  std::size_t batch_size = 64;  // one write: others wait for it
  std::function<void(db::Tx&, const std::vector<Event>&)> handle;
  // Before handle(), with the same batch, in a read transaction on the follower's thread: what takes time and only
  // reads, so that the one writer is not held up. Its outcome is for handle() to check: the store may have moved on.
  std::function<void(db::Tx&, const std::vector<Event>&)> prepare = {};
};

}  // namespace peakdesk::events
