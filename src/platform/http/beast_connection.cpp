#include "platform/http/beast_connection.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <boost/beast/websocket/rfc6455.hpp>

#include "base/text.h"
#include "platform/http/beast_websocket.h"
#include "platform/http/problem.h"
#include "platform/http/response_head.h"
#include "platform/http/target.h"

namespace peakdesk::http {
namespace {
using std::chrono::milliseconds;
constexpr std::size_t kReadChunk = 4 * 1024;
constexpr std::size_t kBodyReadChunk = 64 * 1024;
constexpr std::size_t kSlowestClient = 16 * 1024;  // bytes a second
constexpr std::size_t kSmallBody = 64 * 1024;      // not counted against the memory for bodies
constexpr std::size_t kLingerBytes = 128 << 20;

milliseconds time_to_move(std::size_t bytes) { return milliseconds(1000 * bytes / kSlowestClient); }

bool peer_has_gone(int socket) {
  pollfd state{socket, POLLRDHUP, 0};
  return ::poll(&state, 1, 0) > 0 && (state.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0;
}

bool same_origin(const Request& request, bool behind_proxy) {
  const auto origin = request.header("Origin");
  if (origin.empty()) return true;  // no browser
  const auto scheme_end = origin.find("://");
  if (scheme_end == std::string_view::npos) return false;
  const auto host = origin.substr(scheme_end + 3);
  return iequals_ascii(host, request.header("Host")) ||
         (behind_proxy && iequals_ascii(host, request.header("X-Forwarded-Host")));
}

// The refusals are made by plain functions: temporaries with members do not mix well with co_await in this compiler.
Response header_timeout() {
  return to_response({408, "header_timeout", "The request's header took too long to arrive.", {}, 0});
}
Response body_timeout() {
  return to_response({408, "body_timeout", "The request's body took too long to arrive.", {}, 0});
}
Response malformed() { return to_response({400, "malformed_request", "This is not a valid HTTP request.", {}, 0}); }
Response header_too_large(std::size_t most) {
  return to_response(
      {431, "header_too_large", "The request's header is larger than " + std::to_string(most) + " bytes.", {}, 0});
}
Response body_too_large(std::size_t most) {
  return to_response({413,
                      "body_too_large",
                      "The body is too large: this path takes at most " + std::to_string(most) + " bytes.",
                      {},
                      0});
}
Response cross_site_socket() {
  return to_response({403, "cross_site", "Pages of other sites may not open this socket.", {}, 0});
}
Response too_many_uploads() {
  return to_response(
      {503, "overloaded", "Too many large uploads arrive at this moment. Try again after Retry-After seconds.", {}, 2});
}

// A request and the memory its body holds of the server's share.
struct HeldRequest : Request {
  explicit HeldRequest(std::shared_ptr<ServerShared> server) : server(std::move(server)) {}
  ~HeldRequest() { release(); }
  bool reserve(std::size_t bytes) {
    const std::size_t before = server->body_memory.fetch_add(bytes, std::memory_order_relaxed);
    reserved = bytes;
    if (before + bytes <= server->options.body_memory) return true;
    release();
    return false;
  }
  void release() { server->body_memory.fetch_sub(std::exchange(reserved, 0), std::memory_order_relaxed); }
  std::shared_ptr<ServerShared> server;
  std::size_t reserved = 0;
};

struct OpenFile {
  int descriptor;
  ~OpenFile() {
    if (descriptor >= 0) ::close(descriptor);
  }
};
}  // namespace

Connection::Connection(Socket socket, std::shared_ptr<Loop> loop, std::shared_ptr<ServerShared> shared,
                       std::string peer_ip)
    : socket_(std::move(socket)), loop_(std::move(loop)), shared_(std::move(shared)), peer_ip_(std::move(peer_ip)) {
  loop_->connections.fetch_add(1, std::memory_order_relaxed);
  shared_->connections.fetch_add(1, std::memory_order_relaxed);
}

Connection::~Connection() {
  loop_->connections.fetch_sub(1, std::memory_order_relaxed);
  shared_->connections.fetch_sub(1, std::memory_order_relaxed);
}

void Connection::start() {
  asio::co_spawn(
      loop_->context().get_executor(), [self = shared_from_this()] { return self->serve(); },
      [self = shared_from_this()](std::exception_ptr) {});
}

void Connection::answer(Response response) {
  response_ = std::move(response);
  if (loop_->is_here() && running_)
    answered_ = true;
  else
    loop_->wake(shared_from_this());
}

void Connection::drop() {
  dropped_ = true;
  if (loop_->is_here() && running_)
    answered_ = true;
  else
    loop_->wake(shared_from_this());
}

void Connection::wake() {
  answered_ = true;
  if (const auto waiting = std::move(waiting_)) waiting->go_on();
}

void Connection::expired() {
  deadline = SteadyTime::max();
  timed_out_ = true;
  error_code ignored;
  socket_.cancel(ignored);
}

void Connection::server_stops(bool now) {
  error_code ignored;
  if (now) {
    socket_.shutdown(Tcp::socket::shutdown_both, ignored);
    socket_.cancel(ignored);
    if (waiting_) {
      dropped_ = true;
      wake();
    }
  } else if (idle_) {
    socket_.cancel(ignored);
  }
}

std::string Connection::new_request_id() {
  static constexpr char kHex[] = "0123456789abcdef";
  std::uint64_t number = shared_->next_request_id.fetch_add(1, std::memory_order_relaxed);
  std::string id(12, '0');
  for (std::size_t i = id.size(); i-- > 0; number >>= 4) id[i] = kHex[number & 15];
  return id;
}

Coroutine<void> Connection::serve() {
  loop_->watch(this);
  error_code ignored;
  socket_.set_option(Tcp::no_delay(true), ignored);
  socket_.native_non_blocking(true, ignored);
  while (co_await serve_one()) {
  }
  loop_->forget(this);
  if (socket_.is_open()) {
    socket_.shutdown(Tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
  }
}

Coroutine<bool> Connection::read_some() {
  error_code failed;
  const auto space =
      buffer_.prepare(std::max(kReadChunk, std::min(buffer_.capacity() - buffer_.size(), kBodyReadChunk)));
  const std::size_t count = co_await socket_.async_read_some(space, asio::redirect_error(use_coroutine, failed));
  buffer_.commit(count);
  co_return !failed;
}

Coroutine<Connection::Reading> Connection::read_header(Parser& parser) {
  parser.header_limit(static_cast<std::uint32_t>(shared_->options.max_header_bytes));
  parser.body_limit(boost::none);
  parser.eager(false);
  idle_ = buffer_.size() == 0;
  deadline_in(idle_ ? milliseconds(1000LL * shared_->options.idle_timeout_s)
                    : milliseconds(shared_->options.header_timeout_ms));
  while (true) {
    if (buffer_.size() > 0) {
      if (std::exchange(idle_, false)) deadline_in(milliseconds(shared_->options.header_timeout_ms));
      error_code failed;
      buffer_.consume(parser.put(buffer_.data(), failed));
      if (failed == beast::http::error::header_limit) co_return Reading::HeaderTooLarge;
      if (failed && failed != beast::http::error::need_more) co_return Reading::Malformed;
      if (parser.is_header_done()) co_return Reading::Done;
    } else if (shared_->stopping) {
      co_return Reading::Closed;
    }
    if (!co_await read_some()) co_return timed_out_ && !idle_ ? Reading::TimedOut : Reading::Closed;
  }
}

Coroutine<Connection::Reading> Connection::read_body(Parser& parser) {
  const SteadyTime began = std::chrono::steady_clock::now();
  std::size_t received = 0;
  parser.eager(true);
  while (!parser.is_done()) {
    if (buffer_.size() > 0) {
      error_code failed;
      const std::size_t used = parser.put(buffer_.data(), failed);
      buffer_.consume(used);
      received += used;
      if (failed == beast::http::error::body_limit) co_return Reading::BodyTooLarge;
      if (failed && failed != beast::http::error::need_more) co_return Reading::Malformed;
      if (parser.is_done()) break;
      if (!failed && used > 0 && buffer_.size() > 0) continue;
    }
    deadline = began + milliseconds(shared_->options.body_timeout_ms) + time_to_move(received);
    if (received > kReadChunk) buffer_.reserve(kBodyReadChunk);
    if (!co_await read_some()) co_return timed_out_ ? Reading::TimedOut : Reading::Closed;
  }
  co_return Reading::Done;
}

bool Connection::to_request(const Parser& parser, Request& request) {
  const auto& message = parser.get();
  request.method = std::string(message.method_string());
  Target target;
  if (!parse_target(std::string_view(message.target()), target)) return false;
  request.path = std::move(target.path);
  request.query = std::move(target.query);
  for (const auto& field : message) request.headers.emplace_back(field.name_string(), field.value());
  if (message.version() >= 11 && message.find(beast::http::field::host) == message.end()) return false;
  request.peer_ip = peer_ip_;
  if (!shared_->options.trusted_proxy.empty() && peer_ip_ == shared_->options.trusted_proxy) {
    const auto forwarded = request.header("X-Forwarded-For");
    const auto last = trim(forwarded.substr(forwarded.rfind(',') + 1));  // the one the proxy itself saw
    if (!last.empty()) request.peer_ip = last;
    request.secure = iequals_ascii(request.header("X-Forwarded-Proto"), "https");
  }
  return true;
}

Coroutine<bool> Connection::serve_one() {
  Parser parser;
  timed_out_ = false;
  const Reading header = co_await read_header(parser);
  if (header == Reading::Closed) co_return false;
  const std::string id = new_request_id();
  if (header == Reading::TimedOut) co_return co_await refuse(header_timeout(), id);
  if (header == Reading::HeaderTooLarge)
    co_return co_await refuse(header_too_large(shared_->options.max_header_bytes), id);
  const SteadyTime began = std::chrono::steady_clock::now();
  const auto request = std::make_shared<HeldRequest>(shared_);
  request->id = id;
  if (header == Reading::Malformed || !to_request(parser, *request)) co_return co_await refuse(malformed(), id);

  const bool http_1_0 = parser.get().version() < 11;
  const bool keep_alive_wanted = parser.keep_alive();
  if (parser.upgrade() || beast::websocket::is_upgrade(parser.get())) {
    if (const auto socket = shared_->websockets.find(request->path); socket != shared_->websockets.end())
      co_return co_await upgrade(parser, request, socket->second);
  }

  Plan plan = shared_->dispatcher->plan(*request);
  if (!plan.answer && !parser.is_done()) {
    const auto length = parser.content_length();
    const std::size_t expected = length ? *length : plan.max_body;
    if (length && *length > plan.max_body) co_return co_await refuse(body_too_large(plan.max_body), id);
    if (expected > kSmallBody) {
      // Said before the body is read: a crowd of large uploads costs neither memory nor the sender's time.
      plan.answer = shared_->dispatcher->refuse(*plan.route, *request);
      if (!plan.answer && !request->reserve(expected)) plan.answer = too_many_uploads();
    }
    if (!plan.answer) {
      if (iequals_ascii(request->header("Expect"), "100-continue") &&
          !co_await send("HTTP/1.1 100 Continue\r\n\r\n", {}))
        co_return false;
      parser.body_limit(plan.max_body);
      const Reading body = co_await read_body(parser);
      if (body == Reading::BodyTooLarge) co_return co_await refuse(body_too_large(plan.max_body), id);
      if (body == Reading::TimedOut) co_return co_await refuse(body_timeout(), id);
      if (body == Reading::Malformed) co_return co_await refuse(malformed(), id);
      if (body != Reading::Done) co_return false;
      request->body = std::move(parser.get().body());
    }
  }
  const bool body_unread = !parser.is_done();
  if (buffer_.size() == 0 && buffer_.capacity() > 4 * kReadChunk) buffer_.shrink_to_fit();
  deadline = SteadyTime::max();
  answered_ = dropped_ = false;
  if (plan.answer) {
    response_ = std::move(*plan.answer);
  } else {
    request->is_abandoned = [self = shared_from_this(), fd = socket_.native_handle()] { return peer_has_gone(fd); };
    running_ = true;
    shared_->dispatcher->run(*plan.route, request, shared_from_this());
    running_ = false;
    if (!answered_) co_await wait_for_answer();
    if (dropped_) co_return false;
  }
  Response response = std::move(response_);
  if (shared_->observe)
    shared_->observe(*request, plan.route, response.status,
                     std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
  const bool keep_alive = keep_alive_wanted && !body_unread && !shared_->stopping;
  if (!co_await write(response, *request, keep_alive, http_1_0)) co_return false;
  if (body_unread) co_await linger();
  co_return keep_alive;
}

Coroutine<void> Connection::wait_for_answer() {
  co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
      [this](auto handler) { waiting_ = std::make_unique<WaitingFor<decltype(handler)>>(std::move(handler)); },
      use_coroutine);
}

Coroutine<bool> Connection::refuse(Response response, const std::string& id) {
  Request nothing;
  nothing.method = "GET";
  nothing.id = id;
  timed_out_ = false;
  if (shared_->observe) shared_->observe(nothing, nullptr, response.status, 0);
  if (co_await write(response, nothing, false, false)) co_await linger();
  co_return false;
}

// Closing with unread bytes makes the kernel send a reset, and the client loses our answer. So we read on for a while.
Coroutine<void> Connection::linger() {
  error_code failed;
  socket_.shutdown(Tcp::socket::shutdown_send, failed);
  deadline_in(milliseconds(5000));
  buffer_.consume(buffer_.size());
  for (std::size_t read = 0; read < kLingerBytes && !shared_->stopping;) {
    const std::size_t count =
        co_await socket_.async_read_some(buffer_.prepare(kBodyReadChunk), asio::redirect_error(use_coroutine, failed));
    if (failed) break;
    read += count;
  }
}

Coroutine<bool> Connection::write(Response& response, const Request& request, bool keep_alive, bool http_1_0) {
  if (!response.file.empty()) co_return co_await write_file(response, request, keep_alive, http_1_0);
  const std::string_view body = response.embedded.empty() ? std::string_view(response.body) : response.embedded;
  out_.clear();
  write_response_head(out_, response, {body.size(), keep_alive, http_1_0, request.secure, request.id, loop_->date()});
  const bool with_body = request.method != "HEAD" && response.status != 204 && response.status != 304;
  co_return co_await send(out_, with_body ? body : std::string_view());
}

Coroutine<bool> Connection::send(std::string_view head, std::string_view body) {
  iovec parts[2] = {{const_cast<char*>(head.data()), head.size()}, {const_cast<char*>(body.data()), body.size()}};
  msghdr message{};
  message.msg_iov = parts;
  message.msg_iovlen = body.empty() ? 1 : 2;
  const ssize_t sent = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  std::size_t done = sent > 0 ? static_cast<std::size_t>(sent) : 0;
  if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) co_return false;
  if (done == head.size() + body.size()) co_return true;
  if (done < head.size()) {
    head.remove_prefix(done);
  } else {
    body.remove_prefix(done - head.size());
    head = {};
  }
  deadline_in(milliseconds(30'000) + time_to_move(head.size() + body.size()));
  const std::array<asio::const_buffer, 2> rest{asio::buffer(head.data(), head.size()),
                                               asio::buffer(body.data(), body.size())};
  error_code failed;
  co_await asio::async_write(socket_, rest, asio::redirect_error(use_coroutine, failed));
  deadline = SteadyTime::max();
  co_return !failed;
}

Coroutine<bool> Connection::write_file(Response& response, const Request& request, bool keep_alive, bool http_1_0) {
  const OpenFile file{::open(response.file.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat facts {};
  if (file.descriptor < 0 || ::fstat(file.descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    Response missing = to_response({404, "file_missing", "The file is not in the store any more.", {}, 0});
    co_return co_await write(missing, request, keep_alive, http_1_0);
  }
  const auto size = static_cast<std::uint64_t>(facts.st_size);
  ByteRange range{0, size};
  if (response.status == 200) {
    response.headers.emplace_back("Accept-Ranges", "bytes");
    switch (read_range(request.header("Range"), size, range)) {
      case RangeVerdict::Whole:
        break;
      case RangeVerdict::Part:
        response.status = 206;
        response.headers.emplace_back("Content-Range", "bytes " + std::to_string(range.offset) + "-" +
                                                           std::to_string(range.offset + range.length - 1) + "/" +
                                                           std::to_string(size));
        break;
      case RangeVerdict::Unsatisfiable: {
        Response outside =
            to_response({416, "range_outside", "The file has " + std::to_string(size) + " bytes.", {}, 0});
        outside.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
        co_return co_await write(outside, request, keep_alive, http_1_0);
      }
    }
  }
  out_.clear();
  write_response_head(out_, response, {range.length, keep_alive, http_1_0, request.secure, request.id, loop_->date()});
  if (!co_await send(out_, {})) co_return false;
  if (request.method == "HEAD") co_return true;
  auto offset = static_cast<off_t>(range.offset);
  std::uint64_t left = range.length;
  while (left > 0) {
    const ssize_t sent =
        ::sendfile(socket_.native_handle(), file.descriptor, &offset, std::min<std::uint64_t>(left, 256 * 1024));
    if (sent == 0) co_return false;  // the file became shorter
    if (sent > 0) {
      left -= static_cast<std::uint64_t>(sent);
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) co_return false;
    deadline_in(milliseconds(30'000));
    error_code failed;
    co_await socket_.async_wait(Tcp::socket::wait_write, asio::redirect_error(use_coroutine, failed));
    deadline = SteadyTime::max();
    if (failed) co_return false;
  }
  co_return true;
}

Coroutine<bool> Connection::upgrade(Parser& parser, std::shared_ptr<Request> request, const WebSocketHandler& handler) {
  const auto& proxy = shared_->options.trusted_proxy;
  if (!same_origin(*request, !proxy.empty() && peer_ip_ == proxy))
    co_return co_await refuse(cross_site_socket(), request->id);
  deadline = SteadyTime::max();
  answered_ = dropped_ = false;
  struct Verdict {
    Caller caller;
    std::exception_ptr error;
  };
  const auto verdict = std::make_shared<Verdict>();
  shared_->dispatcher->authenticate(
      handler.access, request, [self = shared_from_this(), verdict](const Caller& caller, std::exception_ptr error) {
        *verdict = {caller, error};
        self->loop_->wake(self);
      });
  co_await wait_for_answer();
  if (dropped_) co_return false;
  if (verdict->error) co_return co_await refuse(problem(verdict->error), request->id);
  loop_->forget(this);
  start_websocket(std::move(socket_), std::move(buffer_), parser.release(), std::move(request), verdict->caller,
                  handler, loop_, shared_);
  co_return false;
}

}  // namespace peakdesk::http
