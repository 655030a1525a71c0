// Records of a CSV or JSON-lines file as JSON objects, each with the line it begins on. Knows nothing of what they
// mean.
#pragma once
#include <string>
#include <vector>

#include "base/json.h"

namespace peakdesk::app {

struct TableRecord {
  std::int64_t line = 0;
  JsonObject fields;  // of CSV: texts; "customer.email" becomes an object within
  std::string error;  // not empty: the line cannot be read
};

/// By its first character that is not a space: "{" is JSON lines, anything else CSV with a line of names (comma,
/// semicolon or tab; quotes as in RFC 4180). Empty cells and nulls are left out.
std::vector<TableRecord> read_table(std::string_view bytes);

}  // namespace peakdesk::app
