#include "channels/email/past_mail.h"

#include "base/text.h"
#include "channels/email/mailbox_store.h"
#include "platform/mail/mime_parser.h"
#include "tickets/receive.h"

namespace peakdesk::channels::email {
namespace {

struct AddressOfUser {
  UserId id;
  std::string email_folded;
};
BOOST_DESCRIBE_STRUCT(AddressOfUser, (), (id, email_folded))

const Mailbox* mailbox_in(const PastDesk& desk, const PreparedMail& mail) {
  if (desk.mailbox) return &*desk.mailbox;
  std::vector<std::string> addresses = mail.recipients;
  addresses.push_back(mail.message.from.address);
  for (const auto& address : addresses)
    if (const auto found = desk.mailboxes.find(fold(address)); found != desk.mailboxes.end()) return &found->second;
  return nullptr;
}

InboundResult keep(Tx& tx, const PastDesk& desk, MailboxId mailbox, const PreparedMail& mail, InboundOutcome outcome,
                   const Notice& why) {
  if (tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM set_aside_mails WHERE account_id = $1 AND raw_file = $2",
                              desk.account, mail.raw_file) > 0)
    return {InboundOutcome::Duplicate, {}, {}, 0, why};
  const bool waits = outcome == InboundOutcome::SetAside;
  return {outcome, {}, {}, set_aside(tx, desk.account, mailbox, mail, why, waits ? "waiting" : "dismissed"), why};
}

bool is_threaded(Tx& tx, const PastDesk& desk, const tickets::IncomingMessage& message) {
  for (const auto& candidate : message.candidate_mail_ids)
    if (is_known_mail(tx, desk.account, candidate)) return true;
  return false;
}

}  // namespace

bool PastDesk::is_ours(std::string_view address) const {
  const std::string folded = fold(address);
  return mailboxes.contains(folded) || users.contains(folded) || own.contains(folded);
}

PastDesk read_past_desk(Tx& tx, AccountId account) {
  PastDesk desk;
  desk.account = account;
  for (auto& mailbox : mailbox_store::list(tx, account)) desk.mailboxes.emplace(fold(mailbox.address), mailbox);
  for (auto& user : tx.list<AddressOfUser>("SELECT id, email_folded FROM users WHERE account_id = $1", account))
    desk.users.emplace(user.email_folded, user.id);
  return desk;
}

bool is_known_mail(Tx& tx, AccountId account, const std::string& mail_id) {
  return tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM mail_ids WHERE account_id = $1 AND mail_id = $2", account,
                                 mail_id) > 0;
}

MailGlance glance_at(std::string_view first_bytes) {
  const platform::ParsedMail mail = platform::parse_mail(first_bytes);
  MailGlance glance{mail.message_id, mail.date};
  if (!mail.date_ok)
    if (const auto received = mail.header("Received"); received.rfind(';') != std::string_view::npos)
      platform::parse_mail_date(received.substr(received.rfind(';') + 1), glance.at);
  return glance;
}

InboundResult take_in_past(Tx& tx, const PreparedMail& mail, const PastDesk& desk) {
  const Mailbox* mailbox = mailbox_in(desk, mail);
  const MailboxId mailbox_id = mailbox ? mailbox->id : MailboxId{};
  const auto noted = [&](const Notice& why) { return keep(tx, desk, mailbox_id, mail, InboundOutcome::Noted, why); };
  if (mail.problem) return keep(tx, desk, mailbox_id, mail, InboundOutcome::SetAside, mail.problem);
  if (mail.kind.kind == Kind::Bounce) return noted({"bounce", {}, "a bounce"});
  if (mail.kind.kind == Kind::Report)
    return noted({"provider_report", {}, "a report by a mail provider (" + mail.kind.reason + ")"});

  tickets::IncomingMessage message = mail.message;
  message.external_id.clear();
  message.account = desk.account;
  message.mailbox = mailbox_id;
  message.via = "import";
  if (mailbox) message.team = mailbox->team_id;
  const bool from_us = desk.is_ours(message.from.address);
  std::erase_if(message.to, [&](const tickets::MailAddress& to) { return from_us && desk.is_ours(to.address); });
  tickets::ReceiveResult result;
  if (from_us && message.to.empty() && !is_threaded(tx, desk, message)) {
    return noted({"own_mail", {}, "a mail from the shop to itself"});
  } else if (from_us) {
    const auto author = desk.users.find(fold(message.from.address));
    result = tickets::record_answer(tx, message, author == desk.users.end() ? UserId{} : author->second);
  } else {
    if (message.is_auto_reply && !is_known_mail(tx, desk.account, message.message_id) &&
        !is_threaded(tx, desk, message))
      return noted({"automatic_reply", {}, "an automatic reply (" + mail.kind.reason + ")"});
    result = tickets::receive(tx, message);
  }
  return {result.duplicate ? InboundOutcome::Duplicate : InboundOutcome::Stored,
          result.ticket_id,
          result.message_id,
          0,
          {}};
}

}  // namespace peakdesk::channels::email
