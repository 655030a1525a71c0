// Path, query, headers and body of a request as an attacker would write them, down to a handler's typed input.
// The first line of the input is "METHOD target", the second a Range, the third a Cookie; the rest is the body.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "platform/http/compression.h"
#include "platform/http/response_head.h"
#include "platform/http/router.h"
#include "platform/http/target.h"

namespace peakdesk::http {
namespace {
enum class Colour { Red, DarkBlue };
BOOST_DESCRIBE_ENUM(Colour, Red, DarkBlue)
struct Person {
  std::string name;
  std::optional<std::string> address;
};
BOOST_DESCRIBE_STRUCT(Person, (), (name, address))
struct Everything {
  TicketId id;
  std::int64_t limit = 0;
  int small = 0;
  bool flag = false;
  double ratio = 0;
  std::optional<std::int64_t> maybe;
  std::string text;
  Instant since;
  Colour colour = Colour::Red;
  Patch<std::string> patched;
  std::vector<Person> to;
  std::map<std::string, std::int64_t> counts;
  RawJson custom_fields;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (id, limit, small, flag, ratio, maybe, text, since, colour, patched, to, counts, custom_fields))

// What is written: all that a Patch, which is for reading only, leaves.
struct Echo {
  TicketId id;
  std::int64_t limit = 0;
  double ratio = 0;
  std::optional<std::int64_t> maybe;
  std::string text;
  Instant since;
  Colour colour = Colour::Red;
  std::vector<Person> to;
  std::map<std::string, std::int64_t> counts;
  RawJson custom_fields;
};
BOOST_DESCRIBE_STRUCT(Echo, (), (id, limit, ratio, maybe, text, since, colour, to, counts, custom_fields))

Echo echo_of(const Everything& in) {
  return {in.id, in.limit, in.ratio, in.maybe, in.text, in.since, in.colour, in.to, in.counts, in.custom_fields};
}
Echo echo(Tx&, const Caller&, const Everything& in) { return echo_of(in); }

const Router& routes() {
  static const Router router = [] {
    Router made;
    made.read<Everything>("GET", "/api/things/{id}", everyone(), &echo);
    made.write<Everything>("POST", "/api/things", everyone(), &echo);
    made.write<Everything>("PATCH", "/api/things/{id}/{text}", everyone(), &echo);
    made.read<Everything>("GET", "/api/things/counts", everyone(), &echo);
    return made;
  }();
  return router;
}

std::string_view next_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  const auto line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return line;
}

void expect(bool holds) {
  if (!holds) std::abort();
}
}  // namespace

void fuzz_one(std::string_view bytes) {
  const auto first = next_line(bytes);
  const auto range = next_line(bytes);
  const auto cookie = next_line(bytes);
  const auto space = first.find(' ');
  Target target;
  if (space == std::string_view::npos || !parse_target(first.substr(space + 1), target)) return;
  expect(is_valid_utf8(target.path) && target.path.front() == '/' && target.path.find('\0') == std::string::npos);

  ByteRange part;
  if (read_range(range, 1000, part) == RangeVerdict::Part) expect(part.length > 0 && part.offset + part.length <= 1000);
  choose_coding(range);

  const auto request = std::make_shared<Request>();
  request->method = std::string(first.substr(0, space));
  request->path = target.path;
  request->query = target.query;
  request->headers = {{"Cookie", std::string(cookie)}};
  request->body = std::string(bytes);
  request->cookie("peakdesk_session");
  bool path_exists = false;
  const Route* route = routes().match(request->method, request->path, request->params, path_exists);
  expect(!route || path_exists);
  expect(path_exists == !routes().allowed_methods(request->path).empty());
  try {
    const auto input = decode_input<Everything>(*request);
    const std::string written = to_json(echo_of(input));
    Response answer = Response::json(written);
    answer.headers.emplace_back("X-Text", input.text);
    std::string head;
    write_response_head(head, answer, {});
    expect(head.find("\r\n\r\n") == head.size() - 4);  // no header value ends the head early
    parse_json(written);                               // what we write, we read
  } catch (const RequestError& error) {
    expect(error.kind == ErrorKind::Invalid);
  }
}
}  // namespace peakdesk::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  peakdesk::http::fuzz_one({reinterpret_cast<const char*>(data), size});
  return 0;
}
