// A customer's message comes in: the ticket it belongs to is found or made, in the caller's transaction. Used by every
// channel.
#pragma once
#include "tickets/message.h"
#include "tickets/ticket_store.h"

namespace peakdesk::tickets {

/// Stores the message. A Message-ID that is known gives the first message (`duplicate`). The ticket is the signed one,
/// else that of the first candidate mail id we know, else a new one; a merged ticket stands for the one it went into.
/// An open question stays with its agent; a closed or snoozed ticket opens again (not for auto-replies or spam). Throws
/// Invalid for a sender without an address.
ReceiveResult receive(Tx& tx, const IncomingMessage& message);

/// What the shop wrote before this desk did (an import): an answer that was sent then, or a note. Threads like
/// receive(); a new ticket belongs to `message.customer` or to the first recipient. `author` is null when nobody here
/// wrote it. Nothing is delivered. Throws Invalid ("to") when there is neither customer nor recipient.
ReceiveResult record_answer(Tx& tx, const IncomingMessage& message, UserId author, bool is_public = true);

/// A message that a program imports into a ticket that is there. Same effects, no threading.
MessageId receive_into(Tx& tx, const IncomingMessage& message, store::TicketRow& ticket, const Actor& actor);

/// The first message of `ticket`, which has its id, number and fields but is not stored yet: both are stored. `actor`
/// is who the history names.
MessageId receive_as_first(Tx& tx, const IncomingMessage& message, store::TicketRow& ticket, CustomerId sender,
                           const Actor& actor);

}  // namespace peakdesk::tickets
