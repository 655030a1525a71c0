#include "customers/custom_fields.h"

#include <cmath>

#include "base/error.h"
#include "base/text.h"

namespace peakdesk::customers {
namespace {

struct FieldRow {
  CustomFieldId id;
  FieldObject object = FieldObject::Ticket;
  std::string key;
  std::string label;
  FieldType type = FieldType::Text;
  std::string options;
  std::int64_t position = 0;
};
BOOST_DESCRIBE_STRUCT(FieldRow, (), (id, object, key, label, type, options, position))

CustomField to_field(FieldRow&& row) {
  return {row.id,
          row.object,
          std::move(row.key),
          std::move(row.label),
          row.type,
          from_json<std::vector<std::string>>(row.options),
          row.position};
}

constexpr const char* kSelectField =
    "SELECT id, object, key, label, type, options, position FROM custom_fields WHERE account_id = $1";

std::string field_path(const std::string& key) { return "custom_fields." + key; }

void check_value(const CustomField& field, const Json& value) {
  const std::string path = field_path(field.key);
  switch (field.type) {
    case FieldType::Text:
      if (!value.is_string()) throw_wrong_type(path, "text");
      if (length(std::string_view(value.get_string())) > 2000)
        throw_invalid(path, "At most 2,000 characters fit here.");
      return;
    case FieldType::Number:
      if (!value.is_number() || !std::isfinite(value.to_number<double>())) throw_wrong_type(path, "a number");
      return;
    case FieldType::Boolean:
      if (!value.is_bool()) throw_wrong_type(path, "true or false");
      return;
    case FieldType::Date: {
      Instant day;
      if (!value.is_string() || value.get_string().size() != 10 ||
          !parse_iso8601(std::string_view(value.get_string()), day))
        throw_wrong_type(path, "a date such as 2026-11-27");
      return;
    }
    case FieldType::Select:
      if (value.is_string())
        for (const auto& option : field.options)
          if (option == std::string_view(value.get_string())) return;
      throw_wrong_type(path, "one of: " + join(field.options, ", "));
  }
}

}  // namespace

std::vector<CustomField> list_custom_fields(Tx& tx, AccountId account) {
  std::vector<CustomField> fields;
  for (auto& row : tx.list<FieldRow>(std::string(kSelectField) + " ORDER BY position, id", account))
    fields.push_back(to_field(std::move(row)));
  return fields;
}

std::string merge_custom_fields(Tx& tx, AccountId account, FieldObject object, std::string_view current,
                                const std::map<std::string, Json>& changes) {
  if (changes.empty()) return std::string(current);
  const auto fields = list_custom_fields(tx, account);
  Json merged = parse_json(current);
  for (const auto& [key, value] : changes) {
    const CustomField* found = nullptr;
    std::string known;
    for (const auto& field : fields) {
      if (field.object != object) continue;
      if (field.key == key) found = &field;
      known += (known.empty() ? "" : ", ") + field.key;
    }
    if (value.is_null()) {
      merged.as_object().erase(key);
      continue;
    }
    if (!found)
      throw_invalid(field_path(key), "There is no such field. Known here: " + (known.empty() ? "none" : known) + ".");
    check_value(*found, value);
    merged.as_object()[key] = value;
  }
  return boost::json::serialize(merged);
}

}  // namespace peakdesk::customers
