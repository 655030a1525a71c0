// One client's connection: reads requests one after the other, hands them to the dispatcher, writes the answers in
// order. Only beast_*.cpp include it.
#pragma once
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <functional>
#include <map>
#include <string>

#include "platform/http/beast_loop.h"
#include "platform/http/dispatcher.h"

namespace peakdesk::http {

namespace beast = boost::beast;

/// What all connections of a server share. Outlives them.
struct ServerShared {
  ServerOptions options;
  std::unique_ptr<Dispatcher> dispatcher;
  std::map<std::string, WebSocketHandler, std::less<>> websockets;
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::size_t> body_memory = 0;
  std::atomic<std::uint64_t> next_request_id = 0;
  std::atomic<bool> stopping = false;
  std::function<void(const Request&, const Route*, int status, double seconds)>
      observe;  // after each answer; may be empty
};

class Connection final : public AnswerTo,
                         public Wakeable,
                         public Timed,
                         public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, std::shared_ptr<Loop> loop, std::shared_ptr<ServerShared> shared, std::string peer_ip);
  ~Connection() override;
  /// On the loop: serves until either side ends.
  void start();

  void answer(Response response) override;
  void drop() override;
  void wake() override;
  void expired() override;
  void server_stops(bool now) override;

 private:
  using Parser = beast::http::request_parser<beast::http::string_body>;
  enum class Reading { Done, Closed, Malformed, HeaderTooLarge, BodyTooLarge, TimedOut };

  Coroutine<void> serve();
  Coroutine<bool> serve_one();  // false: close
  Coroutine<Reading> read_header(Parser& parser);
  Coroutine<Reading> read_body(Parser& parser);
  Coroutine<bool> read_some();
  Coroutine<void> wait_for_answer();
  Coroutine<bool> refuse(Response response, const std::string& id);  // answers without reading on and closes
  Coroutine<bool> write(Response& response, const Request& request, bool keep_alive, bool http_1_0);
  Coroutine<bool> write_file(Response& response, const Request& request, bool keep_alive, bool http_1_0);
  Coroutine<bool> send(std::string_view head, std::string_view body);
  Coroutine<void> linger();
  Coroutine<bool> upgrade(Parser& parser, std::shared_ptr<Request> request, const WebSocketHandler& handler);
  bool to_request(const Parser& parser, Request& request);
  std::string new_request_id();
  void deadline_in(std::chrono::milliseconds delay) { deadline = std::chrono::steady_clock::now() + delay; }

  Socket socket_;
  std::shared_ptr<Loop> loop_;
  std::shared_ptr<ServerShared> shared_;
  std::string peer_ip_;
  beast::flat_buffer buffer_;
  std::string out_;
  Response response_;
  bool answered_ = false;
  bool dropped_ = false;
  bool running_ = false;  // inside Dispatcher::run on our own thread
  bool idle_ = false;     // between requests
  bool timed_out_ = false;

  // The suspended coroutine that waits for its answer. (Boost 1.81's any_completion_handler recurses for ever when
  // moved.)
  struct Waiting {
    virtual ~Waiting() = default;
    virtual void go_on() = 0;
  };
  template <class Handler>
  struct WaitingFor final : Waiting {
    explicit WaitingFor(Handler handler) : handler(std::move(handler)) {}
    void go_on() override { std::move(handler)(); }
    Handler handler;
  };
  std::unique_ptr<Waiting> waiting_;
};

}  // namespace peakdesk::http
