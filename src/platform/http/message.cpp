#include "platform/http/message.h"

#include "base/text.h"

namespace peakdesk::http {
namespace {
std::string_view first_value(const std::vector<std::pair<std::string, std::string>>& pairs, std::string_view name) {
  for (const auto& [key, value] : pairs)
    if (key == name) return value;
  return {};
}
}  // namespace

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (iequals_ascii(key, name)) return value;
  return {};
}

std::string_view Request::query_value(std::string_view name) const { return first_value(query, name); }

std::string_view Request::param(std::string_view name) const { return first_value(params, name); }

std::string_view Request::cookie(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (!iequals_ascii(key, "Cookie")) continue;
    for (const auto part : split(value, ';')) {
      const auto pair = trim(part);
      if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
        return pair.substr(name.size() + 1);
    }
  }
  return {};
}

}  // namespace peakdesk::http
