// Status line and header fields of an answer, security headers included. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/message.h"

namespace peakdesk::http {

struct HeadFacts {
  std::uint64_t content_length = 0;
  bool keep_alive = true;
  bool http_1_0 = false;
  bool secure = false;
  std::string_view request_id;
  std::string_view date;  // "Sun, 22 Nov 2026 01:02:03 GMT"
};

/// Appends the head to `out`. A handler's own Content-Security-Policy and Cache-Control win over ours.
void write_response_head(std::string& out, const Response& response, const HeadFacts& facts);
/// The time `seconds` after 1970 as RFC 9110 wants it.
std::string http_date(std::int64_t seconds);

/// Which part of a file to send.
struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};
enum class RangeVerdict { Whole, Part, Unsatisfiable };
/// Reads a Range header over `size` bytes. Several ranges or another unit mean the whole.
RangeVerdict read_range(std::string_view header, std::uint64_t size, ByteRange& out);

}  // namespace peakdesk::http
