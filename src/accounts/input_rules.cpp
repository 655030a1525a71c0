#include "accounts/input_rules.h"

#include <unicode/timezone.h>

#include <array>
#include <memory>

#include "base/error.h"
#include "base/text.h"
#include "platform/html/sanitiser.h"

namespace peakdesk::accounts {
namespace {

constexpr std::array<std::string_view, 6> kLocales = {"en", "fr", "pt-BR", "es", "de", "ru"};

bool has_control_characters(std::string_view text, bool allow_lines) {
  for (const unsigned char c : text) {
    if (c == 0x7f) return true;
    if (c >= 0x20) continue;
    if (!allow_lines || (c != '\n' && c != '\r' && c != '\t')) return true;
  }
  return false;
}

bool is_host_name(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  for (const std::string_view label : split(text, '.')) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    for (const unsigned char c : label)
      if (c < 0x80 && !std::isalnum(c) && c != '-') return false;
  }
  return true;
}

}  // namespace

std::string checked_name(const std::string& field, std::string_view text, std::size_t max_characters) {
  const std::string_view name = trim(text);
  if (name.empty()) throw_invalid(field, "Please fill this in.");
  if (!is_valid_utf8(name) || has_control_characters(name, false))
    throw_invalid(field,
                  "This holds characters that cannot be shown. Use letters, digits and punctuation on one line.");
  if (length(name) > max_characters)
    throw_invalid(field, "At most " + std::to_string(max_characters) + " characters, please.");
  return std::string(name);
}

std::string checked_text(const std::string& field, std::string_view text, std::size_t max_characters) {
  if (!is_valid_utf8(text) || has_control_characters(text, true))
    throw_invalid(field, "This holds characters that cannot be shown.");
  if (length(text) > max_characters)
    throw_invalid(field, "At most " + std::to_string(max_characters) + " characters, please.");
  return std::string(trim(text));
}

std::string checked_email(const std::string& field, std::string_view text) {
  const std::string_view address = trim(text);
  const std::size_t at = address.rfind('@');
  const bool plausible =
      at != std::string_view::npos && at > 0 && at <= 64 && address.size() <= 254 && is_valid_utf8(address) &&
      !has_control_characters(address, false) && address.find_first_of(" <>(),;:\"[]\\") == std::string_view::npos &&
      address.substr(0, at).find('@') == std::string_view::npos && is_host_name(address.substr(at + 1));
  if (!plausible) throw_invalid(field, "This is not an e-mail address. It should look like mia@shop.example.");
  return std::string(address);
}

std::string checked_locale(const std::string& field, std::string_view text) {
  for (const std::string_view locale : kLocales)
    if (locale == text) return std::string(text);
  throw_invalid(field, "The desk speaks en, fr, pt-BR, es, de and ru.");
}

std::string checked_timezone(const std::string& field, std::string_view text) {
  const auto refuse = [&] {
    throw_invalid(field, "There is no such time zone. It should look like Europe/Paris or UTC.");
  };
  if (text.empty() || text.size() > 64 || !is_valid_utf8(text)) refuse();
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())))));
  if (!zone || *zone == icu::TimeZone::getUnknown()) refuse();
  // ICU also takes "GMT+3" and old three-letter names; browsers and PostgreSQL agree only on the region names.
  if (text != "UTC" && text.find('/') == std::string_view::npos) refuse();
  return std::string(text);
}

std::string checked_domain(const std::string& field, std::string_view text) {
  const std::string_view domain = trim(text);
  if (!domain.empty() && !is_host_name(domain))
    throw_invalid(field, "This is not a domain. It should look like shop.example, without https://.");
  return to_lower_ascii(domain);
}

Role checked_role(const std::string& field, Role role) {
  if (role == Role::Public) throw_invalid(field, "Must be one of observer, agent, lead, owner.");
  return role;
}

std::string checked_html(const std::string& field, std::string_view html, std::size_t max_bytes) {
  if (html.size() > max_bytes) throw_invalid(field, "At most " + std::to_string(max_bytes / 1000) + " kB, please.");
  return platform::sanitise_html(checked_text(field, html, max_bytes)).html;
}

RawJson merged_preferences(const std::string& field, const RawJson& current, const RawJson& change) {
  Json merged = parse_json(current.text);
  const Json changes = parse_json(change.text);
  if (!changes.is_object()) throw_wrong_type(field, "an object");
  for (const auto& item : changes.get_object()) {
    if (item.value().is_null())
      merged.as_object().erase(item.key());
    else
      merged.as_object()[item.key()] = item.value();
  }
  RawJson out{to_json(merged)};
  if (out.text.size() > 16 * 1024) throw_invalid(field, "Preferences are limited to 16 KiB.");
  return out;
}

}  // namespace peakdesk::accounts
