// What happens to tickets, for whoever follows. Names and payloads are part of the product: history, push, webhooks and
// rules read them. A change carries what it was and what it became, as a person would say it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "platform/db/tx.h"
#include "tickets/message.h"

namespace peakdesk::tickets {

// ticket.created           {number, subject, channel, customer_id}
// ticket.status_changed    {from, to, snooze_datetime}
// ticket.snooze_ended      {}                       it woke by itself; a status_changed goes with it
// ticket.assigned          {from, to}               an agent's {id, name} or null
// ticket.team_assigned     {from, to}               a team's {id, name} or null
// ticket.priority_changed  {from, to}
// ticket.subject_changed   {from, to}
// ticket.language_changed  {from, to}
// ticket.customer_changed  {from, to}               {id, name, email}
// ticket.erased            {}                       the customer's data were deleted on request
// ticket.field_changed     {key, from, to}          a custom field
// ticket.tagged            {added, removed}         tag names
// ticket.spam_changed      {from, to}
// ticket.trashed, ticket.restored {}
// ticket.read, ticket.unread      {}                not part of the history people see
// ticket.merged            {from_tickets, into_ticket} numbers; on every ticket that takes part
// ticket.split             {from_ticket, into_ticket, message_count} numbers; on both tickets
// ticket.unmerged, ticket.unsplit                    the two undone; the same payloads
// message.received         {message_id, channel}     a customer wrote
// message.added            {message_id, public, state, channel}  an agent wrote; state "queued" wants delivery by its
// channel message.queued           {message_id, channel}     a failed message is to be sent again message.sent
// {message_id} message.failed           {message_id, reason} draft.changed            {user_id}                 fetch
// the ticket's drafts; not part of the history operation.changed        Operation                 no ticket
// tag.changed, view.changed {id}                     settings; no ticket

struct NoPayload {};
BOOST_DESCRIBE_STRUCT(NoPayload, (), ())

struct TicketCreatedEvent {
  std::int64_t number = 0;
  std::string subject;
  std::string channel;
  CustomerId customer_id;
};
BOOST_DESCRIBE_STRUCT(TicketCreatedEvent, (), (number, subject, channel, customer_id))

struct StatusChangedEvent {
  TicketStatus from = TicketStatus::Open;
  TicketStatus to = TicketStatus::Open;
  Instant snooze_datetime;
};
BOOST_DESCRIBE_STRUCT(StatusChangedEvent, (), (from, to, snooze_datetime))

template <class T>
struct ChangedEvent {
  T from;
  T to;
};
using TextChangedEvent = ChangedEvent<std::string>;
BOOST_DESCRIBE_STRUCT(TextChangedEvent, (), (from, to))
using FlagChangedEvent = ChangedEvent<bool>;
BOOST_DESCRIBE_STRUCT(FlagChangedEvent, (), (from, to))
using PriorityChangedEvent = ChangedEvent<TicketPriority>;
BOOST_DESCRIBE_STRUCT(PriorityChangedEvent, (), (from, to))
using AssignedEvent = ChangedEvent<std::optional<UserRef>>;
BOOST_DESCRIBE_STRUCT(AssignedEvent, (), (from, to))
using TeamAssignedEvent = ChangedEvent<std::optional<TeamRef>>;
BOOST_DESCRIBE_STRUCT(TeamAssignedEvent, (), (from, to))
using CustomerChangedEvent = ChangedEvent<CustomerRef>;
BOOST_DESCRIBE_STRUCT(CustomerChangedEvent, (), (from, to))

struct FieldChangedEvent {
  std::string key;
  Json from;
  Json to;
};
BOOST_DESCRIBE_STRUCT(FieldChangedEvent, (), (key, from, to))

struct TaggedEvent {
  std::vector<std::string> added;
  std::vector<std::string> removed;
};
BOOST_DESCRIBE_STRUCT(TaggedEvent, (), (added, removed))

struct MergedEvent {
  std::vector<std::int64_t> from_tickets;
  std::int64_t into_ticket = 0;
};
BOOST_DESCRIBE_STRUCT(MergedEvent, (), (from_tickets, into_ticket))

struct SplitEvent {
  std::int64_t from_ticket = 0;
  std::int64_t into_ticket = 0;
  std::int64_t message_count = 0;
};
BOOST_DESCRIBE_STRUCT(SplitEvent, (), (from_ticket, into_ticket, message_count))

struct MessageEvent {
  MessageId message_id;
  std::string channel;
};
BOOST_DESCRIBE_STRUCT(MessageEvent, (), (message_id, channel))

struct MessageAddedEvent {
  MessageId message_id;
  bool public_ = true;
  MessageState state = MessageState::Stored;
  std::string channel;
};
BOOST_DESCRIBE_STRUCT(MessageAddedEvent, (), (message_id, public_, state, channel))

struct MessageFailedEvent {
  MessageId message_id;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(MessageFailedEvent, (), (message_id, reason))

struct DraftChangedEvent {
  UserId user_id;
};
BOOST_DESCRIBE_STRUCT(DraftChangedEvent, (), (user_id))

struct SettingChangedEvent {
  std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(SettingChangedEvent, (), (id))

/// Who changes something, and the event that led to it (a rule answering a message).
struct Cause {
  AccountId account;
  Actor actor;
  EventId event;
};
inline Cause cause_of(const Caller& caller) { return {caller.account, caller.actor, {}}; }

template <class Payload>
EventId emit(Tx& tx, const Cause& cause, const char* name, TicketId ticket, const Payload& payload) {
  return tx.emit({.account = cause.account,
                  .name = name,
                  .ticket = ticket,
                  .actor = cause.actor,
                  .payload = to_json(payload),
                  .cause = cause.event});
}

}  // namespace peakdesk::tickets
