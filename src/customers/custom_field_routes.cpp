#include "base/error.h"
#include "base/text.h"
#include "customers/custom_fields.h"

namespace peakdesk::customers {
namespace {

void check_definition(const CustomField& field) {
  if (trim(field.label).empty()) throw_invalid("label", "A field needs a label.");
  if (length(field.label) > 100) throw_invalid("label", "At most 100 characters fit here.");
  if (field.type == FieldType::Select && field.options.empty())
    throw_invalid("options", "A choice needs at least one option.");
  if (field.options.size() > 500) throw_invalid("options", "At most 500 options fit here.");
  for (std::size_t i = 0; i < field.options.size(); ++i)
    if (trim(field.options[i]).empty() || length(field.options[i]) > 200)
      throw_invalid("options[" + std::to_string(i) + "]", "An option has 1 to 200 characters.");
}

struct NewField {
  FieldObject object = FieldObject::Ticket;
  std::string key;
  std::string label;
  FieldType type = FieldType::Text;
  std::vector<std::string> options;
  std::int64_t position = 0;
};
BOOST_DESCRIBE_STRUCT(NewField, (), (object, key, label, type, options, position))

struct FieldChanges {
  CustomFieldId id;
  std::optional<std::string> label;
  std::optional<std::vector<std::string>> options;
  std::optional<std::int64_t> position;
};
BOOST_DESCRIBE_STRUCT(FieldChanges, (), (id, label, options, position))

struct FieldIdInput {
  CustomFieldId id;
};
BOOST_DESCRIBE_STRUCT(FieldIdInput, (), (id))

struct FieldEvent {
  std::string key;
};
BOOST_DESCRIBE_STRUCT(FieldEvent, (), (key))

void emit_field_event(Tx& tx, const Caller& caller, const std::string& key) {
  tx.emit({.account = caller.account,
           .name = "custom_field.changed",
           .actor = caller.actor,
           .payload = to_json(FieldEvent{key})});
}

CustomField get_field(Tx& tx, AccountId account, CustomFieldId id) {
  for (auto& field : list_custom_fields(tx, account))
    if (field.id == id) return std::move(field);
  throw_not_found("custom field");
}

Page<CustomField> list_fields(Tx& tx, const Caller& caller, const NoInput&) {
  return {list_custom_fields(tx, caller.account), {}};
}

Created<CustomField> create_field(Tx& tx, const Caller& caller, const NewField& input) {
  CustomField field{tx.new_id<CustomFieldId>(),
                    input.object,
                    input.key,
                    collapse_space(input.label),
                    input.type,
                    input.options,
                    input.position};
  check_definition(field);
  const bool key_fits = !field.key.empty() && field.key.size() <= 50 && field.key[0] >= 'a' && field.key[0] <= 'z' &&
                        field.key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
  if (!key_fits)
    throw_invalid("key",
                  "A key begins with a-z and has at most 50 of the characters a-z, 0-9 and _ (it stands in searches: "
                  "field.KEY:value).");
  const auto changed = tx.exec(
      "INSERT INTO custom_fields (id, account_id, object, key, label, type, options, position, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (account_id, object, key) DO NOTHING",
      field.id, caller.account, enum_name(field.object), field.key, field.label, enum_name(field.type),
      to_json(field.options), field.position, tx.now());
  if (changed == 0) throw_conflict("key_taken", "There is a field with this key already. Choose another.");
  emit_field_event(tx, caller, field.key);
  return {field};
}

CustomField update_field(Tx& tx, const Caller& caller, const FieldChanges& changes) {
  CustomField field = get_field(tx, caller.account, changes.id);
  if (changes.label) field.label = collapse_space(*changes.label);
  if (changes.options) field.options = *changes.options;
  if (changes.position) field.position = *changes.position;
  check_definition(field);
  tx.exec("UPDATE custom_fields SET label = $3, options = $4, position = $5 WHERE account_id = $1 AND id = $2",
          caller.account, field.id, field.label, to_json(field.options), field.position);
  emit_field_event(tx, caller, field.key);
  return field;
}

NoContent delete_field(Tx& tx, const Caller& caller, const FieldIdInput& input) {
  // Values stay with their tickets; without the definition they are no longer shown or searched.
  const CustomField field = get_field(tx, caller.account, input.id);
  tx.exec("DELETE FROM custom_fields WHERE account_id = $1 AND id = $2", caller.account, field.id);
  emit_field_event(tx, caller, field.key);
  return {};
}

}  // namespace

void add_custom_field_routes(Router& router) {
  router.read("GET", "/api/custom-fields", observers("settings:read"), list_fields);
  router.write("POST", "/api/custom-fields", leads("settings:write"), create_field);
  router.write("PATCH", "/api/custom-fields/{id}", leads("settings:write"), update_field);
  router.write("DELETE", "/api/custom-fields/{id}", leads("settings:write"), delete_field);
}

}  // namespace peakdesk::customers
