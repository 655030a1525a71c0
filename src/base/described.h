// A shape is written once: BOOST_DESCRIBE_STRUCT gives its JSON both ways (base/json.h) and its database row
// (platform/db).
#pragma once
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <string>
#include <string_view>
#include <type_traits>

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

template <class Enum>
std::string enum_name(Enum value) {
  std::string out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto described) {
    if (described.value == value) out = snake_case(described.name);
  });
  return out;
}

/// False when no enumerator has this name.
template <class Enum>
bool parse_enum(std::string_view name, Enum& out) {
  bool found = false;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto described) {
    if (!found && snake_case(described.name) == name) {
      out = described.value;
      found = true;
    }
  });
  return found;
}

/// "open, snoozed, closed": for error messages.
template <class Enum>
std::string enum_names() {
  std::string out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto described) {
    if (!out.empty()) out += ", ";
    out += snake_case(described.name);
  });
  return out;
}

}  // namespace peakdesk
