// The e-mail channel's HTTP: mailboxes and their connection test, mails pushed by a mail server, mails set aside.
#pragma once
#include <cstdint>

#include "channels/email/mail_servers.h"
#include "channels/email/reply_address.h"
#include "platform/crypto/secret_box.h"
#include "platform/db/database.h"
#include "platform/files/file_store.h"
#include "platform/http/router.h"

namespace peakdesk::channels::email {

/// Everything must outlive the router.
struct EmailServices {
  Database& database;
  const crypto::SecretBox& secrets;
  const files::FileStore& files;
  const ReplyAddresses& addresses;
  std::size_t max_mail_bytes;
  std::string desk_mark;
  MailServerRules rules;
};

void add_email_routes(Router& router, const EmailServices& services);

}  // namespace peakdesk::channels::email
