#include "platform/mail/mail_connection.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

namespace peakdesk::platform {
namespace {

constexpr auto kGraceWhenWoken = std::chrono::seconds(2);

}  // namespace

const char* name_of(MailTrouble trouble) {
  switch (trouble) {
    case MailTrouble::HostUnknown:
      return "host_unknown";
    case MailTrouble::Refused:
      return "refused";
    case MailTrouble::TimedOut:
      return "timed_out";
    case MailTrouble::Tls:
      return "tls";
    case MailTrouble::NotMailServer:
      return "not_a_mail_server";
    case MailTrouble::NoLogin:
      return "no_login";
    case MailTrouble::WrongPassword:
      return "wrong_password";
    case MailTrouble::NoSuchFolder:
      return "no_such_folder";
    case MailTrouble::Lost:
      return "lost";
    case MailTrouble::Interrupted:
      return "interrupted";
    case MailTrouble::Rejected:
      return "rejected";
    case MailTrouble::Forbidden:
      return "forbidden_address";
  }
  return "lost";
}

Wakeup::Wakeup() : descriptor_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}
Wakeup::~Wakeup() {
  if (descriptor_ >= 0) ::close(descriptor_);
}
void Wakeup::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(descriptor_, &one, sizeof one);
}
void Wakeup::reset() {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t read_bytes = ::read(descriptor_, &count, sizeof count);
}

MailConnection::MailConnection(const MailServer& server, const Wakeup* wakeup) : server_(server), wakeup_(wakeup) {
  try {
    connect();
    if (server_.tls == TlsMode::Tls) start_tls();
  } catch (...) {
    close();
    throw;
  }
}

MailConnection::~MailConnection() { close(); }

long MailConnection::fail(MailTrouble trouble, std::string detail) noexcept {
  if (!failed_) {
    failed_ = true;
    trouble_ = trouble;
    detail_ = std::move(detail);
  }
  return -1;
}

void MailConnection::throw_trouble(const std::string& doing) const {
  const std::string where = server_.host + ":" + std::to_string(server_.port);
  if (!failed_) {
    if (!saw_bytes_)
      throw MailServerError(
          MailTrouble::Refused,
          where + " closed the connection before saying anything. Is this port for encrypted connections?");
    throw MailServerError(MailTrouble::Lost, "The connection to " + where + " ended while " + doing + ".");
  }
  switch (trouble_) {
    case MailTrouble::TimedOut:
      throw MailServerError(trouble_,
                            where + " did not answer in time while " + doing + "." +
                                (saw_bytes_ ? "" : " Check the port and whether it needs encryption from the start."));
    case MailTrouble::Interrupted:
      throw MailServerError(trouble_, "Stopped while " + doing + ".");
    case MailTrouble::Tls:
      throw MailServerError(trouble_, "No encrypted connection to " + where + ": " + detail_ + ".", {}, detail_);
    default:
      throw MailServerError(trouble_, "The connection to " + where + " broke while " + doing + ": " + detail_ + ".");
  }
}

// True when the descriptor is ready; false sets the trouble.
bool MailConnection::wait(short events, std::int64_t at_most_ms) noexcept {
  bool woken = false;
  pollfd waits[2] = {{descriptor_, events, 0}, {wakeup_ ? wakeup_->descriptor() : -1, POLLIN, 0}};
  auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(at_most_ms);
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
    const int ready = poll(waits, 2, static_cast<int>(std::clamp<std::int64_t>(left, 0, 1'000'000'000)));
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return fail(MailTrouble::Lost, std::strerror(errno)) == 0;
    if (ready == 0) return fail(woken ? MailTrouble::Interrupted : MailTrouble::TimedOut, "") == 0;
    if (waits[1].revents != 0) {
      if (heeds_wakeup_) return fail(MailTrouble::Interrupted, "") == 0;
      woken = true;
      waits[1].fd = -1;
      until = std::min(until, std::chrono::steady_clock::now() + kGraceWhenWoken);
    }
    if (waits[0].revents != 0) return true;
  }
}

void MailConnection::connect() {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int status = getaddrinfo(server_.host.c_str(), std::to_string(server_.port).c_str(), &hints, &found);
  if (status != 0)
    throw MailServerError(MailTrouble::HostUnknown, "There is no server named \"" + server_.host + "\" (" +
                                                        gai_strerror(status) + "). Check the spelling.");
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses(found, &freeaddrinfo);
  int last_error = ECONNREFUSED;
  std::string forbidden;
  for (const addrinfo* address = found; address; address = address->ai_next) {
    char numeric[NI_MAXHOST] = "";
    getnameinfo(address->ai_addr, address->ai_addrlen, numeric, sizeof numeric, nullptr, 0, NI_NUMERICHOST);
    if (!http::may_connect_to(numeric, server_.allowed)) {
      forbidden = numeric;
      continue;
    }
    descriptor_ = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, address->ai_protocol);
    if (descriptor_ < 0) continue;
    failed_ = false;
    const int on = 1;
    setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(descriptor_, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    last_error = ::connect(descriptor_, address->ai_addr, address->ai_addrlen) == 0 ? 0 : errno;
    if (last_error == EINPROGRESS) {
      if (wait(POLLOUT, server_.timeout.ms)) {
        socklen_t size = sizeof last_error;
        getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &last_error, &size);
      } else {
        last_error = ETIMEDOUT;
      }
    }
    if (last_error == 0) return;
    ::close(descriptor_);
    descriptor_ = -1;
    if (failed_ && trouble_ == MailTrouble::Interrupted) throw_trouble("connecting");
  }
  const std::string where = server_.host + ":" + std::to_string(server_.port);
  if (!forbidden.empty())
    throw MailServerError(MailTrouble::Forbidden,
                          server_.host + " leads to " + forbidden +
                              ", which is not on the public internet. Whoever runs this desk can allow it: setting "
                              "allowed-addresses.",
                          {}, forbidden);
  if (last_error == ETIMEDOUT)
    throw MailServerError(MailTrouble::TimedOut,
                          where + " did not answer in time. Check the port; a firewall may be in between.");
  throw MailServerError(MailTrouble::Refused, "No connection to " + where + " (" + std::strerror(last_error) +
                                                  "). Check the port; usual ones are 993 (IMAP), 465 and 587 (SMTP).");
}

void MailConnection::start_tls() {
  const auto refuse = [&](const std::string& why) {
    throw MailServerError(
        MailTrouble::Tls,
        "No encrypted connection to " + server_.host + ":" + std::to_string(server_.port) + ": " + why + ".", {}, why);
  };
  context_ = SSL_CTX_new(TLS_client_method());
  if (!context_) refuse("encryption is not available on this machine");
  SSL_CTX_set_min_proto_version(context_, TLS1_2_VERSION);
  SSL_CTX_set_default_verify_paths(context_);
  if (!server_.ca_file.empty() && SSL_CTX_load_verify_locations(context_, server_.ca_file.c_str(), nullptr) != 1)
    refuse("the file of trusted certificates cannot be read");
  SSL_CTX_set_verify(context_, server_.verify_certificate ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  tls_ = SSL_new(context_);
  if (!tls_) refuse("encryption is not available on this machine");
  unsigned char numeric[sizeof(in6_addr)];
  const bool is_numeric =
      inet_pton(AF_INET, server_.host.c_str(), numeric) == 1 || inet_pton(AF_INET6, server_.host.c_str(), numeric) == 1;
  if (is_numeric) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls_), server_.host.c_str());
  } else {
    SSL_set_tlsext_host_name(tls_, server_.host.c_str());
    SSL_set1_host(tls_, server_.host.c_str());
  }
  SSL_set_fd(tls_, descriptor_);
  while (true) {
    ERR_clear_error();
    const int status = SSL_connect(tls_);
    if (status == 1) return;
    const int error = SSL_get_error(tls_, status);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
      if (!wait(error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, server_.timeout.ms))
        throw_trouble("starting encryption");
      continue;
    }
    const long verdict = SSL_get_verify_result(tls_);
    if (server_.verify_certificate && verdict != X509_V_OK)
      refuse(std::string("its certificate is not accepted (") + X509_verify_cert_error_string(verdict) + ")");
    char reason[200];
    const unsigned long code = ERR_get_error();
    ERR_error_string_n(code, reason, sizeof reason);
    refuse(code ? std::string("it does not speak TLS on this port, or not our version (") + reason + ")"
                : "it closed the connection; perhaps this port is not encrypted from the start");
  }
}

long MailConnection::read(void* buffer, std::size_t size) noexcept {
  if (descriptor_ < 0 || failed_) return -1;
  while (true) {
    short events = POLLIN;
    if (tls_) {
      ERR_clear_error();
      const int count = SSL_read(tls_, buffer, static_cast<int>(std::min<std::size_t>(size, 1u << 20)));
      if (count > 0) {
        saw_bytes_ = true;
        return count;
      }
      const int error = SSL_get_error(tls_, count);
      if (error == SSL_ERROR_ZERO_RETURN) return 0;
      if (error == SSL_ERROR_WANT_WRITE)
        events = POLLOUT;
      else if (error != SSL_ERROR_WANT_READ)
        return fail(MailTrouble::Lost, "the server hung up");
    } else {
      const ssize_t count = ::recv(descriptor_, buffer, size, 0);
      if (count > 0) saw_bytes_ = true;
      if (count >= 0) return count;
      if (errno == EINTR) continue;
      if (errno != EAGAIN && errno != EWOULDBLOCK) return fail(MailTrouble::Lost, std::strerror(errno));
    }
    if (!wait(events, server_.timeout.ms)) return -1;
  }
}

long MailConnection::write(const void* buffer, std::size_t size) noexcept {
  if (descriptor_ < 0 || failed_) return -1;
  while (true) {
    short events = POLLOUT;
    if (tls_) {
      ERR_clear_error();
      const int count = SSL_write(tls_, buffer, static_cast<int>(std::min<std::size_t>(size, 1u << 20)));
      if (count > 0) return count;
      const int error = SSL_get_error(tls_, count);
      if (error == SSL_ERROR_WANT_READ)
        events = POLLIN;
      else if (error != SSL_ERROR_WANT_WRITE)
        return fail(MailTrouble::Lost, "the server hung up");
    } else {
      const ssize_t count = ::send(descriptor_, buffer, size, MSG_NOSIGNAL);
      if (count >= 0) return count;
      if (errno == EINTR) continue;
      if (errno != EAGAIN && errno != EWOULDBLOCK) return fail(MailTrouble::Lost, std::strerror(errno));
    }
    if (!wait(events, server_.timeout.ms)) return -1;
  }
}

MailConnection::Wait MailConnection::wait_readable(Duration at_most) {
  if (tls_ && SSL_pending(tls_) > 0) return Wait::Readable;
  if (descriptor_ < 0) throw_trouble("waiting for mail");
  if (wait(POLLIN, at_most.ms)) return Wait::Readable;
  // Neither is a fault of the connection: it goes on.
  if (trouble_ == MailTrouble::TimedOut || trouble_ == MailTrouble::Interrupted) {
    failed_ = false;
    return trouble_ == MailTrouble::TimedOut ? Wait::TimedOut : Wait::Woken;
  }
  throw_trouble("waiting for mail");
}

void MailConnection::close() noexcept {
  if (tls_) SSL_free(tls_);
  if (context_) SSL_CTX_free(context_);
  tls_ = nullptr;
  context_ = nullptr;
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

}  // namespace peakdesk::platform
