// A scenario's TOML as the JSON the workspace stores: the same keys, and the line each of them stands on.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"

namespace peakdesk::planning {

struct TomlDocument {
  JsonObject root;
  std::map<std::string, std::size_t> lines;  // by path: "channel[0].share"
  /// The line of a path, or of the part that holds it; 0 when nothing is known.
  std::size_t line_of(std::string path) const;
};
/// Nothing, and a sentence with the line, when the text is no TOML.
std::optional<TomlDocument> parse_toml(std::string_view text, std::string& problem);

}  // namespace peakdesk::planning
