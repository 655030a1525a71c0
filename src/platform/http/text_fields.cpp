// Path and query values as the types of their members.
#include <charconv>

#include "platform/http/router.h"

namespace peakdesk::http::detail {
namespace {
template <class T>
bool read_number(std::string_view text, T& out) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  return failed == std::errc() && end == text.data() + text.size();
}
}  // namespace

void read_text_field(const std::string& name, std::string_view text, bool& out) {
  if (text == "true" || text == "1")
    out = true;
  else if (text == "false" || text == "0")
    out = false;
  else
    throw_wrong_type(name, "true or false");
}

void read_text_field(const std::string& name, std::string_view text, std::int64_t& out) {
  if (!read_number(text, out)) throw_wrong_type(name, "a whole number");
}

void read_text_field(const std::string& name, std::string_view text, double& out) {
  if (!read_number(text, out) || out != out || out - out != 0) throw_wrong_type(name, "a number");
}

void read_text_field(const std::string&, std::string_view text, std::string& out) { out = text; }

void read_text_field(const std::string& name, std::string_view text, Instant& out) {
  if (!parse_iso8601(text, out)) throw_wrong_type(name, "a time such as 2026-11-27T08:15:00Z");
}

}  // namespace peakdesk::http::detail
