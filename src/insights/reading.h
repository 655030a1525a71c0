// Messages are understood as they come in: in the transaction that stores them, so that nobody sees one without what it
// wants; in a rush a moment later, because reading one takes several times as long as storing it and there is only one
// writer. Owns what follows for the ticket; the models are Analysers'.
#pragma once
#include "insights/analysers.h"
#include "insights/insight.h"
#include "platform/events/event.h"

namespace peakdesk::insights {

/// In-transaction subscriber of message.received, for when there is time (Database::is_crowded). Leaves what it cannot
/// read, and history, to the follower.
void on_message_received(Analysers& analysers, Tx& tx, const events::Event& event);
/// For the follower below, before it writes: reads the batch's messages outside the writer.
void read_ahead(Analysers& analysers, Tx& tx, const std::vector<events::Event>& batch);
/// Follower of the log: stores what messages are about that were not read as they came in; counts agents' time.
void follow(Analysers& analysers, Tx& tx, const std::vector<events::Event>& batch);
/// In-transaction subscriber of ticket.merged, ticket.split and their undoing.
void on_messages_moved(Tx& tx, const events::Event& event);
/// In-transaction subscriber of ticket.erased.
void on_ticket_erased(Tx& tx, const events::Event& event);

/// What the ticket is about now, by its messages: written anew.
void refresh_ticket(Tx& tx, AccountId account, TicketId ticket);
/// Answers and thanks: they take nothing away from what was asked before.
bool asks_for_nothing(const std::string& label);

}  // namespace peakdesk::insights
