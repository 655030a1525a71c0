#include "platform/mail/imap_client.h"

#include <libetpan/libetpan.h>

#include <algorithm>

#include "base/text.h"
#include "platform/mail/etpan_stream.h"
#include "platform/mail/mail_connection.h"

namespace peakdesk::platform {
namespace {

bool imap_ok(int status) {
  return status == MAILIMAP_NO_ERROR || status == MAILIMAP_NO_ERROR_AUTHENTICATED ||
         status == MAILIMAP_NO_ERROR_NON_AUTHENTICATED;
}

struct SetFree {
  void operator()(mailimap_set* set) const { mailimap_set_free(set); }
};
struct FetchTypeFree {
  void operator()(mailimap_fetch_type* type) const { mailimap_fetch_type_free(type); }
};
struct FetchListFree {
  void operator()(clist* list) const { mailimap_fetch_list_free(list); }
};
using Uids = std::unique_ptr<mailimap_set, SetFree>;
using FetchType = std::unique_ptr<mailimap_fetch_type, FetchTypeFree>;
using FetchList = std::unique_ptr<clist, FetchListFree>;

template <class T, class Use>
void each(clist* list, Use use) {
  for (clistiter* i = list ? clist_begin(list) : nullptr; i; i = clist_next(i)) use(static_cast<T*>(clist_content(i)));
}

template <class Use>
void each_static(mailimap_msg_att* message, Use use) {
  each<mailimap_msg_att_item>(message->att_list, [&](mailimap_msg_att_item* item) {
    if (item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC) use(item->att_data.att_static);
  });
}

}  // namespace

struct ImapClient::Session {
  MailServer server;
  const Wakeup* wakeup;
  // Order matters: the session's stream uses the connection.
  std::unique_ptr<MailConnection> connection;
  mailimap* imap = nullptr;

  Session(MailServer s, const Wakeup* w) : server(std::move(s)), wakeup(w) {}
  ~Session() { drop(); }

  void drop() noexcept {
    if (imap) {
      // Freeing a live session would say LOGOUT and wait for the answer.
      if (imap->imap_stream) {
        mailstream_close(imap->imap_stream);
        imap->imap_stream = nullptr;
      }
      mailimap_free(imap);
    }
    imap = nullptr;
    connection.reset();
  }

  std::string said() const { return imap && imap->imap_response ? to_valid_utf8(imap->imap_response) : std::string(); }

  void check(int status, const std::string& doing, MailTrouble when_refused = MailTrouble::Rejected,
             const std::string& refusal = {}) {
    if (imap_ok(status)) return;
    // Where nothing came, there is nothing that could be no IMAP, whatever the parser says of the end.
    if (status == MAILIMAP_ERROR_STREAM || status == MAILIMAP_ERROR_FATAL || !connection->saw_bytes())
      connection->throw_trouble(doing);
    const std::string where = server.host + ":" + std::to_string(server.port);
    if (status == MAILIMAP_ERROR_PARSE || status == MAILIMAP_ERROR_PROTOCOL)
      throw MailServerError(MailTrouble::NotMailServer,
                            where + " gave an answer that is not IMAP while " + doing + ". Check host and port.",
                            said());
    throw MailServerError(when_refused, refusal.empty() ? where + " refused " + doing + "." : refusal, said());
  }

  /// Takes `mails`: a set of UIDs or of numbers within the folder.
  std::vector<ImapListed> listed(mailimap_set* mails, bool by_uid);
  /// Takes `part`.
  std::string fetched(std::uint32_t uid, mailimap_fetch_att* part);

  void need() const {
    if (!imap) throw MailServerError(MailTrouble::Lost, "There is no connection to " + server.host + ".");
  }
};

ImapClient::ImapClient(MailServer server, const Wakeup* wakeup)
    : session_(std::make_unique<Session>(std::move(server), wakeup)) {}
ImapClient::~ImapClient() = default;
ImapClient::ImapClient(ImapClient&&) noexcept = default;
ImapClient& ImapClient::operator=(ImapClient&&) noexcept = default;

void ImapClient::connect() {
  Session& s = *session_;
  s.drop();
  s.connection = std::make_unique<MailConnection>(s.server, s.wakeup);
  s.imap = mailimap_new(0, nullptr);
  const int greeted = mailimap_connect(s.imap, make_etpan_stream(*s.connection));
  if (greeted == MAILIMAP_ERROR_DONT_ACCEPT_CONNECTION)
    throw MailServerError(MailTrouble::Rejected,
                          s.server.host + " does not accept connections from here at the moment.", s.said());
  s.check(greeted, "saying hello");
  if (s.server.tls == TlsMode::StartTls) {
    if (!imap_ok(mailimap_starttls(s.imap)))
      throw MailServerError(MailTrouble::Tls,
                            s.server.host + " offers no encryption (STARTTLS) on port " +
                                std::to_string(s.server.port) + ". Try port 993 with TLS.",
                            s.said());
    s.connection->start_tls();
    // What was promised before encryption counts no more.
    mailimap_capability_data* capabilities = nullptr;
    if (imap_ok(mailimap_capability(s.imap, &capabilities)) && capabilities)
      mailimap_capability_data_free(capabilities);
  }
  const int login = mailimap_login(s.imap, s.server.user.c_str(), s.server.password.c_str());
  s.check(
      login, "logging in", MailTrouble::WrongPassword,
      s.server.host +
          " does not accept this user and password. Some providers want an app password or IMAP switched on first.");
  // Servers often say more after the login.
  mailimap_capability_data* capabilities = nullptr;
  if (imap_ok(mailimap_capability(s.imap, &capabilities)) && capabilities) mailimap_capability_data_free(capabilities);
}

void ImapClient::logout() noexcept {
  Session& s = *session_;
  if (s.imap && s.connection) mailimap_logout(s.imap);
  s.drop();
}

std::vector<std::string> ImapClient::folders() {
  Session& s = *session_;
  s.need();
  clist* found = nullptr;
  s.check(mailimap_list(s.imap, "", "*", &found), "listing the folders");
  std::vector<std::string> names;
  each<mailimap_mailbox_list>(found, [&](mailimap_mailbox_list* folder) {
    if (folder->mb_name) names.push_back(to_valid_utf8(folder->mb_name));
  });
  if (found) mailimap_list_result_free(found);
  std::sort(names.begin(), names.end());
  return names;
}

ImapFolder ImapClient::select(const std::string& folder) {
  Session& s = *session_;
  s.need();
  s.check(mailimap_select(s.imap, folder.c_str()), "opening the folder", MailTrouble::NoSuchFolder,
          "There is no folder \"" + folder + "\" in this mailbox, or it may not be opened.");
  const mailimap_selection_info* info = s.imap->imap_selection_info;
  return info ? ImapFolder{info->sel_uidvalidity, info->sel_uidnext, info->sel_exists} : ImapFolder{};
}

std::vector<ImapListed> ImapClient::Session::listed(mailimap_set* mails, bool by_uid) {
  need();
  const Uids set(mails);
  const FetchType wanted(mailimap_fetch_type_new_fetch_att_list_empty());
  mailimap_fetch_type_new_fetch_att_list_add(wanted.get(), mailimap_fetch_att_new_uid());
  mailimap_fetch_type_new_fetch_att_list_add(wanted.get(), mailimap_fetch_att_new_rfc822_size());
  mailimap_fetch_type_new_fetch_att_list_add(wanted.get(), mailimap_fetch_att_new_flags());
  clist* raw = nullptr;
  check(by_uid ? mailimap_uid_fetch(imap, set.get(), wanted.get(), &raw)
               : mailimap_fetch(imap, set.get(), wanted.get(), &raw),
        "listing the mails");
  const FetchList found(raw);
  std::vector<ImapListed> out;
  each<mailimap_msg_att>(found.get(), [&](mailimap_msg_att* message) {
    ImapListed mail;
    each<mailimap_msg_att_item>(message->att_list, [&](mailimap_msg_att_item* item) {
      if (item->att_type != MAILIMAP_MSG_ATT_ITEM_DYNAMIC) return;
      each<mailimap_flag_fetch>(item->att_data.att_dyn->att_list, [&](mailimap_flag_fetch* flag) {
        if (flag->fl_type == MAILIMAP_FLAG_FETCH_OTHER && flag->fl_flag->fl_type == MAILIMAP_FLAG_SEEN)
          mail.seen = true;
      });
    });
    each_static(message, [&](mailimap_msg_att_static* value) {
      if (value->att_type == MAILIMAP_MSG_ATT_UID) mail.uid = value->att_data.att_uid;
      if (value->att_type == MAILIMAP_MSG_ATT_RFC822_SIZE) mail.size = value->att_data.att_rfc822_size;
    });
    if (mail.uid != 0) out.push_back(mail);
  });
  std::sort(out.begin(), out.end(), [](const ImapListed& a, const ImapListed& b) { return a.uid < b.uid; });
  return out;
}

std::vector<ImapListed> ImapClient::list(std::uint32_t from_uid) {
  auto mails = session_->listed(mailimap_set_new_interval(std::max<std::uint32_t>(1, from_uid), 0), true);
  // "n:*" always gives the last mail, even when its UID is below n.
  std::erase_if(mails, [&](const ImapListed& mail) { return mail.uid < from_uid; });
  return mails;
}

std::vector<ImapListed> ImapClient::list_newest(std::uint32_t exists, std::uint32_t count) {
  if (exists == 0) return {};
  return session_->listed(mailimap_set_new_interval(exists > count ? exists - count + 1 : 1, 0), false);
}

std::string ImapClient::Session::fetched(std::uint32_t uid, mailimap_fetch_att* part) {
  need();
  const Uids uids(mailimap_set_new_single(uid));
  const FetchType wanted(mailimap_fetch_type_new_fetch_att_list_empty());
  mailimap_fetch_type_new_fetch_att_list_add(wanted.get(), mailimap_fetch_att_new_uid());
  mailimap_fetch_type_new_fetch_att_list_add(wanted.get(), part);
  clist* raw = nullptr;
  check(mailimap_uid_fetch(imap, uids.get(), wanted.get(), &raw), "fetching a mail");
  const FetchList found(raw);
  std::string mail;
  each<mailimap_msg_att>(found.get(), [&](mailimap_msg_att* message) {
    each_static(message, [&](mailimap_msg_att_static* value) {
      if (value->att_type != MAILIMAP_MSG_ATT_BODY_SECTION || !value->att_data.att_body_section) return;
      const mailimap_msg_att_body_section& section = *value->att_data.att_body_section;
      if (section.sec_body_part) mail.assign(section.sec_body_part, section.sec_length);
    });
  });
  return mail;
}

std::string ImapClient::fetch(std::uint32_t uid) {
  return session_->fetched(uid, mailimap_fetch_att_new_body_peek_section(mailimap_section_new(nullptr)));
}

std::string ImapClient::fetch_start(std::uint32_t uid, std::uint32_t bytes) {
  return session_->fetched(uid,
                           mailimap_fetch_att_new_body_peek_section_partial(mailimap_section_new(nullptr), 0, bytes));
}

void ImapClient::mark_seen(std::uint32_t uid) {
  Session& s = *session_;
  s.need();
  const Uids uids(mailimap_set_new_single(uid));
  mailimap_flag_list* flags = mailimap_flag_list_new_empty();
  mailimap_flag_list_add(flags, mailimap_flag_new_seen());
  mailimap_store_att_flags* store = mailimap_store_att_flags_new_add_flags_silent(flags);
  const int status = mailimap_uid_store(s.imap, uids.get(), store);
  mailimap_store_att_flags_free(store);
  s.check(status, "marking a mail as read");
}

void ImapClient::move(std::uint32_t uid, const std::string& folder) {
  Session& s = *session_;
  s.need();
  const Uids uids(mailimap_set_new_single(uid));
  const std::string refusal = "The mail could not be moved to the folder \"" + folder + "\".";
  if (mailimap_has_extension(s.imap, "MOVE")) {
    s.check(mailimap_uid_move(s.imap, uids.get(), folder.c_str()), "moving a mail", MailTrouble::NoSuchFolder, refusal);
    return;
  }
  s.check(mailimap_uid_copy(s.imap, uids.get(), folder.c_str()), "moving a mail", MailTrouble::NoSuchFolder, refusal);
  mailimap_flag_list* flags = mailimap_flag_list_new_empty();
  mailimap_flag_list_add(flags, mailimap_flag_new_deleted());
  mailimap_store_att_flags* store = mailimap_store_att_flags_new_add_flags_silent(flags);
  const int status = mailimap_uid_store(s.imap, uids.get(), store);
  mailimap_store_att_flags_free(store);
  s.check(status, "moving a mail");
  s.check(mailimap_expunge(s.imap), "moving a mail");
}

void ImapClient::append(const std::string& folder, const std::string& mail, bool seen) {
  Session& s = *session_;
  s.need();
  mailimap_flag_list* flags = mailimap_flag_list_new_empty();
  if (seen) mailimap_flag_list_add(flags, mailimap_flag_new_seen());
  const int status = mailimap_append(s.imap, folder.c_str(), flags, nullptr, mail.data(), mail.size());
  mailimap_flag_list_free(flags);
  s.check(status, "storing a mail", MailTrouble::NoSuchFolder,
          "The mail could not be stored in the folder \"" + folder + "\".");
}

bool ImapClient::can_idle() {
  session_->need();
  return mailimap_has_idle(session_->imap) != 0;
}

ImapClient::Idle ImapClient::idle(Duration at_most) {
  Session& s = *session_;
  s.need();
  const std::uint32_t before = s.imap->imap_selection_info ? s.imap->imap_selection_info->sel_exists : 0;
  MailConnection::Wait waited = MailConnection::Wait::TimedOut;
  // A wakeup ends the wait; the words around it are still exchanged, so that the session goes on.
  const auto unhurried = [&](auto exchange) {
    s.connection->heed_wakeup(false);
    const int status = exchange(s.imap);
    s.connection->heed_wakeup(true);
    return status;
  };
  if (can_idle()) {
    s.check(unhurried(mailimap_idle), "waiting for mail");
    waited =
        has_buffered_bytes(s.imap->imap_stream) ? MailConnection::Wait::Readable : s.connection->wait_readable(at_most);
    s.check(unhurried(mailimap_idle_done), "waiting for mail");
    if (waited == MailConnection::Wait::Woken) return Idle::Woken;
  } else {
    waited = s.connection->wait_readable(at_most);
    if (waited == MailConnection::Wait::Woken) return Idle::Woken;
    s.check(unhurried(mailimap_noop), "asking for mail");
  }
  const std::uint32_t after = s.imap->imap_selection_info ? s.imap->imap_selection_info->sel_exists : 0;
  return waited == MailConnection::Wait::Readable || after != before ? Idle::NewMail : Idle::TimedOut;
}

}  // namespace peakdesk::platform
