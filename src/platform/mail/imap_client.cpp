#include "platform/mail/imap_client.h"

#include <libetpan/libetpan.h>
#include <netdb.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>

namespace peakdesk::platform {
namespace {

void require_resolvable(const MailServer& server) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failed = getaddrinfo(server.host.c_str(), nullptr, &hints, &found);
  if (found) freeaddrinfo(found);
  if (failed)
    throw MailServerError("resolve", "There is no server named " + server.host + ".",
                          "Check the spelling; providers often use imap.<domain> or mail.<domain>.");
}

/// libetpan does not verify certificates; this does: chain against the system's authorities, name against the host.
void verify_certificate(mailstream* stream, const MailServer& server) {
  carray* chain = mailstream_get_certificate_chain(stream);
  if (!chain)
    throw MailServerError("tls", server.host + " gave no certificate.", "Check the port, or ask the provider.");
  std::vector<X509*> certificates;
  for (unsigned int i = 0; i < carray_count(chain); ++i) {
    const auto* der = static_cast<MMAPString*>(carray_get(chain, i));
    const auto* bytes = reinterpret_cast<const unsigned char*>(der->str);
    if (X509* certificate = d2i_X509(nullptr, &bytes, static_cast<long>(der->len))) certificates.push_back(certificate);
  }
  mailstream_certificate_chain_free(chain);
  std::string problem;
  if (certificates.empty()) {
    problem = "it cannot be read";
  } else {
    X509_STORE* authorities = X509_STORE_new();
    X509_STORE_set_default_paths(authorities);
    STACK_OF(X509)* others = sk_X509_new_null();
    for (std::size_t i = 1; i < certificates.size(); ++i) sk_X509_push(others, certificates[i]);
    X509_STORE_CTX* check = X509_STORE_CTX_new();
    X509_STORE_CTX_init(check, authorities, certificates[0], others);
    X509_VERIFY_PARAM_set1_host(X509_STORE_CTX_get0_param(check), server.host.c_str(), server.host.size());
    if (X509_verify_cert(check) != 1) problem = X509_verify_cert_error_string(X509_STORE_CTX_get_error(check));
    X509_STORE_CTX_free(check);
    sk_X509_free(others);
    X509_STORE_free(authorities);
  }
  for (X509* certificate : certificates) X509_free(certificate);
  if (!problem.empty())
    throw MailServerError("tls", "The certificate of " + server.host + " is not trusted: " + problem + ".",
                          "Use the name the certificate is made for, or have the server's certificate renewed.");
}

mailimap_set* range_from(std::int64_t first) { return mailimap_set_new_interval(static_cast<uint32_t>(first), 0); }

}  // namespace

struct ImapClient::State {
  MailServer server;
  mailimap* session = nullptr;
  int wake_fd = -1;

  ~State() {
    if (session) {
      if (session->imap_stream) mailimap_logout(session);
      mailimap_free(session);
    }
    if (wake_fd >= 0) close(wake_fd);
  }
  std::string server_words() const {
    return session->imap_response && *session->imap_response
               ? std::string(" The server said: ") + session->imap_response
               : std::string();
  }
  void require(int result, const char* step, const std::string& message, const std::string& advice) const {
    if (result == MAILIMAP_NO_ERROR || result == MAILIMAP_NO_ERROR_AUTHENTICATED ||
        result == MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
      return;
    if (result == MAILIMAP_ERROR_STREAM)
      throw MailServerError("connect", "The connection to " + server.host + " was lost.",
                            "It is tried again by itself.");
    throw MailServerError(step, message + server_words(), advice);
  }
  std::optional<std::string> fetch_section(std::int64_t uid, mailimap_section* section);
};

ImapClient::ImapClient(const MailServer& server) : state_(std::make_unique<State>()) {
  state_->server = server;
  require_resolvable(server);
  state_->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  state_->session = mailimap_new(0, nullptr);
  mailimap_set_timeout(state_->session, server.timeout_s);
  const auto port = static_cast<uint16_t>(server.port);
  int result = server.tls == MailTls::Tls ? mailimap_ssl_connect(state_->session, server.host.c_str(), port)
                                          : mailimap_socket_connect(state_->session, server.host.c_str(), port);
  if (result == MAILIMAP_ERROR_SSL || (server.tls == MailTls::Tls && result == MAILIMAP_ERROR_PARSE))
    throw MailServerError("tls", server.host + " does not speak TLS on port " + std::to_string(server.port) + ".",
                          "TLS is usually on port 993, STARTTLS on 143.");
  if (result != MAILIMAP_NO_ERROR && result != MAILIMAP_NO_ERROR_AUTHENTICATED &&
      result != MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
    throw MailServerError(
        "connect", server.host + " does not answer as a mail server on port " + std::to_string(server.port) + ".",
        "Check the port and the kind of encryption, and whether a firewall lets connections out.");
  if (server.tls == MailTls::Starttls)
    state_->require(mailimap_socket_starttls(state_->session), "tls", server.host + " refuses STARTTLS.",
                    "Try TLS on port 993.");
  if (server.tls != MailTls::None && server.verify_certificate)
    verify_certificate(state_->session->imap_stream, server);
  state_->require(
      mailimap_login(state_->session, server.user.c_str(), server.password.c_str()), "sign_in",
      "The server does not accept this user and password.",
      "Many providers want an app password instead of the account's own, or IMAP to be switched on in the account.");
  mailimap_capability_data* capabilities = nullptr;
  if (mailimap_capability(state_->session, &capabilities) == MAILIMAP_NO_ERROR)
    mailimap_capability_data_free(capabilities);
}

ImapClient::~ImapClient() = default;

ImapFolder ImapClient::select(const std::string& folder) {
  state_->require(mailimap_select(state_->session, folder.c_str()), "folder",
                  "There is no folder named " + folder + ".", "The main folder is called INBOX.");
  const auto* info = state_->session->imap_selection_info;
  return {static_cast<std::int64_t>(info->sel_uidvalidity), static_cast<std::int64_t>(info->sel_uidnext),
          info->sel_has_exists ? static_cast<std::int64_t>(info->sel_exists) : 0};
}

std::vector<ImapSize> ImapClient::list_after(std::int64_t after) {
  auto* wanted = mailimap_fetch_type_new_fetch_att_list_empty();
  mailimap_fetch_type_new_fetch_att_list_add(wanted, mailimap_fetch_att_new_uid());
  mailimap_fetch_type_new_fetch_att_list_add(wanted, mailimap_fetch_att_new_rfc822_size());
  auto* set = range_from(after + 1);
  clist* answers = nullptr;
  const int result = mailimap_uid_fetch(state_->session, set, wanted, &answers);
  mailimap_set_free(set);
  mailimap_fetch_type_free(wanted);
  state_->require(result, "folder", "The mails of the folder cannot be listed.", "It is tried again by itself.");
  std::vector<ImapSize> out;
  for (clistiter* at = clist_begin(answers); at; at = clist_next(at)) {
    const auto* answer = static_cast<mailimap_msg_att*>(clist_content(at));
    ImapSize size;
    for (clistiter* item = clist_begin(answer->att_list); item; item = clist_next(item)) {
      const auto* part = static_cast<mailimap_msg_att_item*>(clist_content(item));
      if (part->att_type != MAILIMAP_MSG_ATT_ITEM_STATIC) continue;
      if (part->att_data.att_static->att_type == MAILIMAP_MSG_ATT_UID)
        size.uid = part->att_data.att_static->att_data.att_uid;
      if (part->att_data.att_static->att_type == MAILIMAP_MSG_ATT_RFC822_SIZE)
        size.bytes = part->att_data.att_static->att_data.att_rfc822_size;
    }
    // "n:*" names the last mail even when its UID is smaller than n.
    if (size.uid > after) out.push_back(size);
  }
  mailimap_fetch_list_free(answers);
  std::sort(out.begin(), out.end(), [](const ImapSize& a, const ImapSize& b) { return a.uid < b.uid; });
  return out;
}

std::vector<std::int64_t> ImapClient::arrived_since(Instant day) {
  const std::time_t seconds = day.ms / 1000;
  std::tm date{};
  gmtime_r(&seconds, &date);
  auto* key = mailimap_search_key_new_since(mailimap_date_new(date.tm_mday, date.tm_mon + 1, date.tm_year + 1900));
  clist* answers = nullptr;
  const int result = mailimap_uid_search(state_->session, nullptr, key, &answers);
  mailimap_search_key_free(key);
  state_->require(result, "folder", "The folder cannot be searched.", "It is tried again by itself.");
  std::vector<std::int64_t> out;
  for (clistiter* at = clist_begin(answers); at; at = clist_next(at))
    out.push_back(*static_cast<uint32_t*>(clist_content(at)));
  mailimap_search_result_free(answers);
  std::sort(out.begin(), out.end());
  return out;
}

std::optional<std::string> ImapClient::State::fetch_section(std::int64_t uid, mailimap_section* section) {
  auto* wanted = mailimap_fetch_type_new_fetch_att(mailimap_fetch_att_new_body_peek_section(section));
  auto* set = mailimap_set_new_single(static_cast<uint32_t>(uid));
  clist* answers = nullptr;
  const int result = mailimap_uid_fetch(session, set, wanted, &answers);
  mailimap_set_free(set);
  mailimap_fetch_type_free(wanted);
  require(result, "folder", "A mail cannot be fetched.", "It is tried again by itself.");
  std::optional<std::string> out;
  for (clistiter* at = clist_begin(answers); at; at = clist_next(at)) {
    const auto* answer = static_cast<mailimap_msg_att*>(clist_content(at));
    for (clistiter* item = clist_begin(answer->att_list); item; item = clist_next(item)) {
      const auto* part = static_cast<mailimap_msg_att_item*>(clist_content(item));
      if (part->att_type != MAILIMAP_MSG_ATT_ITEM_STATIC ||
          part->att_data.att_static->att_type != MAILIMAP_MSG_ATT_BODY_SECTION)
        continue;
      const auto* body = part->att_data.att_static->att_data.att_body_section;
      if (body->sec_body_part) out.emplace(body->sec_body_part, body->sec_length);
    }
  }
  mailimap_fetch_list_free(answers);
  return out;
}

std::optional<std::string> ImapClient::fetch(std::int64_t uid) {
  return state_->fetch_section(uid, mailimap_section_new(nullptr));
}

std::optional<std::string> ImapClient::fetch_header(std::int64_t uid) {
  return state_->fetch_section(uid, mailimap_section_new_header());
}

bool ImapClient::can_idle() const { return mailimap_has_idle(state_->session) != 0; }

bool ImapClient::wait_for_news(Duration at_most) {
  State& s = *state_;
  const bool idles = can_idle();
  if (idles)
    s.require(mailimap_idle(s.session), "connect", "The server ended the wait for new mail.",
              "It is tried again by itself.");
  pollfd watched[2] = {{s.wake_fd, POLLIN, 0}, {idles ? mailimap_idle_get_fd(s.session) : -1, POLLIN, 0}};
  const bool buffered = idles && s.session->imap_stream->read_buffer_len > 0;
  const int ready = buffered ? 1 : poll(watched, 2, static_cast<int>(std::min<std::int64_t>(at_most.ms, 2'000'000)));
  std::uint64_t drained = 0;
  if (watched[0].revents & POLLIN) [[maybe_unused]]
    const auto n = read(s.wake_fd, &drained, sizeof drained);
  if (idles)
    s.require(mailimap_idle_done(s.session), "connect", "The server ended the wait for new mail.",
              "It is tried again by itself.");
  return buffered || (ready > 0 && watched[1].revents != 0);
}

void ImapClient::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto n = write(state_->wake_fd, &one, sizeof one);
}

}  // namespace peakdesk::platform
