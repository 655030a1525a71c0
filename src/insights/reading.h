// Messages are understood as they come in: in the transaction that stores them, so that a screen never shows one
// without. Owns what follows for the ticket; the models are Analysers'.
#pragma once
#include "insights/analysers.h"
#include "insights/insight.h"
#include "platform/events/event.h"

namespace peakdesk::insights {

/// In-transaction subscriber of message.received.
void on_message_received(Analysers& analysers, Tx& tx, const events::Event& event);
/// Follower of the log: what came before this desk understood messages is understood now; agents' time is counted.
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
