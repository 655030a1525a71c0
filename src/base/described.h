// A shape is written once: BOOST_DESCRIBE_STRUCT gives its JSON both ways (base/json.h) and its database row
// (platform/db).
#pragma once
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace peakdesk {

template <class T>
inline constexpr bool is_described_struct = boost::describe::has_describe_members<T>::value && !std::is_enum_v<T>;
template <class T>
inline constexpr bool is_described_enum = boost::describe::has_describe_enumerators<T>::value;

/// A member whose name would be a keyword ends with an underscore that is not part of the name: `public_` is "public".
constexpr std::string_view described_name(std::string_view member) {
  if (member.ends_with('_')) member.remove_suffix(1);
  return member;
}

/// Calls visit(name, member_pointer) for every described member, in order.
template <class T, class Visit>
void for_each_member(Visit&& visit) {
  boost::mp11::mp_for_each<
      boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>>(
      [&](auto described) { visit(described_name(described.name), described.pointer); });
}

/// "ClosedByRule" -> "closed_by_rule": how an enumerator is written in JSON and in the database.
std::string snake_case(std::string_view pascal_case);

/// Every value of an enum beside its name in snake case, in order of declaration; made once.
template <class Enum>
const std::vector<std::pair<Enum, std::string>>& enum_table() {
  static const auto table = [] {
    std::vector<std::pair<Enum, std::string>> entries;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>(
        [&](auto described) { entries.emplace_back(described.value, snake_case(described.name)); });
    return entries;
  }();
  return table;
}

/// Empty for a number that is no enumerator.
template <class Enum>
const std::string& enum_name(Enum value) {
  static const std::string none;
  for (const auto& [known, name] : enum_table<Enum>())
    if (known == value) return name;
  return none;
}

/// False when no enumerator has this name.
template <class Enum>
bool parse_enum(std::string_view name, Enum& out) {
  for (const auto& [value, known] : enum_table<Enum>()) {
    if (known != name) continue;
    out = value;
    return true;
  }
  return false;
}

/// "open, snoozed, closed": for error messages.
template <class Enum>
std::string enum_names() {
  std::string out;
  for (const auto& [value, name] : enum_table<Enum>()) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

}  // namespace peakdesk
