// One I/O thread: its event loop, what other threads hand it, and the deadlines of its connections. Only beast_*.cpp
// include it.
#pragma once
#include <atomic>
#include <boost/asio.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

namespace peakdesk::http {

namespace asio = boost::asio;
using boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
template <class T>
using Coroutine = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> use_coroutine{};
using SteadyTime = std::chrono::steady_clock::time_point;

/// Something a loop can be asked to go on with.
class Wakeable {
 public:
  virtual ~Wakeable() = default;
  virtual void wake() = 0;
};

/// Something with a deadline. The loop looks at it a few times a second, which costs less than a timer each.
class Timed {
 public:
  virtual ~Timed() = default;
  virtual void expired() = 0;
  virtual void server_stops(bool now) = 0;
  SteadyTime deadline = SteadyTime::max();
};

class Loop : public std::enable_shared_from_this<Loop> {
 public:
  explicit Loop(std::chrono::milliseconds tick) : tick_(tick), ticker_(context_.get_executor()) {}

  asio::io_context& context() { return context_; }
  bool is_here() const { return std::this_thread::get_id() == thread_.get_id(); }
  /// From any thread: wake() runs on the loop soon. A burst costs one post.
  void wake(std::shared_ptr<Wakeable> what);
  void start();
  /// Tells every connection, from any thread. `now`: do not wait for answers.
  void tell_stop(bool now);
  /// Ends the thread; everything was told to stop before.
  void finish();

  // On the loop only.
  void watch(Timed* timed) { timed_.insert(timed); }
  void forget(Timed* timed) { timed_.erase(timed); }
  const std::string& date();

  std::atomic<std::size_t> connections = 0;
  std::function<void()> on_tick;  // set before start(); called a few times a second

 private:
  void tick();
  asio::io_context context_{1};
  std::optional<asio::executor_work_guard<Executor>> guard_;
  std::thread thread_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Wakeable>> inbox_;
  bool posted_ = false;
  std::vector<std::shared_ptr<Wakeable>> draining_;
  std::unordered_set<Timed*> timed_;
  std::chrono::milliseconds tick_;
  Timer ticker_;
  bool finishing_ = false;
  std::int64_t date_second_ = 0;
  std::string date_;
};

}  // namespace peakdesk::http
