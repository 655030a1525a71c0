#include <sys/resource.h>

#include <condition_variable>
#include <stdexcept>

#include "platform/http/beast_connection.h"
#include "platform/http/request_metrics.h"
#include "platform/http/server.h"
#include "platform/log/log.h"

namespace peakdesk::http {
namespace {
using std::chrono::milliseconds;

constexpr double kSlowS = 1;  // what an operator wants to hear of

class BeastServer final : public Server {
 public:
  BeastServer(const ServerOptions& options, const Router& router, Database& database, Authenticate authenticate)
      : shared_(std::make_shared<ServerShared>()) {
    shared_->options = options;
    shared_->dispatcher = std::make_unique<Dispatcher>(options, router, database, std::move(authenticate));
    // Ids of two runs differ: they begin at the time of the start.
    shared_->next_request_id =
        static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch() / std::chrono::milliseconds(1))
        << 8;
    observe();
  }
  ~BeastServer() override { stop(0); }

  void websocket(std::string path, WebSocketHandler handler) override {
    shared_->websockets[std::move(path)] = std::move(handler);
  }
  void static_files(StaticFiles files) override { shared_->dispatcher->static_files(std::move(files)); }
  void something_changed(AccountId account) override { shared_->dispatcher->something_changed(account); }
  std::uint16_t port() const override { return port_; }
  std::size_t connection_count() const override { return shared_->connections; }

  void start() override {
    allow_many_descriptors();
    const auto& options = shared_->options;
    const int shortest = std::min({options.header_timeout_ms, options.body_timeout_ms, 1000 * options.idle_timeout_s});
    const milliseconds tick(std::clamp(shortest / 4, 10, 250));
    for (int i = 0; i < std::max(1, options.io_threads); ++i) loops_.push_back(std::make_shared<Loop>(tick));
    listen();
    if (shared_->options.on_listening) shared_->options.on_listening(port_);
    loops_[0]->on_tick = [shared = shared_.get()] { shared->dispatcher->end_waits(false); };
    for (auto& loop : loops_) loop->start();
    asio::co_spawn(
        loops_[0]->context().get_executor(), [this] { return accept(); }, [](std::exception_ptr) {});
  }

  void stop(int grace_s) override {
    if (loops_.empty()) return;
    shared_->stopping = true;
    asio::post(loops_[0]->context(), [this] {
      error_code ignored;
      acceptor_->close(ignored);
      accept_pause_->cancel();
    });
    for (auto& loop : loops_) loop->tell_stop(false);
    shared_->dispatcher->end_waits(true);
    wait_for_connections(std::chrono::seconds(grace_s));
    shared_->dispatcher->stop();
    for (auto& loop : loops_) loop->tell_stop(true);
    wait_for_connections(std::chrono::seconds(2));
    while (shared_->dispatcher->outstanding_writes() > 0) std::this_thread::sleep_for(milliseconds(1));
    for (auto& loop : loops_) loop->finish();
    acceptor_.reset();
    accept_pause_.reset();
    loops_.clear();
  }

 private:
  void observe() {
    const auto& options = shared_->options;
    std::function<void(const Request&, const Route*, int, double)> count;
    if (options.metrics) count = request_metrics(*options.metrics, *shared_->dispatcher);
    if (!count && !options.logger) return;
    shared_->observe = [count, logger = options.logger](const Request& request, const Route* route, int status,
                                                        double seconds) {
      if (count) count(request, route, status, seconds);
      const bool is_long_poll = !request.query_value("wait_s").empty();
      if (logger && seconds > kSlowS && !is_long_poll)
        logger->warning("slow request", {{"request_id", request.id},
                                         {"method", request.method},
                                         {"path", request.path},
                                         {"status", status},
                                         {"seconds", seconds}});
    };
  }

  // Ten thousand sockets need more than the usual limit of a shell; the hard limit is ours to use.
  static void allow_many_descriptors() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }

  void listen() {
    const auto& options = shared_->options;
    const std::string where = options.host + ":" + std::to_string(options.port);
    try {
      const auto executor = loops_[0]->context().get_executor();
      const auto address = asio::ip::make_address(options.host == "localhost" ? "127.0.0.1" : options.host);
      const Tcp::endpoint endpoint(address, options.port);
      acceptor_.emplace(executor);
      accept_pause_.emplace(executor);
      acceptor_->open(endpoint.protocol());
      acceptor_->set_option(Tcp::acceptor::reuse_address(true));
      acceptor_->bind(endpoint);
      acceptor_->listen(4096);
      port_ = acceptor_->local_endpoint().port();
    } catch (const boost::system::system_error& error) {
      acceptor_.reset();  // before the loops whose services they use
      accept_pause_.reset();
      loops_.clear();
      if (error.code() == asio::error::address_in_use)
        throw std::runtime_error("Another program listens on " + where +
                                 " already. Stop it or choose another port with --listen.");
      if (error.code() == asio::error::access_denied)
        throw std::runtime_error("Not allowed to listen on " + where +
                                 ": ports below 1024 need more rights. Choose a higher one with --listen.");
      throw std::runtime_error("Cannot listen on " + where + ": " + error.code().message());
    }
  }

  Coroutine<void> accept() {
    error_code failed;
    while (!shared_->stopping) {
      auto loop = *std::min_element(loops_.begin(), loops_.end(), [](const auto& a, const auto& b) {
        return a->connections.load() < b->connections.load();
      });
      Tcp::endpoint peer;
      auto socket = co_await acceptor_->async_accept(loop->context().get_executor(), peer,
                                                     asio::redirect_error(use_coroutine, failed));
      if (shared_->stopping) co_return;
      if (failed) {
        // Out of descriptors, most likely: connections that end make room.
        accept_pause_->expires_after(milliseconds(50));
        co_await accept_pause_->async_wait(asio::redirect_error(use_coroutine, failed));
        continue;
      }
      if (shared_->connections >= shared_->options.max_connections) {
        turn_away(socket);
        continue;
      }
      auto address = peer.address();
      if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
      auto connection = std::make_shared<Connection>(std::move(socket), loop, shared_, address.to_string());
      asio::post(loop->context(), [connection] { connection->start(); });
    }
  }

  static void turn_away(Socket& socket) {
    static constexpr std::string_view kFull =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nRetry-After: 5\r\nConnection: "
        "close\r\n"
        "Content-Length: 123\r\n\r\n"
        R"({"type":"about:blank","title":"Service Unavailable","status":503,"detail":"Too many connections.","code":"overloaded"})";
    error_code ignored;
    socket.native_non_blocking(true, ignored);
    socket.write_some(asio::buffer(kFull), ignored);
    socket.shutdown(Tcp::socket::shutdown_send, ignored);
  }

  void wait_for_connections(std::chrono::seconds most) {
    const auto until = std::chrono::steady_clock::now() + most;
    while (shared_->connections > 0 && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(milliseconds(1));
  }

  std::shared_ptr<ServerShared> shared_;
  std::vector<std::shared_ptr<Loop>> loops_;
  std::optional<Acceptor> acceptor_;
  std::optional<Timer> accept_pause_;
  std::uint16_t port_ = 0;
};
}  // namespace

std::unique_ptr<Server> Server::create(const ServerOptions& options, const Router& router, Database& database,
                                       Authenticate authenticate) {
  return std::make_unique<BeastServer>(options, router, database, std::move(authenticate));
}

}  // namespace peakdesk::http
