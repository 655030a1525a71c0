// Macros: prepared answers with variables and the changes that go with them, in the field's shape. Owns the table
// `macros`.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "platform/db/tx.h"
#include "platform/http/router.h"
#include "rules/template.h"
#include "tickets/tickets.h"

namespace peakdesk::rules {

/// setResponseText {body_html, body_text}; addTags and removeTags {tags: "a, b"}; setStatus {status}; snooze
/// {duration_s}; setPriority {priority}; assignUser {user_id}; assignTeam {team_id}; addInternalNote {body_text};
/// setSubject {subject}; setCustomField {key, value}.
struct MacroAction {
  std::string name;
  Json arguments = JsonObject();
};
BOOST_DESCRIBE_STRUCT(MacroAction, (), (name, arguments))

struct Macro {
  MacroId id;
  std::string external_id;
  std::string name;
  std::string intent;
  std::string language;
  std::vector<MacroAction> actions;
  std::int64_t usage = 0;
  bool archived = false;
  Instant created_datetime;
  Instant updated_datetime;
};
BOOST_DESCRIBE_STRUCT(Macro, (),
                      (id, external_id, name, intent, language, actions, usage, archived, created_datetime,
                       updated_datetime))

struct MacroInput {
  MacroId id;
  Patch<std::string> external_id;
  std::optional<std::string> name;
  Patch<std::string> intent;
  Patch<std::string> language;
  Patch<std::vector<MacroAction>> actions;
  std::optional<bool> archived;
};
BOOST_DESCRIBE_STRUCT(MacroInput, (), (id, external_id, name, intent, language, actions, archived))

struct MacroPreview {
  std::string body_html;
  std::string body_text;
  std::vector<MissingVariable> missing;  // positions in body_text
  std::vector<MacroAction> actions;      // variables filled in
};
BOOST_DESCRIBE_STRUCT(MacroPreview, (), (body_html, body_text, missing, actions))

/// Throws Invalid naming "actions[i].name" or "actions[i].arguments.X".
Macro create_macro(Tx& tx, const Caller& caller, const MacroInput& input);
Macro get_macro(Tx& tx, AccountId account, MacroId id);
MacroPreview preview_macro(Tx& tx, const Caller& caller, MacroId id, TicketId ticket);
/// Does everything the macro says: changes, note, and its text as an answer to the customer (missing variables blank).
void apply_macro(Tx& tx, const Caller& caller, TicketId ticket, MacroId id);
void count_macro_use(Tx& tx, const Caller& caller, const std::vector<MacroId>& ids);

/// What the room of tickets is given: filling variables, applying macros, counting their use.
tickets::MacroHooks macro_hooks();

void add_macro_routes(Router& router);

}  // namespace peakdesk::rules
