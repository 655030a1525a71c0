#include "rules/macro_actions.h"

#include <array>

#include "base/error.h"
#include "base/text.h"

namespace peakdesk::rules {
namespace {

enum class ArgumentType { Text, Number, Status, Priority, Any };

struct Argument {
  std::string_view name;
  ArgumentType type;
  bool required;
};
struct ActionKind {
  std::string_view name;
  std::array<Argument, 2> arguments;  // empty names are not there
};

constexpr std::array<ActionKind, 11> kActions{{
    {"setResponseText", {{{"body_html", ArgumentType::Text, false}, {"body_text", ArgumentType::Text, false}}}},
    {"addTags", {{{"tags", ArgumentType::Text, true}, {}}}},
    {"removeTags", {{{"tags", ArgumentType::Text, true}, {}}}},
    {"setStatus", {{{"status", ArgumentType::Status, true}, {}}}},
    {"snooze", {{{"duration_s", ArgumentType::Number, true}, {}}}},
    {"setPriority", {{{"priority", ArgumentType::Priority, true}, {}}}},
    {"assignUser", {{{"user_id", ArgumentType::Any, true}, {}}}},
    {"assignTeam", {{{"team_id", ArgumentType::Any, true}, {}}}},
    {"addInternalNote", {{{"body_text", ArgumentType::Text, true}, {}}}},
    {"setSubject", {{{"subject", ArgumentType::Text, true}, {}}}},
    {"setCustomField", {{{"key", ArgumentType::Text, true}, {"value", ArgumentType::Any, true}}}},
}};

void check_argument(const Argument& argument, const Json& value, const std::string& field) {
  const bool is_text = value.is_string();
  switch (argument.type) {
    case ArgumentType::Text:
      if (!is_text) throw_wrong_type(field, "text");
      if (value.get_string().size() > 500'000) throw_invalid(field, "This text is too long.");
      return;
    case ArgumentType::Number:
      if (!value.is_number() || value.to_number<double>() < 60 || value.to_number<double>() > 366.0 * 86'400)
        throw_wrong_type(field, "a number of seconds, at least 60 and at most a year");
      return;
    case ArgumentType::Status: {
      tickets::TicketStatus status;
      if (!is_text || !parse_enum(std::string_view(value.get_string()), status) ||
          status == tickets::TicketStatus::Snoozed)
        throw_wrong_type(field, "open or closed (use snooze to let a ticket sleep)");
      return;
    }
    case ArgumentType::Priority: {
      tickets::TicketPriority priority;
      if (!is_text || !parse_enum(std::string_view(value.get_string()), priority))
        throw_wrong_type(field, "one of " + enum_names<tickets::TicketPriority>());
      return;
    }
    case ArgumentType::Any:
      return;
  }
}

std::vector<std::string> tag_names(const MacroAction& action) {
  std::vector<std::string> names;
  const std::string tags = text_argument(action, "tags");
  for (const auto name : split(tags, ','))
    if (!trim(name).empty()) names.emplace_back(trim(name));
  return names;
}

template <class IdType>
Patch<IdType> id_argument(const MacroAction& action, const char* name) {
  Patch<IdType> out;
  const auto* value = action.arguments.as_object().if_contains(name);
  out.present = value != nullptr;
  if (value && !value->is_null()) read_json(*value, out.value, name);
  return out;
}

}  // namespace

std::string text_argument(const MacroAction& action, const char* name) {
  const auto* value = action.arguments.is_object() ? action.arguments.get_object().if_contains(name) : nullptr;
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

void check_action(const MacroAction& action, const std::string& field) {
  const ActionKind* kind = nullptr;
  std::string possible;
  for (const auto& known : kActions) {
    if (known.name == action.name) kind = &known;
    possible += (possible.empty() ? "" : ", ") + std::string(known.name);
  }
  if (!kind) throw_invalid(field + ".name", "There is no such action. Possible: " + possible + ".");
  if (!action.arguments.is_object()) throw_wrong_type(field + ".arguments", "an object");
  for (const auto& item : action.arguments.get_object()) {
    const std::string path = field + ".arguments." + std::string(item.key());
    const Argument* argument = nullptr;
    for (const auto& known : kind->arguments)
      if (!known.name.empty() && known.name == std::string_view(item.key())) argument = &known;
    if (!argument) throw_invalid(path, "The action " + action.name + " has no such argument.");
    check_argument(*argument, item.value(), path);
  }
  for (const auto& known : kind->arguments)
    if (!known.name.empty() && known.required && !action.arguments.get_object().contains(known.name))
      throw_invalid(field + ".arguments." + std::string(known.name),
                    "The action " + action.name + " needs this argument.");
}

tickets::TicketChanges changes_of(const std::vector<MacroAction>& actions, Instant now) {
  tickets::TicketChanges changes;
  for (const auto& action : actions) {
    const auto append = [&](std::vector<std::string>& names) {
      for (auto& name : tag_names(action)) names.push_back(std::move(name));
    };
    if (action.name == "addTags") append(changes.add_tags);
    if (action.name == "removeTags") append(changes.remove_tags);
    if (action.name == "setStatus") parse_enum(text_argument(action, "status"), changes.status.emplace());
    if (action.name == "snooze") {
      changes.snooze_datetime.present = true;
      changes.snooze_datetime.value =
          now + seconds(action.arguments.as_object().at("duration_s").to_number<std::int64_t>());
    }
    if (action.name == "setPriority") parse_enum(text_argument(action, "priority"), changes.priority.emplace());
    if (action.name == "assignUser") changes.assignee_user_id = id_argument<UserId>(action, "user_id");
    if (action.name == "assignTeam") changes.assignee_team_id = id_argument<TeamId>(action, "team_id");
    if (action.name == "setSubject") changes.subject = text_argument(action, "subject");
    if (action.name == "setCustomField")
      changes.custom_fields[text_argument(action, "key")] = action.arguments.as_object().at("value");
  }
  if (changes.snooze_datetime.present) changes.status.reset();
  return changes;
}

}  // namespace peakdesk::rules
