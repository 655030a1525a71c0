#include "platform/http/beast_websocket.h"

#include <boost/beast/websocket.hpp>
#include <deque>

#include "platform/log/log.h"

namespace peakdesk::http {
namespace {
namespace websocket = beast::websocket;
constexpr std::size_t kMaxQueuedBytes = 4 << 20;
constexpr std::size_t kMaxIncomingFrame = 512 * 1024;  // a shared draft is the largest thing a screen sends

constexpr auto kGoodbye = std::chrono::seconds(1);  // how long a closing peer may take to hang up

class Session final : public WebSocket, public Wakeable, public Timed, public std::enable_shared_from_this<Session> {
 public:
  Session(Socket socket, beast::flat_buffer buffer, std::shared_ptr<Loop> loop, std::shared_ptr<ServerShared> shared)
      : stream_(std::move(socket)), buffer_(std::move(buffer)), loop_(std::move(loop)), shared_(std::move(shared)) {
    loop_->connections.fetch_add(1, std::memory_order_relaxed);
    shared_->connections.fetch_add(1, std::memory_order_relaxed);
  }
  ~Session() override {
    loop_->connections.fetch_sub(1, std::memory_order_relaxed);
    shared_->connections.fetch_sub(1, std::memory_order_relaxed);
  }

  void start(beast::http::request<beast::http::string_body> upgrade, std::shared_ptr<Request> request, Caller caller,
             const WebSocketHandler& handler) {
    asio::co_spawn(
        loop_->context().get_executor(),
        [self = shared_from_this(),
         upgrade = std::make_shared<beast::http::request<beast::http::string_body>>(std::move(upgrade)),
         request = std::move(request), caller = std::make_shared<Caller>(std::move(caller)),
         &handler] { return self->serve(upgrade, request, caller, &handler); },
        [self = shared_from_this()](std::exception_ptr) {});
  }

  bool send(std::shared_ptr<const std::string> text) override {
    {
      const std::lock_guard lock(mutex_);
      if (closing_) return false;
      if (queued_bytes_ + text->size() > kMaxQueuedBytes) {
        closing_ = overflowed_ = true;
        queue_.clear();
      } else {
        queued_bytes_ += text->size();
        queue_.push_back(std::move(text));
      }
      if (std::exchange(wake_pending_, true)) return !closing_;
    }
    loop_->wake(shared_from_this());
    return true;
  }

  void close() override {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
      if (std::exchange(wake_pending_, true)) return;
    }
    loop_->wake(shared_from_this());
  }

  void wake() override { write_next(); }
  void expired() override {  // the peer said goodbye but did not hang up
    error_code ignored;
    stream_.next_layer().close(ignored);
  }
  void server_stops(bool now) override {
    if (!now) return close();
    error_code ignored;
    stream_.next_layer().shutdown(Tcp::socket::shutdown_both, ignored);
    stream_.next_layer().cancel(ignored);
  }

 private:
  Coroutine<void> serve(std::shared_ptr<beast::http::request<beast::http::string_body>> upgrade,
                        std::shared_ptr<Request> request, std::shared_ptr<Caller> caller,
                        const WebSocketHandler* handler) {
    loop_->watch(this);
    error_code failed;
    // Pings keep proxies from closing a quiet socket and find out about peers that vanished.
    stream_.set_option(websocket::stream_base::timeout{std::chrono::seconds(10), std::chrono::seconds(60), true});
    stream_.read_message_max(kMaxIncomingFrame);
    stream_.auto_fragment(false);
    stream_.control_callback([this](websocket::frame_type kind, beast::string_view) {
      if (kind == websocket::frame_type::close) deadline = std::chrono::steady_clock::now() + kGoodbye;
    });
    co_await stream_.async_accept(*upgrade, asio::redirect_error(use_coroutine, failed));
    upgrade.reset();
    if (!failed) {
      open_ = true;
      try {
        receiver_ = handler->open(*request, *caller, shared_from_this());
      } catch (const std::exception& error) {
        tell_failure("websocket refused by its handler", error);
        close();
      }
      request.reset();
      caller.reset();
      write_next();  // what the handler queued while opening
      co_await read_frames();
      {
        const std::lock_guard lock(mutex_);
        closing_ = true;
        queue_.clear();
      }
      if (receiver_) deliver({}, true);
      receiver_ = nullptr;
      open_ = false;
    }
    loop_->forget(this);
    stream_.next_layer().close(failed);
  }

  Coroutine<void> read_frames() {
    buffer_.consume(buffer_.size());
    error_code failed;
    while (true) {
      co_await stream_.async_read(buffer_, asio::redirect_error(use_coroutine, failed));
      if (failed) co_return;
      if (stream_.got_text()) {
        const auto data = buffer_.data();
        if (!deliver({static_cast<const char*>(data.data()), data.size()}, false)) close();
      }
      buffer_.consume(buffer_.size());
      if (buffer_.capacity() > 16 * 1024) buffer_.shrink_to_fit();
    }
  }

  bool deliver(std::string_view text, bool closed) {
    try {
      if (receiver_) receiver_(text, closed);
      return true;
    } catch (const std::exception& error) {
      tell_failure("websocket frame failed", error);
      return false;
    }
  }

  void tell_failure(std::string_view event, const std::exception& error) {
    if (shared_->options.logger) shared_->options.logger->error(event, {{"error", error.what()}});
  }

  // On the loop. One write at a time; the buffer is shared with all sockets that send the same frame.
  void write_next() {
    bool close_now = false;
    if (overflowed_) {
      error_code ignored;
      stream_.next_layer().close(ignored);  // a peer that reads nothing would not read a closing frame either
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      wake_pending_ = false;
      if (writing_ || !open_) return;
      if (!queue_.empty()) {
        current_ = std::move(queue_.front());
        queue_.pop_front();
        queued_bytes_ -= current_->size();
        writing_ = true;
      } else {
        close_now = closing_;
      }
    }
    if (close_now) return close_politely();
    if (!writing_) return;
    stream_.text(true);
    stream_.async_write(asio::buffer(*current_), [self = shared_from_this()](error_code failed, std::size_t) {
      self->current_.reset();
      self->writing_ = false;
      if (!failed) self->write_next();
    });
  }

  void close_politely() {
    if (std::exchange(close_sent_, true)) return;
    deadline = std::chrono::steady_clock::now() + 2 * kGoodbye;
    const auto why = shared_->stopping ? websocket::close_code::going_away : websocket::close_code::normal;
    stream_.async_close(why, [self = shared_from_this()](error_code) {});
  }

  websocket::stream<Socket, false> stream_;  // false: no compression, a frame is built once for all
  beast::flat_buffer buffer_;
  std::shared_ptr<Loop> loop_;
  std::shared_ptr<ServerShared> shared_;
  std::function<void(std::string_view, bool)> receiver_;

  std::mutex mutex_;
  std::deque<std::shared_ptr<const std::string>> queue_;
  std::size_t queued_bytes_ = 0;
  bool wake_pending_ = false;
  bool closing_ = false;
  std::atomic<bool> overflowed_ = false;

  std::shared_ptr<const std::string> current_;
  bool writing_ = false;
  bool open_ = false;
  bool close_sent_ = false;
};
}  // namespace

void start_websocket(Socket socket, beast::flat_buffer buffer, beast::http::request<beast::http::string_body> upgrade,
                     std::shared_ptr<Request> request, const Caller& caller, const WebSocketHandler& handler,
                     std::shared_ptr<Loop> loop, std::shared_ptr<ServerShared> shared) {
  std::make_shared<Session>(std::move(socket), std::move(buffer), std::move(loop), std::move(shared))
      ->start(std::move(upgrade), std::move(request), caller, handler);
}

}  // namespace peakdesk::http
