// A person's name as mail programs and forms write it, taken apart. Pure.
#pragma once
#include <string>
#include <string_view>

namespace peakdesk::customers {

struct PersonName {
  std::string full;
  std::string first;
  std::string last;
};

/// "Anna Müller" and "Müller, Anna" give first and last; quotes around the whole are dropped; a bare address or an
/// empty text gives an empty name. Never throws.
PersonName parse_person_name(std::string_view text);

}  // namespace peakdesk::customers
