#include "platform/http/response_head.h"

#include <charconv>
#include <ctime>

#include "base/text.h"
#include "platform/http/problem.h"

namespace peakdesk::http {
namespace {
// What an answer may load and who may frame it: nothing and nobody, unless its handler says otherwise.
constexpr std::string_view kClosedPolicy = "default-src 'none'; frame-ancestors 'none'";

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (const char c : value)
    if (c != '\r' && c != '\n' && c != '\0') out += c;  // a value must not begin a header of its own
  out += "\r\n";
}

bool parse_number(std::string_view text, std::uint64_t& out) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  return failed == std::errc() && end == text.data() + text.size() && !text.empty();
}
}  // namespace

std::string http_date(std::int64_t seconds) {
  const std::time_t time = seconds;
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[40];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text;
}

void write_response_head(std::string& out, const Response& response, const HeadFacts& facts) {
  bool has_policy = false;
  bool has_cache_control = false;
  for (const auto& [name, value] : response.headers) {
    has_policy = has_policy || iequals_ascii(name, "Content-Security-Policy");
    has_cache_control = has_cache_control || iequals_ascii(name, "Cache-Control");
  }
  out += "HTTP/1.1 ";
  out += std::to_string(response.status);
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\nDate: ";
  out += facts.date;
  out += "\r\n";
  if (!response.content_type.empty()) append_field(out, "Content-Type", response.content_type);
  if (response.status != 204 && response.status != 304) {
    out += "Content-Length: ";
    out += std::to_string(facts.content_length);
    out += "\r\n";
  }
  if (!facts.keep_alive)
    out += "Connection: close\r\n";
  else if (facts.http_1_0)
    out += "Connection: keep-alive\r\n";
  for (const auto& [name, value] : response.headers) append_field(out, name, value);
  if (!has_policy) append_field(out, "Content-Security-Policy", kClosedPolicy);
  if (!has_cache_control) out += "Cache-Control: no-store\r\n";
  out += "X-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n";
  if (facts.secure) out += "Strict-Transport-Security: max-age=31536000\r\n";
  if (!facts.request_id.empty()) append_field(out, "X-Request-Id", facts.request_id);
  out += "\r\n";
}

RangeVerdict read_range(std::string_view header, std::uint64_t size, ByteRange& out) {
  out = {0, size};
  if (!header.starts_with("bytes=")) return RangeVerdict::Whole;
  const auto range = trim(header.substr(6));
  const auto dash = range.find('-');
  if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) return RangeVerdict::Whole;
  const auto first = range.substr(0, dash);
  const auto last = range.substr(dash + 1);
  std::uint64_t from = 0;
  std::uint64_t to = size == 0 ? 0 : size - 1;
  if (first.empty()) {
    std::uint64_t suffix = 0;
    if (!parse_number(last, suffix)) return RangeVerdict::Whole;
    if (suffix == 0 || size == 0) return RangeVerdict::Unsatisfiable;
    from = suffix >= size ? 0 : size - suffix;
  } else {
    if (!parse_number(first, from)) return RangeVerdict::Whole;
    std::uint64_t wanted = to;
    if (!last.empty() && !parse_number(last, wanted)) return RangeVerdict::Whole;
    if (from >= size) return RangeVerdict::Unsatisfiable;
    if (wanted < from) return RangeVerdict::Whole;
    to = wanted < to ? wanted : to;
  }
  out = {from, to - from + 1};
  return RangeVerdict::Part;
}

}  // namespace peakdesk::http
