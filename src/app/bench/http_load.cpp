#include "app/bench/http_load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <memory>
#include <string_view>

#include "app/bench/loopback.h"
#include "app/command_failed.h"

namespace peakdesk::app::bench {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

struct Answer {
  int status = 0;
  std::size_t length = 0;  // of head and body; 0: not whole yet
};

/// Our own server's answers: a Content-Length, or none with a 204.
Answer parse_answer(std::string_view received) {
  const auto head_end = received.find("\r\n\r\n");
  if (head_end == std::string_view::npos) return {};
  Answer answer;
  std::from_chars(received.data() + 9, received.data() + 12, answer.status);
  std::size_t body = 0;
  for (const std::string_view name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
    const auto at = received.substr(0, head_end).find(name);
    if (at != std::string_view::npos)
      std::from_chars(received.data() + at + name.size(), received.data() + head_end, body);
  }
  if (received.size() >= head_end + 4 + body) answer.length = head_end + 4 + body;
  return answer;
}

struct Line {
  FileDescriptor socket;
  std::string out;
  std::size_t sent = 0;
  std::string in;
  SteadyTime began;
};

class Loop {
 public:
  Loop(const LoadOptions& options, int expected, const std::function<std::string(std::int64_t)>& request)
      : options_(options), expected_(expected), request_(request), epoll_(::epoll_create1(0)) {}

  LoadResult run() {
    for (int i = 0; i < options_.connections; ++i) open_line();
    const auto start = std::chrono::steady_clock::now();
    measure_from_ = start + to_duration(options_.warm_up_seconds);
    const auto end = measure_from_ + to_duration(options_.seconds);
    for (auto& line : lines_) ask(*line);
    epoll_event ready[256];
    while (true) {
      const auto now = std::chrono::steady_clock::now();
      if (now >= end) break;
      const int count = ::epoll_wait(epoll_.get(), ready, 256, 20);
      for (int i = 0; i < count; ++i) serve(*static_cast<Line*>(ready[i].data.ptr));
    }
    result_.seconds =
        std::chrono::duration<double>(std::min(std::chrono::steady_clock::now(), end) - measure_from_).count();
    return std::move(result_);
  }

 private:
  static SteadyTime::duration to_duration(double seconds) {
    return std::chrono::duration_cast<SteadyTime::duration>(std::chrono::duration<double>(seconds));
  }

  void open_line() {
    lines_.push_back(std::make_unique<Line>());
    connect(*lines_.back());
  }
  void connect(Line& line) {
    line.socket = connect_loopback(options_.port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &line;
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, line.socket.get(), &event);
  }

  void ask(Line& line) {
    line.out = request_(asked_++);
    line.sent = 0;
    line.in.clear();
    line.began = std::chrono::steady_clock::now();
    send_rest(line);
  }

  void send_rest(Line& line) {
    while (line.sent < line.out.size()) {
      const auto sent =
          ::send(line.socket.get(), line.out.data() + line.sent, line.out.size() - line.sent, MSG_NOSIGNAL);
      if (sent < 0) {
        if (errno == EINTR) continue;
        return broken(line);
      }
      line.sent += static_cast<std::size_t>(sent);
    }
  }

  void serve(Line& line) {
    char buffer[65536];
    const auto got = ::recv(line.socket.get(), buffer, sizeof buffer, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) return broken(line);
    line.in.append(buffer, static_cast<std::size_t>(got));
    const Answer answer = parse_answer(line.in);
    if (answer.length == 0) return;
    count(line, answer);
    ask(line);
  }

  void count(const Line& line, const Answer& answer) {
    const auto now = std::chrono::steady_clock::now();
    const bool measured =
        line.began >= measure_from_ - to_duration(options_.warm_up_seconds / 2) && now >= measure_from_;
    if (answer.status == expected_) {
      if (!measured) return;
      ++result_.answers;
      result_.latencies_ms.push_back(std::chrono::duration<float, std::milli>(now - line.began).count());
    } else if (answer.status == 429 || answer.status == 503) {
      ++result_.refused;
    } else {
      ++result_.failed;
      if (result_.first_failure.empty()) result_.first_failure = line.in.substr(0, 600);
    }
  }

  void broken(Line& line) {
    ++result_.failed;
    if (result_.first_failure.empty()) result_.first_failure = "the connection broke";
    if (result_.failed > 1'000) throw CommandFailed("The server closes every connection.");
    connect(line);
    ask(line);
  }

  const LoadOptions& options_;
  int expected_;
  const std::function<std::string(std::int64_t)>& request_;
  FileDescriptor epoll_;
  std::vector<std::unique_ptr<Line>> lines_;
  std::int64_t asked_ = 0;
  SteadyTime measure_from_;
  LoadResult result_;
};

}  // namespace

LoadResult run_load(const LoadOptions& options, int expected_status,
                    const std::function<std::string(std::int64_t)>& request) {
  return Loop(options, expected_status, request).run();
}

std::string http_request(const std::string& method, const std::string& target, const std::string& credential,
                         const std::string& body, const std::string& csrf_token) {
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
  if (credential.starts_with("pk_"))
    text += "Authorization: Bearer " + credential + "\r\n";
  else if (!credential.empty())
    text += "Cookie: peakdesk_session=" + credential + "\r\n";
  if (!csrf_token.empty()) text += "X-CSRF-Token: " + csrf_token + "\r\n";
  if (!body.empty())
    text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + body;
}

std::string fetch(std::uint16_t port, const std::string& request) {
  const FileDescriptor socket = connect_loopback(port);
  send_all(socket, request);
  std::string received;
  char buffer[65536];
  for (;;) {
    const Answer answer = parse_answer(received);
    if (answer.length > 0) {
      if (answer.status / 100 != 2) throw CommandFailed("The server answered: " + received.substr(0, 500));
      return received.substr(received.find("\r\n\r\n") + 4);
    }
    const auto got = ::recv(socket.get(), buffer, sizeof buffer, 0);
    if (got <= 0) throw CommandFailed("The server closed the connection without an answer.");
    received.append(buffer, static_cast<std::size_t>(got));
  }
}

double percentile(std::vector<float>& numbers, double share) {
  if (numbers.empty()) return 0;
  std::sort(numbers.begin(), numbers.end());
  const auto at = static_cast<std::size_t>(share * double(numbers.size()));
  return numbers[std::min(at, numbers.size() - 1)];
}

}  // namespace peakdesk::app::bench
