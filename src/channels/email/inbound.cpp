#include "channels/email/inbound.h"

#include "base/error.h"
#include "base/text.h"
#include "channels/email/reply_text.h"
#include "channels/email/set_aside.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/hash.h"
#include "platform/html/html_to_text.h"
#include "platform/html/sanitiser.h"
#include "platform/mail/mime_parser.h"
#include "tickets/receive.h"
#include "tickets/reply.h"

namespace peakdesk::channels::email {
namespace {

constexpr std::string_view kDeskHeader = "X-Peakdesk-Desk";
constexpr std::size_t kMostStoredText = 1u << 20;
constexpr std::size_t kStartOfMail = 64u << 10;

tickets::MailAddress to_ticket_address(const platform::MailAddress& address) { return {address.name, address.address}; }

std::vector<tickets::MailAddress> to_ticket_addresses(const std::vector<platform::MailAddress>& addresses) {
  std::vector<tickets::MailAddress> out;
  for (const auto& address : addresses) out.push_back(to_ticket_address(address));
  return out;
}

std::string limited(std::string text) {
  if (text.size() <= kMostStoredText) return text;
  text.resize(kMostStoredText);
  return to_valid_utf8(text) + "\n…";
}

void fill_bodies(tickets::IncomingMessage& message, const platform::ParsedMail& mail) {
  message.body_text = limited(mail.text);
  if (mail.html.empty()) {
    message.stripped_text = split_reply(message.body_text).reply;
    return;
  }
  const auto clean = platform::sanitise_html(mail.html);
  message.body_html = clean.html;
  message.remote_images = clean.blocked_images;
  message.stripped_text =
      limited(mail.text_is_from_html ? split_reply_html(mail.html).reply : split_reply(message.body_text).reply);
}

std::vector<std::string> candidates_of(const platform::ParsedMail& mail) {
  std::vector<std::string> out;
  if (!mail.in_reply_to.empty()) out.push_back(mail.in_reply_to);
  for (auto it = mail.references.rbegin(); it != mail.references.rend() && out.size() < 50; ++it)
    if (*it != mail.in_reply_to) out.push_back(*it);
  return out;
}

/// What a ticket needs to find its way when a mail has no id of its own: the same bytes are the same mail.
std::string id_from_content(std::string_view raw) {
  return "sha256-" + crypto::to_hex(crypto::sha256(raw)).substr(0, 40) + "@no-message-id";
}

InboundResult note_bounce(Tx& tx, const PreparedMail& mail, AccountId account, MailboxId mailbox) {
  InboundResult result{InboundOutcome::Noted, {}, {}, 0, {"bounce", {}, "a bounce"}};
  const std::string& original = mail.kind.original_message_id;
  MessageId failed = tx.scalar<MessageId>(
      MessageId{}, "SELECT message_id FROM mail_ids WHERE account_id = $1 AND mail_id = $2", account, original);
  for (const auto& candidate : mail.message.candidate_mail_ids) {
    if (failed) break;
    failed = tx.scalar<MessageId>(MessageId{}, "SELECT message_id FROM mail_ids WHERE account_id = $1 AND mail_id = $2",
                                  account, candidate);
  }
  if (failed) {
    std::string why;
    bool permanent = mail.kind.failed.empty();
    for (const auto& recipient : mail.kind.failed) {
      if (recipient.status_class != 4) permanent = true;
      if (!why.empty()) why += " ";
      why += recipient.address + ": " +
             (recipient.diagnostic.empty() ? "the mail could not be delivered" : recipient.diagnostic) + ".";
    }
    result.message_id = failed;
    if (permanent)
      tickets::mark_failed(tx, account, failed,
                           {why.empty() ? "mail_returned" : "mail_returned_because",
                            {{"said", why}},
                            why.empty() ? "The receiving server returned the mail." : why});
    result.notice = permanent ? Notice{"bounce", {}, "a bounce; the message it is about is marked failed"}
                              : Notice{"delay", {}, "a delay notice; delivery goes on"};
  }
  result.set_aside_id = set_aside(tx, account, mailbox, mail, result.notice, "dismissed");
  return result;
}

/// Nothing for a person to do: kept, not shown among those that wait.
InboundResult noted(Tx& tx, AccountId account, MailboxId mailbox, const PreparedMail& mail, const Notice& why) {
  return {InboundOutcome::Noted, {}, {}, set_aside(tx, account, mailbox, mail, why, "dismissed"), why};
}

}  // namespace

std::string desk_mark_of(const std::string& derived_key) { return crypto::to_hex(derived_key).substr(0, 24); }

PreparedMail prepare_mail(std::string_view raw, const files::FileStore& files, std::size_t max_bytes,
                          const std::string& desk_mark) {
  PreparedMail prepared;
  prepared.size = static_cast<std::int64_t>(raw.size());
  platform::ParseLimits limits;
  limits.max_bytes = max_bytes;
  const platform::ParsedMail mail = platform::parse_mail(raw, limits);
  prepared.raw_file = files.put(raw).name;
  prepared.message.subject = truncate(collapse_space(mail.subject), 500);
  if (!mail.from.empty()) prepared.message.from = to_ticket_address(mail.from.front());
  if (mail.problem) {
    prepared.problem = mail.problem;
    if (mail.headers.empty()) describe_from_start(raw.substr(0, kStartOfMail), prepared);
    return prepared;
  }
  prepared.kind = classify(mail);
  prepared.from_this_desk = mail.header(kDeskHeader) == desk_mark;
  auto& message = prepared.message;
  if (message.from.address.empty() && !mail.sender.empty()) message.from = to_ticket_address(mail.sender.front());
  message.to = to_ticket_addresses(mail.to);
  message.cc = to_ticket_addresses(mail.cc);
  for (const auto* list : {&mail.to, &mail.cc, &mail.bcc})
    for (const auto& address : *list) prepared.recipients.push_back(address.address);
  for (const char* header : {"Delivered-To", "X-Original-To", "Envelope-To"})
    if (mail.has_header(header)) prepared.recipients.emplace_back(trim(mail.header(header)));
  message.channel = "email";
  message.raw_file = prepared.raw_file;
  message.message_id = mail.message_id.empty() ? id_from_content(raw) : mail.message_id;
  message.candidate_mail_ids = candidates_of(mail);
  message.is_auto_reply = prepared.kind.kind == Kind::AutoReply;
  message.spam = prepared.kind.kind == Kind::Spam;
  if (!mail.reply_to.empty() && mail.reply_to.front().address.find('@') != std::string::npos)
    message.external_id = mail.reply_to.front().address;  // looked at in take_in: forms of shops send as themselves
  fill_bodies(message, mail);
  for (const auto& attachment : mail.attachments)
    message.attachments.push_back({files.put(attachment.bytes).name, attachment.name, attachment.content_type,
                                   static_cast<std::int64_t>(attachment.size), attachment.content_id,
                                   attachment.is_inline});
  const bool needs_sender = prepared.kind.kind == Kind::Human || prepared.kind.kind == Kind::Spam;
  if (needs_sender && message.from.address.find('@') == std::string::npos)
    prepared.problem = {"mail_without_sender", {}, "The mail names no sender that could be answered."};
  return prepared;
}

void describe_from_start(std::string_view first_bytes, PreparedMail& prepared) {
  const platform::ParsedMail mail = platform::parse_mail(first_bytes);
  prepared.message.subject = truncate(collapse_space(mail.subject), 500);
  if (!mail.from.empty()) prepared.message.from = to_ticket_address(mail.from.front());
}

std::int64_t set_aside(Tx& tx, AccountId account, MailboxId mailbox, const PreparedMail& mail, const Notice& why,
                       const std::string& state) {
  return insert_set_aside(tx, {0,
                               account,
                               mailbox,
                               mail.raw_file,
                               why.text,
                               write_notice(why),
                               mail.message.from.address,
                               mail.message.subject,
                               mail.size,
                               state,
                               {},
                               mail.uid,
                               mail.uid_validity});
}

InboundResult take_in(Tx& tx, const PreparedMail& mail, AccountId account, const std::optional<Mailbox>& mailbox,
                      const ReplyAddresses& addresses) {
  const MailboxId mailbox_id = mailbox ? mailbox->id : MailboxId{};
  if (mail.problem)
    return {InboundOutcome::SetAside, {}, {}, set_aside(tx, account, mailbox_id, mail, mail.problem), mail.problem};
  if (mail.kind.kind == Kind::Bounce) return note_bounce(tx, mail, account, mailbox_id);
  if (mail.kind.kind == Kind::Report) {
    return noted(tx, account, mailbox_id, mail,
                 {"provider_report", {}, "a report by a mail provider (" + mail.kind.reason + ")"});
  }

  tickets::IncomingMessage message = mail.message;
  const std::string reply_to = std::exchange(message.external_id, "");
  message.account = account;
  message.mailbox = mailbox_id;
  if (mailbox) message.team = mailbox->team_id;
  for (const auto& recipient : mail.recipients)
    if (!message.signed_ticket) message.signed_ticket = addresses.ticket_of(recipient);
  for (const auto& candidate : message.candidate_mail_ids)
    if (!message.signed_ticket) message.signed_ticket = addresses.ticket_of(candidate);
  if (message.signed_ticket &&
      tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM tickets WHERE account_id = $1 AND id = $2", account,
                              message.signed_ticket) == 0)
    message.signed_ticket = {};

  const bool known = tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM mail_ids WHERE account_id = $1 AND mail_id = $2",
                                             account, message.message_id) > 0;
  if (!known && mail.from_this_desk) {
    return noted(tx, account, mailbox_id, mail, {"own_mail", {}, "a mail that this desk sent itself"});
  }
  // A shop's own form or system writes as the desk's address on behalf of a customer: the person to answer is in
  // Reply-To.
  const auto is_ours = [&](const std::string& address) {
    return tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM mailboxes WHERE account_id = $1 AND address_folded = $2",
                                   account, fold(address)) > 0;
  };
  if (!reply_to.empty() && is_ours(message.from.address) && !is_ours(reply_to)) message.from = {"", reply_to};

  if (message.is_auto_reply) {
    bool threaded = static_cast<bool>(message.signed_ticket);
    for (const auto& candidate : message.candidate_mail_ids)
      threaded =
          threaded || tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM mail_ids WHERE account_id = $1 AND mail_id = $2",
                                              account, candidate) > 0;
    if (!threaded && !known) {
      return noted(tx, account, mailbox_id, mail,
                   {"automatic_reply", {}, "an automatic reply (" + mail.kind.reason + ")"});
    }
    message.via = "auto_reply";
  }
  const auto received = tickets::receive(tx, message);
  return {received.duplicate ? InboundOutcome::Duplicate : InboundOutcome::Stored,
          received.ticket_id,
          received.message_id,
          0,
          {}};
}

}  // namespace peakdesk::channels::email
