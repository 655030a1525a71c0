// Where a mail server is and what can go wrong with it, in words. Shared by the IMAP and the SMTP client.
#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/clock.h"
#include "platform/http/address.h"

namespace peakdesk::platform {

enum class TlsMode {
  None,      // plain; for loopback and tests
  StartTls,  // plain first, then encrypted; fails when the server does not offer it
  Tls,       // encrypted from the first byte
};

struct MailServer {
  std::string host;
  std::uint16_t port = 0;
  TlsMode tls = TlsMode::Tls;
  std::string user;  // empty: no login (SMTP only)
  std::string password;
  Duration timeout = seconds(30);  // of every single wait: connecting, each answer
  std::string ca_file;             // further certificates to trust (PEM); empty: the system's
  bool verify_certificate = true;
  std::vector<http::AddressRange> allowed;  // beyond the public internet; judged at the moment of connecting
};

enum class MailTrouble {
  HostUnknown,  // the name does not resolve
  Refused,      // nothing listens there, or the server hung up before saying anything
  TimedOut,
  Tls,            // no encryption offered, certificate not trusted or for another name
  NotMailServer,  // something answers, but not in this protocol
  NoLogin,        // the server and this machine know no way to sign in in common
  WrongPassword,  // the server refuses user and password
  NoSuchFolder,
  Lost,         // the connection broke
  Interrupted,  // Wakeup::wake()
  Rejected,     // the server understood and said no; `server_said` is its answer
  Forbidden,    // the name leads to an address that is neither public nor allowed
};

/// `what()` is a whole sentence with the way out; `server_said` the server's own line (untrusted text), often empty;
/// `detail` what is peculiar to this case: the address, what is wrong with the certificate.
class MailServerError : public std::runtime_error {
 public:
  MailServerError(MailTrouble trouble, const std::string& message, std::string server_said = {},
                  std::string detail = {})
      : std::runtime_error(message), trouble(trouble), server_said(std::move(server_said)), detail(std::move(detail)) {}
  /// Worth trying again without anybody changing anything.
  bool is_temporary() const {
    return trouble == MailTrouble::Refused || trouble == MailTrouble::TimedOut || trouble == MailTrouble::Lost ||
           trouble == MailTrouble::HostUnknown || trouble == MailTrouble::Interrupted;
  }
  MailTrouble trouble;
  std::string server_said;
  std::string detail;
};

/// "host_unknown", "wrong_password" …: stable names for the screens' translations.
const char* name_of(MailTrouble trouble);

/// Ends every wait of the clients that were given it, from any thread. Stays awake until reset().
class Wakeup {
 public:
  Wakeup();
  ~Wakeup();
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;
  void wake();
  void reset();
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

}  // namespace peakdesk::platform
