#include "rules/macros.h"

#include "base/error.h"
#include "base/text.h"
#include "platform/http/page_cursor.h"
#include "rules/macro_actions.h"
#include "rules/variables.h"
#include "tickets/events.h"
#include "tickets/message_body.h"
#include "tickets/reply.h"

namespace peakdesk::rules {
namespace {

struct MacroRow {
  MacroId id;
  std::string external_id;
  std::string name;
  std::string intent;
  std::string language;
  std::string actions;
  std::int64_t usage = 0;
  bool archived = false;
  Instant created_at;
  Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(MacroRow, (),
                      (id, external_id, name, intent, language, actions, usage, archived, created_at, updated_at))

constexpr const char* kSelectMacros =
    "SELECT id, external_id, name, intent, language, actions, usage, archived, created_at, updated_at FROM macros "
    "WHERE account_id = $1";

Macro to_macro(MacroRow&& row) {
  Macro macro;
  macro.id = row.id;
  macro.external_id = std::move(row.external_id);
  macro.name = std::move(row.name);
  macro.intent = std::move(row.intent);
  macro.language = std::move(row.language);
  macro.actions = from_json<std::vector<MacroAction>>(row.actions);
  macro.usage = row.usage;
  macro.archived = row.archived;
  macro.created_datetime = row.created_at;
  macro.updated_datetime = row.updated_at;
  return macro;
}

void tell(Tx& tx, const Caller& caller, MacroId id) {
  tickets::emit(tx, tickets::cause_of(caller), "macro.changed", {}, tickets::SettingChangedEvent{id.value});
}

/// HTML that a macro stores is sanitised once, when it is saved; the missing one of text and HTML is made from the
/// other.
void complete_response(MacroAction& action) {
  if (action.name != "setResponseText") return;
  const auto body = tickets::make_body(text_argument(action, "body_html"), text_argument(action, "body_text"));
  action.arguments = {{"body_html", body.html}, {"body_text", body.text}};
}

void apply_input(const MacroInput& input, Macro& macro) {
  const auto one_line = [](const char* field, const std::string& text, std::size_t max) {
    std::string out = collapse_space(to_valid_utf8(text));
    if (length(out) > max) throw_invalid(field, "At most " + std::to_string(max) + " characters fit here.");
    return out;
  };
  if (input.name) {
    macro.name = one_line("name", *input.name, 200);
    if (macro.name.empty()) throw_invalid("name", "A macro needs a name.");
  }
  if (input.external_id) macro.external_id = one_line("external_id", input.external_id.value_or(""), 200);
  if (input.intent) macro.intent = one_line("intent", input.intent.value_or(""), 100);
  if (input.language) macro.language = one_line("language", input.language.value_or(""), 20);
  if (input.archived) macro.archived = *input.archived;
  if (input.actions) {
    macro.actions = input.actions.value_or({});
    if (macro.actions.size() > 50) throw_invalid("actions", "A macro has at most 50 actions.");
    for (std::size_t i = 0; i < macro.actions.size(); ++i) {
      check_action(macro.actions[i], "actions[" + std::to_string(i) + "]");
      complete_response(macro.actions[i]);
    }
  }
}

Macro update_macro(Tx& tx, const Caller& caller, const MacroInput& input) {
  Macro macro = get_macro(tx, caller.account, input.id);
  apply_input(input, macro);
  macro.updated_datetime = tx.now();
  tx.exec(
      "UPDATE macros SET external_id = $3, name = $4, intent = $5, language = $6, actions = $7, archived = $8, "
      "updated_at = $9 "
      "WHERE account_id = $1 AND id = $2",
      caller.account, macro.id, macro.external_id, macro.name, macro.intent, macro.language, to_json(macro.actions),
      macro.archived, tx.now());
  tell(tx, caller, macro.id);
  return macro;
}

struct ListMacrosInput {
  std::string search;
  bool archived = false;
  std::string cursor;
  std::int64_t limit = 30;
  std::string order_by = "usage:desc";
};
BOOST_DESCRIBE_STRUCT(ListMacrosInput, (), (search, archived, cursor, limit, order_by))

// A shop has some hundred macros: they are read whole, and the cursor of this list is a position.
Page<Macro> list_macros(Tx& tx, const Caller& caller, const ListMacrosInput& input) {
  const char* order = input.order_by == "usage:desc"              ? "usage DESC, id"
                      : input.order_by == "name:asc"              ? "name, id"
                      : input.order_by == "name:desc"             ? "name DESC, id DESC"
                      : input.order_by == "created_datetime:desc" ? "id DESC"
                      : input.order_by == "created_datetime:asc"  ? "id"
                                                                  : nullptr;
  if (!order)
    throw_invalid(
        "order_by",
        "Macros can be ordered by usage:desc, name:asc, name:desc, created_datetime:desc or created_datetime:asc.");
  const int limit = http::checked_limit(input.limit);
  const auto cursor = http::decode_cursor("macros/" + input.order_by, input.cursor, 1);
  const std::size_t start = cursor ? static_cast<std::size_t>(std::max<std::int64_t>(0, cursor->keys[0])) : 0;
  const std::string wanted = fold_for_search(collapse_space(input.search));
  Page<Macro> page;
  std::size_t position = 0;
  bool more = false;
  for (auto& row : tx.list<MacroRow>(std::string(kSelectMacros) + " AND archived = $2 ORDER BY " + order,
                                     caller.account, input.archived)) {
    const std::string name = fold_for_search(row.name);
    bool fits = true;
    for (const auto word : split(wanted, ' ')) fits = fits && name.find(word) != std::string::npos;
    if (!fits || position++ < start) continue;
    more = page.data.size() == static_cast<std::size_t>(limit);
    if (more) break;
    page.data.push_back(to_macro(std::move(row)));
  }
  if (more)
    page.meta.next_cursor =
        http::encode_cursor("macros/" + input.order_by, {false, {static_cast<std::int64_t>(start) + limit}});
  if (start > 0)
    page.meta.prev_cursor = http::encode_cursor(
        "macros/" + input.order_by, {true, {std::max<std::int64_t>(0, static_cast<std::int64_t>(start) - limit)}});
  return page;
}

struct MacroIdInput {
  MacroId id;
};
BOOST_DESCRIBE_STRUCT(MacroIdInput, (), (id))

struct PreviewInput {
  MacroId id;
  TicketId ticket_id;
};
BOOST_DESCRIBE_STRUCT(PreviewInput, (), (id, ticket_id))

Macro show_macro(Tx& tx, const Caller& caller, const MacroIdInput& input) {
  return get_macro(tx, caller.account, input.id);
}
Created<Macro> add_macro(Tx& tx, const Caller& caller, const MacroInput& input) {
  return {create_macro(tx, caller, input)};
}
MacroPreview show_preview(Tx& tx, const Caller& caller, const PreviewInput& input) {
  return preview_macro(tx, caller, input.id, input.ticket_id);
}
NoContent delete_macro(Tx& tx, const Caller& caller, const MacroIdInput& input) {
  get_macro(tx, caller.account, input.id);
  tx.exec("DELETE FROM macros WHERE account_id = $1 AND id = $2", caller.account, input.id);
  tell(tx, caller, input.id);
  return {};
}

/// Every text argument with its variables filled in; the response's own texts are left to the caller.
std::vector<MacroAction> resolve_actions(TicketVariables& variables, std::vector<MacroAction> actions,
                                         WhenMissing when) {
  for (auto& action : actions) {
    if (!action.arguments.is_object()) continue;
    for (auto& item : action.arguments.as_object()) {
      if (!item.value().is_string()) continue;
      const auto kind = std::string_view(item.key()) == "body_html" ? TemplateKind::Html : TemplateKind::Text;
      item.value() = variables.render(std::string_view(item.value().get_string()), kind, when).text;
    }
  }
  return actions;
}

void fill_variables(Tx& tx, const Caller& caller, TicketId ticket, std::string& body_html, std::string& body_text) {
  if (!has_variables(body_html) && !has_variables(body_text)) return;
  TicketVariables variables(tx, caller, ticket);
  body_html = variables.render(body_html, TemplateKind::Html, WhenMissing::Blank).text;
  body_text = variables.render(body_text, TemplateKind::Text, WhenMissing::Blank).text;
}

}  // namespace

Macro get_macro(Tx& tx, AccountId account, MacroId id) {
  auto row = tx.find<MacroRow>(std::string(kSelectMacros) + " AND id = $2", account, id);
  if (!row) throw_not_found("macro");
  return to_macro(std::move(*row));
}

Macro create_macro(Tx& tx, const Caller& caller, const MacroInput& input) {
  if (!input.name) throw_invalid("name", "A macro needs a name.");
  if (!input.actions) throw_invalid("actions", "A macro needs actions, such as setResponseText.");
  Macro macro;
  macro.id = tx.new_id<MacroId>();
  macro.created_datetime = macro.updated_datetime = tx.now();
  apply_input(input, macro);
  tx.exec(
      "INSERT INTO macros (id, account_id, external_id, name, intent, language, actions, archived, created_at, "
      "updated_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
      macro.id, caller.account, macro.external_id, macro.name, macro.intent, macro.language, to_json(macro.actions),
      macro.archived, tx.now());
  tell(tx, caller, macro.id);
  return macro;
}

MacroPreview preview_macro(Tx& tx, const Caller& caller, MacroId id, TicketId ticket) {
  const Macro macro = get_macro(tx, caller.account, id);
  TicketVariables variables(tx, caller, ticket);
  MacroPreview preview;
  for (const auto& action : macro.actions) {
    if (action.name != "setResponseText") continue;
    preview.body_html =
        variables.render(text_argument(action, "body_html"), TemplateKind::Html, WhenMissing::LeaveAsWritten).text;
    Rendered text =
        variables.render(text_argument(action, "body_text"), TemplateKind::Text, WhenMissing::LeaveAsWritten);
    preview.body_text = std::move(text.text);
    preview.missing = std::move(text.missing);
  }
  preview.actions = resolve_actions(variables, macro.actions, WhenMissing::LeaveAsWritten);
  return preview;
}

void apply_macro(Tx& tx, const Caller& caller, TicketId ticket, MacroId id) {
  const Macro macro = get_macro(tx, caller.account, id);
  TicketVariables variables(tx, caller, ticket);
  const auto actions = resolve_actions(variables, macro.actions, WhenMissing::Blank);
  for (const auto& action : actions) {
    tickets::ReplyInput message;
    message.id = ticket;
    message.public_ = action.name == "setResponseText";
    message.body_html = text_argument(action, "body_html");
    message.body_text = text_argument(action, "body_text");
    if (message.public_ || action.name == "addInternalNote") tickets::reply(tx, caller, message);
  }
  tickets::change_ticket(tx, tickets::cause_of(caller), ticket, changes_of(actions, tx.now()));
  count_macro_use(tx, caller, {id});
}

void count_macro_use(Tx& tx, const Caller& caller, const std::vector<MacroId>& ids) {
  for (const auto id : ids)
    tx.exec("UPDATE macros SET usage = usage + 1 WHERE account_id = $1 AND id = $2", caller.account, id);
}

tickets::MacroHooks macro_hooks() { return {fill_variables, apply_macro, count_macro_use}; }

void add_macro_routes(Router& router) {
  router.read("GET", "/api/macros", observers("settings:read"), list_macros);
  router.write("POST", "/api/macros", leads("settings:write"), add_macro);
  router.read("GET", "/api/macros/{id}", observers("settings:read"), show_macro);
  router.write("PATCH", "/api/macros/{id}", leads("settings:write"), update_macro);
  router.write("DELETE", "/api/macros/{id}", leads("settings:write"), delete_macro);
  router.read("POST", "/api/macros/{id}/preview", agents("tickets:read"), show_preview);
}

}  // namespace peakdesk::rules
