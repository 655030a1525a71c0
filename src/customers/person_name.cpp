#include "customers/person_name.h"

#include "base/text.h"

namespace peakdesk::customers {

PersonName parse_person_name(std::string_view text) {
  std::string name = collapse_space(to_valid_utf8(text));
  while (name.size() >= 2 && (name.front() == '"' || name.front() == '\'') && name.back() == name.front())
    name = std::string(trim(std::string_view(name).substr(1, name.size() - 2)));
  if (name.empty() || (name.find('@') != std::string::npos && name.find(' ') == std::string::npos)) return {};
  name = truncate(name, 200);
  const auto comma = name.find(", ");
  if (comma != std::string::npos && comma > 0 && name.find(',', comma + 1) == std::string::npos) {
    PersonName out;
    out.last = name.substr(0, comma);
    out.first = std::string(trim(std::string_view(name).substr(comma + 2)));
    out.full = out.first + " " + out.last;
    return out;
  }
  const auto space = name.find(' ');
  if (space == std::string::npos) return {name, name, ""};
  return {name, name.substr(0, space), name.substr(space + 1)};
}

}  // namespace peakdesk::customers
