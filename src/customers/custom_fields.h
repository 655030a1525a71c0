// Fields that a shop adds to tickets and customers by itself: their definitions, and checking values against them.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "platform/db/tx.h"
#include "platform/http/router.h"

namespace peakdesk::customers {

enum class FieldType { Text, Number, Boolean, Date, Select };
BOOST_DESCRIBE_ENUM(FieldType, Text, Number, Boolean, Date, Select)
enum class FieldObject { Ticket, Customer };
BOOST_DESCRIBE_ENUM(FieldObject, Ticket, Customer)

struct CustomField {
  CustomFieldId id;
  FieldObject object = FieldObject::Ticket;
  std::string key;  // a-z, 0-9, _; never changes
  std::string label;
  FieldType type = FieldType::Text;
  std::vector<std::string> options;  // of a select
  std::int64_t position = 0;
};
BOOST_DESCRIBE_STRUCT(CustomField, (), (id, object, key, label, type, options, position))

/// All fields of the account in order of position.
std::vector<CustomField> list_custom_fields(Tx& tx, AccountId account);

/// Merges `changes` into the JSON object `current` (null clears a key) and returns the new object's text. Throws
/// Invalid naming `custom_fields.KEY` for a key that does not exist or a value that does not fit its type: text up to
/// 2,000 characters, a finite number, true/false, a date "2026-11-27", one of a select's options.
std::string merge_custom_fields(Tx& tx, AccountId account, FieldObject object, std::string_view current,
                                const std::map<std::string, Json>& changes);

void add_custom_field_routes(Router& router);

}  // namespace peakdesk::customers
