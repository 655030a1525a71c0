// Routes and what they ask. A handler is a plain synchronous function of a transaction, the caller and a typed input;
// the router decodes the input (path, query and body fields by name), the platform decides where it runs: reads on
// reader connections, writes on the writer, work (slow or with I/O of its own) on the work pool.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/caller.h"
#include "base/json.h"
#include "platform/db/database.h"
#include "platform/http/message.h"

namespace peakdesk::http {

enum class RunsOn { Reader, Writer, Pool, Loop };  // Loop: on the I/O thread itself, for what takes microseconds

/// What a handler sees beyond its input.
struct Call {
  const Request& request;
  const Caller& caller;
};

/// A decoded request, ready to run in a transaction (Reader, Writer) or without one (Pool: tx is null).
using Prepared = std::function<Response(Tx* tx, const Caller& caller)>;

struct Route {
  std::string method;
  std::string pattern;  // "/api/tickets/{id}"
  Access access;
  RunsOn runs_on = RunsOn::Reader;
  std::size_t max_body = 1 << 20;  // bytes
  /// Decodes on the I/O thread; throws RequestError for bad input before anything is queued.
  std::function<Prepared(const std::shared_ptr<const Request>&)> prepare;
  bool cross_origin = false;  // pages of other sites may call it (public forms)
};

/// An answer with a status of its own: Created{ticket} is 201, Accepted{operation} is 202.
template <class T>
struct Created {
  T value;
};
template <class T>
struct Accepted {
  T value;
};
/// Nothing to say: 204.
struct NoContent {};
/// A handler without input.
struct NoInput {};
BOOST_DESCRIBE_STRUCT(NoInput, (), ())

/// One page of a list: {"data":[…],"meta":{"next_cursor","prev_cursor"}}.
struct PageMeta {
  std::optional<std::string> next_cursor;
  std::optional<std::string> prev_cursor;
};
BOOST_DESCRIBE_STRUCT(PageMeta, (), (next_cursor, prev_cursor))
template <class T>
struct Page {
  std::vector<T> data;
  PageMeta meta;
};

/// Reads path parameters, then query, then the JSON body into one described struct: each field by its name. A query or
/// path text is converted to the member's type. Unknown names are refused. Throws RequestError Invalid naming the
/// field.
template <class In>
In decode_input(const Request& request);

namespace detail {
void read_text_field(const std::string& name, std::string_view text, bool& out);
void read_text_field(const std::string& name, std::string_view text, std::int64_t& out);
void read_text_field(const std::string& name, std::string_view text, double& out);
void read_text_field(const std::string& name, std::string_view text, std::string& out);
void read_text_field(const std::string& name, std::string_view text, Instant& out);
template <class Tag>
void read_text_field(const std::string& name, std::string_view text, Id<Tag>& out) {
  read_text_field(name, text, out.value);
}
template <class T>
requires(std::is_integral_v<T> && !std::is_same_v<T, bool> &&
         !std::is_same_v<T, std::int64_t>) void read_text_field(const std::string& name, std::string_view text,
                                                                T& out) {
  std::int64_t wide = 0;
  read_text_field(name, text, wide);
  out = static_cast<T>(wide);
  if (static_cast<std::int64_t>(out) != wide) throw_wrong_type(name, "a smaller whole number");
}
template <class T>
requires is_described_enum<T>
void read_text_field(const std::string& name, std::string_view text, T& out) {
  if (!parse_enum(text, out)) throw_wrong_type(name, "one of " + enum_names<T>());
}
template <class T>
requires requires(const std::string& name, std::string_view text, T& out) { read_text_field(name, text, out); }
void read_text_field(const std::string& name, std::string_view text, std::optional<T>& out) {
  read_text_field(name, text, out.emplace());
}
template <class T>
concept TextField = requires(const std::string& name, std::string_view text, T& out) {
  read_text_field(name, text, out);
};

template <class T>
Response respond(const T& value) {
  return Response::json(to_json(value));
}
template <class T>
Response respond(const Created<T>& created) {
  return Response::json(to_json(created.value), 201);
}
template <class T>
Response respond(const Accepted<T>& accepted) {
  return Response::json(to_json(accepted.value), 202);
}
template <class T>
Response respond(const Page<T>& page) {
  std::string out = "{\"data\":";
  write_json(out, page.data);
  out += ",\"meta\":";
  write_json(out, page.meta);
  out += '}';
  return Response::json(std::move(out));
}
inline Response respond(const NoContent&) { return Response::no_content(); }
inline Response respond(Response response) { return response; }
}  // namespace detail

template <class In>
In decode_input(const Request& request) {
  In input{};
  const auto read_text = [&](const std::string& name, std::string_view text, bool from_query) {
    bool known = false;
    for_each_member<In>([&](std::string_view member_name, auto member) {
      if (member_name != name) return;
      using Member = std::remove_reference_t<decltype(input.*member)>;
      if constexpr (detail::TextField<Member>) {
        known = true;
        detail::read_text_field(name, text, input.*member);
      }
    });
    if (!known && from_query) {
      std::string names;
      for_each_member<In>(
          [&](std::string_view member_name, auto) { names += (names.empty() ? "" : ", ") + std::string(member_name); });
      throw_invalid(name, "There is no such parameter. Known here: " + (names.empty() ? "none" : names) + ".");
    }
  };
  if (!request.body.empty()) read_json(parse_json(request.body), input);
  for (const auto& [name, text] : request.query) read_text(name, text, true);
  for (const auto& [name, text] : request.params)
    read_text(name, text, false);  // last: a body cannot override the path
  return input;
}

class Router {
 public:
  /// handler: Out(Tx&, const Caller&, const In&). Runs in a read transaction on a reader.
  template <class In, class Out>
  void read(std::string method, std::string pattern, Access access, Out (*handler)(Tx&, const Caller&, const In&)) {
    add_typed<In>(
        std::move(method), std::move(pattern), access, RunsOn::Reader,
        [handler](Tx* tx, const Caller& caller, const In& in) { return detail::respond(handler(*tx, caller, in)); });
  }
  /// The same in a write transaction; the answer goes out after the commit.
  template <class In, class Out>
  void write(std::string method, std::string pattern, Access access, Out (*handler)(Tx&, const Caller&, const In&)) {
    add_typed<In>(
        std::move(method), std::move(pattern), access, RunsOn::Writer,
        [handler](Tx* tx, const Caller& caller, const In& in) { return detail::respond(handler(*tx, caller, in)); });
  }
  /// With state of its own (a sealed-secret box, a file store): any callable of (Tx&, const Caller&, const In&).
  template <class In, class Handler>
  void read_with(std::string method, std::string pattern, Access access, Handler handler) {
    add_typed<In>(
        std::move(method), std::move(pattern), access, RunsOn::Reader,
        [handler](Tx* tx, const Caller& caller, const In& in) { return detail::respond(handler(*tx, caller, in)); });
  }
  template <class In, class Handler>
  void write_with(std::string method, std::string pattern, Access access, Handler handler) {
    add_typed<In>(
        std::move(method), std::move(pattern), access, RunsOn::Writer,
        [handler](Tx* tx, const Caller& caller, const In& in) { return detail::respond(handler(*tx, caller, in)); });
  }
  /// A write whose answer is read after its commit, on a reader: of writers there is only one, so it should not also
  /// gather what to say. write: Key(Tx&, const Caller&, const In&); read: Out(Tx&, const Caller&, const Key&).
  template <class In, class Write, class Read>
  void write_then_read(std::string method, std::string pattern, Access access, Write write, Read read) {
    add_typed<In>(std::move(method), std::move(pattern), access, RunsOn::Writer,
                  [write, read](Tx* tx, const Caller& caller, const In& in) {
                    Response response;
                    response.after_commit = [read, caller, key = write(*tx, caller, in)](Tx& later) {
                      return detail::respond(read(later, caller, key));
                    };
                    return response;
                  });
  }
  /// Slow work without a transaction of its own: any callable of (const Call&) returning Response. It may use
  /// Database::read and Database::write itself. `max_body` in bytes.
  void work(std::string method, std::string pattern, Access access, std::function<Response(const Call&)> handler,
            std::size_t max_body = 1 << 20);

  /// A long poll: like read(), but while the page is empty the request waits, without holding a thread, for at most
  /// In::wait_s seconds (60 at most), and runs again whenever Server::something_changed names the caller's account.
  template <class In, class T>
  void read_waiting(std::string method, std::string pattern, Access access,
                    Page<T> (*handler)(Tx&, const Caller&, const In&)) {
    add_typed<In>(std::move(method), std::move(pattern), access, RunsOn::Reader,
                  [handler](Tx* tx, const Caller& caller, const In& in) {
                    const Page<T> page = handler(*tx, caller, in);
                    Response response = detail::respond(page);
                    if (page.data.empty()) response.wait_s = static_cast<int>(in.wait_s);
                    return response;
                  });
  }
  /// Answers on the I/O thread, without transaction, authentication or waiting in any line: /health and /metrics, which
  /// must answer when everything else is busy. The handler may only read memory.
  void at_once(std::string method, std::string pattern, std::function<Response(const Call&)> handler);
  /// Pages of other sites may call every route of this pattern (CORS without credentials). Call it after adding them.
  void allow_cross_origin(const std::string& pattern);

  /// The route of a method and path with its params filled in, or null; `path_exists` tells 405 from 404.
  const Route* match(const std::string& method, const std::string& path,
                     std::vector<std::pair<std::string, std::string>>& params, bool& path_exists) const;
  /// "GET, POST" of a path that exists: the Allow header of a 405.
  std::string allowed_methods(const std::string& path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  template <class In, class Run>
  void add_typed(std::string method, std::string pattern, Access access, RunsOn where, Run run) {
    add({std::move(method), std::move(pattern), access, where, 1 << 20,
         [run](const std::shared_ptr<const Request>& request) -> Prepared {
           auto input = std::make_shared<In>(decode_input<In>(*request));
           // What can be made ready of an input alone, and costs little (nobody knows yet who asks), is not left to the
           // store's threads.
           if constexpr (requires { prepare(*input); }) prepare(*input);
           return [run, input](Tx* tx, const Caller& caller) { return run(tx, caller, *input); };
         }});
  }
  struct Segment;  // one step of the tree of path segments
  void add(Route route);
  void collect(const Segment& at, std::string_view rest, std::vector<std::string_view>& values,
               const std::function<bool(const Segment&)>& found) const;
  std::vector<Route> routes_;
  std::shared_ptr<Segment> root_;
};

}  // namespace peakdesk::http

namespace peakdesk {
using http::Created;
using http::NoContent;
using http::NoInput;
using http::Page;
using http::Router;
}  // namespace peakdesk
