// What a macro's action may say: one entry an action with its name and arguments, checked when the macro is saved, so
// that applying it cannot fail on its shape.
#pragma once
#include <string>
#include <vector>

#include "rules/macros.h"
#include "tickets/ticket_changes.h"

namespace peakdesk::rules {

/// Throws Invalid naming `field` + ".name" or ".arguments.X".
void check_action(const MacroAction& action, const std::string& field);
/// The changes to the ticket among these actions.
tickets::TicketChanges changes_of(const std::vector<MacroAction>& actions, Instant now);
/// A text argument, or empty.
std::string text_argument(const MacroAction& action, const char* name);

}  // namespace peakdesk::rules
