#include "platform/mail/smtp_client.h"

#include <libetpan/libetpan.h>

#include <algorithm>

#include "base/text.h"
#include "platform/mail/etpan_stream.h"
#include "platform/mail/mail_connection.h"

namespace peakdesk::platform {
namespace {

// An address goes into a command line; one that could end it is refused before the server sees it.
bool is_safe_path(const std::string& address) {
  return address.size() <= 320 && std::all_of(address.begin(), address.end(), [](char c) {
           return static_cast<unsigned char>(c) > 0x20 && c != '<' && c != '>' && c != 0x7F;
         });
}

bool is_ascii_path(const std::string& address) {
  return std::all_of(address.begin(), address.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

const SmtpReply& SmtpResult::deciding() const {
  if (mail.code != 0) return mail;
  if (!sender.accepted()) return sender;
  for (const SmtpRecipient& recipient : recipients)
    if (!recipient.reply.accepted()) return recipient.reply;
  return mail;
}

struct SmtpClient::Session {
  MailServer server;
  const Wakeup* wakeup;
  std::unique_ptr<MailConnection> connection;
  mailsmtp* smtp = nullptr;

  Session(MailServer s, const Wakeup* w) : server(std::move(s)), wakeup(w) {}
  ~Session() { drop(); }

  void drop() noexcept {
    if (smtp) {
      // Freeing a live session would say QUIT and wait.
      if (smtp->stream) {
        mailstream_close(smtp->stream);
        smtp->stream = nullptr;
      }
      mailsmtp_free(smtp);
    }
    smtp = nullptr;
    connection.reset();
  }

  // The answer to what was said last. Throws when the connection is gone.
  SmtpReply reply(int status, const std::string& doing) {
    if (status == MAILSMTP_ERROR_STREAM) {
      const std::unique_ptr<MailConnection> broken = std::move(connection);
      if (smtp && smtp->stream) {
        mailstream_close(smtp->stream);
        smtp->stream = nullptr;
      }
      drop();
      broken->throw_trouble(doing);
    }
    SmtpReply answer;
    answer.code = smtp->response_code;
    answer.text = smtp->response ? truncate(collapse_space(to_valid_utf8(smtp->response)), 500) : std::string();
    if (status != MAILSMTP_NO_ERROR && answer.accepted()) answer.code = 0;
    return answer;
  }

  [[noreturn]] void refuse(MailTrouble trouble, const std::string& message, const SmtpReply& answer) {
    const std::string said = answer.code ? std::to_string(answer.code) + " " + answer.text : answer.text;
    drop();
    throw MailServerError(trouble, message, said);
  }
};

SmtpClient::SmtpClient(MailServer server, const Wakeup* wakeup)
    : session_(std::make_unique<Session>(std::move(server), wakeup)) {}
SmtpClient::~SmtpClient() = default;
SmtpClient::SmtpClient(SmtpClient&&) noexcept = default;
SmtpClient& SmtpClient::operator=(SmtpClient&&) noexcept = default;

bool SmtpClient::is_connected() const { return session_->smtp != nullptr; }

void SmtpClient::connect() {
  Session& s = *session_;
  s.drop();
  const std::string where = s.server.host + ":" + std::to_string(s.server.port);
  s.connection = std::make_unique<MailConnection>(s.server, s.wakeup);
  s.smtp = mailsmtp_new(0, nullptr);
  const int greeted = mailsmtp_connect(s.smtp, make_etpan_stream(*s.connection));
  const SmtpReply hello = s.reply(greeted, "saying hello");
  if (greeted != MAILSMTP_NO_ERROR)
    s.refuse(hello.code ? MailTrouble::Rejected : MailTrouble::NotMailServer,
             hello.code ? where + " does not accept connections from here."
                        : where + " does not speak SMTP. Check host and port.",
             hello);
  const int introduced = mailesmtp_ehlo(s.smtp);
  const SmtpReply introduction = s.reply(introduced, "introducing ourselves");
  if (introduced != MAILSMTP_NO_ERROR)
    s.refuse(MailTrouble::Rejected, where + " does not accept our introduction (EHLO).", introduction);
  if (s.server.tls == TlsMode::StartTls) {
    const int starting = mailesmtp_starttls(s.smtp);
    const SmtpReply answer = s.reply(starting, "starting encryption");
    if (starting != MAILSMTP_NO_ERROR)
      s.refuse(MailTrouble::Tls, where + " offers no encryption (STARTTLS). Try port 465 with TLS from the start.",
               answer);
    s.connection->start_tls();
    s.reply(mailesmtp_ehlo(s.smtp), "introducing ourselves");
  }
  if (s.server.user.empty()) return;
  const int login = mailsmtp_auth(s.smtp, s.server.user.c_str(), s.server.password.c_str());
  const SmtpReply answer = s.reply(login, "logging in");
  if (login == MAILSMTP_NO_ERROR) return;
  if (answer.temporary()) s.refuse(MailTrouble::Lost, where + " cannot check passwords at the moment.", answer);
  const bool never_asked = answer.code == 0;  // nothing the server offers can be used from here
  if (never_asked || login == MAILSMTP_ERROR_AUTH_NOT_SUPPORTED || login == MAILSMTP_ERROR_NOT_IMPLEMENTED)
    s.refuse(MailTrouble::NoLogin,
             where +
                 " offers no login that this machine knows. Many servers offer one only with encryption; here the "
                 "package libsasl2-modules may be missing.",
             {});
  s.refuse(
      MailTrouble::WrongPassword,
      where + " does not accept this user and password. Some providers want an app password or SMTP switched on first.",
      answer);
}

SmtpResult SmtpClient::send(const std::string& from, const std::vector<std::string>& to, std::string_view mail) {
  Session& s = *session_;
  if (!s.smtp) throw MailServerError(MailTrouble::Lost, "There is no connection to " + s.server.host + ".");
  SmtpResult result;
  for (const std::string& address : to) result.recipients.push_back({address, {}});
  if (!is_safe_path(from) || !is_ascii_path(from)) {
    result.sender = {553, "5.1.7 The sender's address cannot be written in SMTP."};
    return result;
  }
  const int opened = mailesmtp_mail(s.smtp, from.c_str(), 0, nullptr);
  result.sender = s.reply(opened, "naming the sender");
  bool anybody = false;
  if (opened == MAILSMTP_NO_ERROR) {
    for (SmtpRecipient& recipient : result.recipients) {
      if (recipient.address.empty() || !is_safe_path(recipient.address) || !is_ascii_path(recipient.address)) {
        recipient.reply = {553, "5.1.3 The address cannot be written in SMTP."};
        continue;
      }
      const int named = mailesmtp_rcpt(s.smtp, recipient.address.c_str(), 0, nullptr);
      recipient.reply = s.reply(named, "naming a recipient");
      anybody |= named == MAILSMTP_NO_ERROR;
    }
  }
  if (anybody) {
    const int ready = mailsmtp_data(s.smtp);
    result.mail = s.reply(ready, "handing over the mail");
    if (ready == MAILSMTP_NO_ERROR) {
      const std::string copy(mail);  // libetpan wants it to end
      result.mail = s.reply(mailsmtp_data_message(s.smtp, copy.c_str(), copy.size()), "handing over the mail");
    }
  }
  if (!result.mail.accepted()) {
    // The next mail starts fresh; a server that will not has left.
    if (mailsmtp_reset(s.smtp) != MAILSMTP_NO_ERROR) s.drop();
  }
  return result;
}

void SmtpClient::quit() noexcept {
  Session& s = *session_;
  if (s.smtp && s.connection) mailsmtp_quit(s.smtp);
  s.drop();
}

}  // namespace peakdesk::platform
