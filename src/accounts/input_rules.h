// What names, addresses, locales and time zones must look like. Each returns the tidied value or throws Invalid naming
// `field`.
#pragma once
#include <string>
#include <string_view>

#include "base/caller.h"
#include "base/json.h"

namespace peakdesk::accounts {

/// Without white space around, valid UTF-8 without control characters, 1 to `max_characters` long.
std::string checked_name(const std::string& field, std::string_view text, std::size_t max_characters = 200);
/// The same, but may be empty and hold line ends.
std::string checked_text(const std::string& field, std::string_view text, std::size_t max_characters);
/// One address as people type it: "mia@tea.example".
std::string checked_email(const std::string& field, std::string_view text);
/// One of the desk's six languages.
std::string checked_locale(const std::string& field, std::string_view text);
/// A name of the IANA time zone database.
std::string checked_timezone(const std::string& field, std::string_view text);
/// A host name, or empty.
std::string checked_domain(const std::string& field, std::string_view text);
/// A role that a person can have: not "public".
Role checked_role(const std::string& field, Role role);
/// The signature's HTML made safe.
std::string checked_html(const std::string& field, std::string_view html, std::size_t max_bytes);
/// `change` laid over `current`, key by key; null removes a key. At most 16 KiB.
RawJson merged_preferences(const std::string& field, const RawJson& current, const RawJson& change);

}  // namespace peakdesk::accounts
