#include "platform/mail/smtp_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <mutex>

#include "base/text.h"

namespace peakdesk::platform {
namespace {

void start_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

struct Upload {
  std::string_view rest;
};

std::size_t read_upload(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto* upload = static_cast<Upload*>(user);
  const std::size_t n = std::min(size * count, upload->rest.size());
  std::memcpy(buffer, upload->rest.data(), n);
  upload->rest.remove_prefix(n);
  return n;
}

std::size_t keep_answer(char* line, std::size_t size, std::size_t count, void* user) {
  static_cast<std::vector<std::string>*>(user)->emplace_back(trim(std::string_view(line, size * count)));
  return size * count;
}

std::string with_crlf(std::string_view mail) {
  std::string out;
  out.reserve(mail.size() + mail.size() / 40);
  for (std::size_t i = 0; i < mail.size(); ++i) {
    if (mail[i] == '\n' && (i == 0 || mail[i - 1] != '\r')) out += '\r';
    out += mail[i];
  }
  return out;
}

}  // namespace

struct SmtpClient::State {
  MailServer server;
  CURL* handle = nullptr;
  std::vector<std::string> answers;

  void prepare() {
    curl_easy_reset(handle);
    answers.clear();
    const std::string url = std::string(server.tls == MailTls::Tls ? "smtps://" : "smtp://") + server.host + ":" +
                            std::to_string(server.port);
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    if (server.tls == MailTls::Starttls) curl_easy_setopt(handle, CURLOPT_USE_SSL, long(CURLUSESSL_ALL));
    if (!server.verify_certificate) {
      curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 0L);
      curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (!server.user.empty()) {
      curl_easy_setopt(handle, CURLOPT_USERNAME, server.user.c_str());
      curl_easy_setopt(handle, CURLOPT_PASSWORD, server.password.c_str());
    }
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, long(server.timeout_s));
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, long(server.timeout_s));
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");  // the environment's web proxy is none for mail
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, keep_answer);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &answers);
  }

  [[noreturn]] void fail(CURLcode code) {
    long reply = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &reply);
    const std::string said = answers.empty() || reply < 400 ? std::string() : " The server said: " + answers.back();
    switch (code) {
      case CURLE_COULDNT_RESOLVE_HOST:
        throw MailServerError("resolve", "There is no server named " + server.host + ".",
                              "Check the spelling; providers often use smtp.<domain>.");
      case CURLE_COULDNT_CONNECT:
      case CURLE_OPERATION_TIMEDOUT:
        throw MailServerError("connect", server.host + " does not answer on port " + std::to_string(server.port) + ".",
                              "Usual ports are 465 (TLS) and 587 (STARTTLS); many networks block 25.");
      case CURLE_PEER_FAILED_VERIFICATION:
        throw MailServerError("tls", "The certificate of " + server.host + " is not trusted.",
                              "Use the name the certificate is made for.");
      case CURLE_SSL_CONNECT_ERROR:
      case CURLE_USE_SSL_FAILED:
        throw MailServerError(
            "tls",
            "No encrypted connection to " + server.host + " could be made on port " + std::to_string(server.port) + ".",
            "TLS is usually on port 465, STARTTLS on 587.");
      case CURLE_LOGIN_DENIED:
        throw MailServerError("sign_in", "The server does not accept this user and password." + said,
                              "Many providers want an app password for sending.");
      default:
        break;
    }
    if (reply >= 500)
      throw MailServerError("send", "The server refuses the mail." + said,
                            "Check the addresses and what the server said.", true);
    throw MailServerError("send",
                          "The mail could not be handed over: " + std::string(curl_easy_strerror(code)) + "." + said,
                          "It is tried again by itself.");
  }
};

SmtpClient::SmtpClient(MailServer server) : state_(std::make_unique<State>()) {
  start_curl();
  state_->server = std::move(server);
  state_->handle = curl_easy_init();
}

SmtpClient::~SmtpClient() { curl_easy_cleanup(state_->handle); }

SmtpReceipt SmtpClient::send(const std::string& from, const std::vector<std::string>& recipients,
                             std::string_view mail) {
  State& s = *state_;
  s.prepare();
  const std::string bytes = with_crlf(mail);
  Upload upload{bytes};
  curl_slist* list = nullptr;
  for (const auto& recipient : recipients) list = curl_slist_append(list, ("<" + recipient + ">").c_str());
  const std::string sender = "<" + from + ">";
  curl_easy_setopt(s.handle, CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(s.handle, CURLOPT_MAIL_RCPT, list);
  // One wrong address in copy must not keep the answer from the others.
  curl_easy_setopt(s.handle, CURLOPT_MAIL_RCPT_ALLLOWFAILS, recipients.size() > 1 ? 1L : 0L);
  curl_easy_setopt(s.handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(s.handle, CURLOPT_READFUNCTION, read_upload);
  curl_easy_setopt(s.handle, CURLOPT_READDATA, &upload);
  const CURLcode code = curl_easy_perform(s.handle);
  curl_slist_free_all(list);
  if (code != CURLE_OK) s.fail(code);
  SmtpReceipt receipt;
  for (const auto& answer : s.answers)
    if (answer.size() > 3 && answer[0] == '5' && answer.find("5.1.") != std::string::npos)
      receipt.refused.push_back(answer);
  if (!s.answers.empty()) receipt.server_answer = s.answers.back();
  return receipt;
}

void SmtpClient::check() {
  State& s = *state_;
  s.prepare();
  curl_easy_setopt(s.handle, CURLOPT_CUSTOMREQUEST, "NOOP");
  curl_easy_setopt(s.handle, CURLOPT_NOBODY, 1L);
  const CURLcode code = curl_easy_perform(s.handle);
  if (code != CURLE_OK) s.fail(code);
}

}  // namespace peakdesk::platform
