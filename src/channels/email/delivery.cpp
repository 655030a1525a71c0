#include "channels/email/delivery.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "channels/email/mailboxes.h"
#include "platform/html/html_to_text.h"
#include "platform/mail/dkim.h"
#include "platform/mail/mime_builder.h"
#include "tickets/events.h"
#include "tickets/reply.h"
#include "tickets/tickets.h"

namespace peakdesk::channels::email {
namespace {

struct SendPayload {
  MessageId message_id;
};
BOOST_DESCRIBE_STRUCT(SendPayload, (), (message_id))

constexpr std::size_t kMostReferences = 30;

platform::MailAddress to_mail_address(const tickets::MailAddress& address) { return {address.name, address.address}; }

std::vector<platform::MailAddress> to_mail_addresses(const std::vector<tickets::MailAddress>& addresses) {
  std::vector<platform::MailAddress> out;
  for (const auto& address : addresses) out.push_back(to_mail_address(address));
  return out;
}

std::vector<std::string> recipients_of(const tickets::MessageSource& source) {
  std::vector<std::string> recipients;
  for (const auto* list : {&source.to, &source.cc, &source.bcc})
    for (const auto& address : *list)
      if (std::find(recipients.begin(), recipients.end(), address.address) == recipients.end())
        recipients.push_back(address.address);
  return recipients;
}

/// An attempt that failed and is worth another one.
class Postponed : public std::runtime_error {
 public:
  explicit Postponed(Notice why) : std::runtime_error(why.text), why(std::move(why)) {}
  Notice why;
};

}  // namespace

struct Delivery::Outgoing {
  Mailbox mailbox;
  tickets::Message message;
  std::string ticket_subject;
  std::vector<std::string> references;  // mail ids of the ticket's public messages, oldest first
  std::vector<std::string> attachment_files;
  bool still_queued = false;
};

void Delivery::on_message(Tx& tx, const events::Event& event) const {
  const Json payload = parse_json(event.payload);
  const auto* channel = payload.as_object().if_contains("channel");
  if (!channel || !channel->is_string() || std::string_view(channel->get_string()) != "email") return;
  if (const auto* state = payload.as_object().if_contains("state");
      state && std::string_view(state->get_string()) != "queued")
    return;
  const MessageId id(payload.at("message_id").to_number<std::int64_t>());
  tx.enqueue({event.account_id, kSendJob, to_json(SendPayload{id}), {}, {}});
}

Delivery::Outgoing Delivery::read_outgoing(Tx& tx, AccountId account, MessageId id) const {
  Outgoing out;
  out.message = tickets::get_message(tx, account, id);
  out.still_queued = out.message.state == tickets::MessageState::Queued;
  if (!out.still_queued) return out;
  const auto ticket = tickets::get_ticket(tx, account, out.message.ticket_id);
  out.ticket_subject = ticket.subject;
  std::optional<Mailbox> mailbox;
  if (out.message.source.from) mailbox = find_mailbox_by_address(tx, account, out.message.source.from->address);
  if (!mailbox && ticket.mailbox) mailbox = find_mailbox(tx, account, ticket.mailbox->id);
  if (!mailbox || mailbox->smtp_host.empty()) mailbox = default_mailbox(tx, account);
  if (!mailbox) return out;
  out.mailbox = *mailbox;
  out.references = tx.list<std::string>(
      "SELECT message_id FROM (SELECT id, message_id FROM messages WHERE account_id = $1 AND ticket_id = $2 AND id < "
      "$3 AND public = TRUE "
      "AND message_id <> '' ORDER BY id DESC LIMIT $4) AS newest ORDER BY id",
      account, out.message.ticket_id, id, kMostReferences);
  for (const auto& attachment : out.message.attachments)
    out.attachment_files.push_back(tx.scalar<std::string>(
        "", "SELECT file FROM attachments WHERE account_id = $1 AND id = $2", account, attachment.id));
  return out;
}

std::string Delivery::build(const Outgoing& out, Instant now) const {
  platform::OutgoingMail mail;
  const auto& message = out.message;
  mail.from = {out.mailbox.from_name.empty() ? out.mailbox.name : out.mailbox.from_name, out.mailbox.address};
  mail.to = to_mail_addresses(message.source.to);
  mail.cc = to_mail_addresses(message.source.cc);
  if (out.mailbox.reply_addressing)
    mail.reply_to = {{mail.from.name, addresses_.address_for(out.mailbox.address, message.ticket_id)}};
  const std::string& subject = message.subject.empty() ? out.ticket_subject : message.subject;
  mail.subject = out.references.empty() || istarts_with_ascii(subject, "re:") ? subject : "Re: " + subject;
  mail.text = message.body_text;
  mail.html = message.body_html;
  if (!out.mailbox.signature_html.empty()) {
    if (!mail.html.empty()) mail.html += "<br>" + out.mailbox.signature_html;
    // "-- " is how mail programs know a signature (RFC 3676 §4.3).
    mail.text += "\n\n-- \n" + platform::html_to_text(out.mailbox.signature_html);
  }
  for (std::size_t i = 0; i < message.attachments.size(); ++i)
    mail.attachments.push_back({message.attachments[i].name, message.attachments[i].content_type,
                                message.attachments[i].is_inline ? message.attachments[i].content_id : std::string(),
                                files_.read(out.attachment_files[i])});
  mail.message_id = message.message_id;
  mail.references = out.references;
  if (!out.references.empty()) mail.in_reply_to = out.references.back();
  mail.date = now;
  mail.more_headers = {{"X-Peakdesk-Desk", desk_mark_}};
  std::string bytes = platform::build_mail(mail);
  if (out.mailbox.dkim_domain.empty()) return bytes;
  const auto signature = platform::sign_dkim(
      {out.mailbox.dkim_domain, out.mailbox.dkim_selector, open_secrets(secrets_, out.mailbox).dkim_private_key}, bytes,
      now);
  // An unsigned mail still arrives; a mail that is not sent does not.
  return signature.header + bytes;
}

void Delivery::respect_rate(const Mailbox& mailbox, Instant now) {
  const std::lock_guard lock(mutex_);
  auto& times = sent_[mailbox.id];
  std::erase_if(times, [&](Instant t) { return t <= now - minutes(1) || t > now; });
  if (static_cast<std::int64_t>(times.size()) >= mailbox.send_per_minute)
    throw jobs::TryLater("The mailbox sends " + std::to_string(mailbox.send_per_minute) + " mails a minute at most.",
                         (times.front() + seconds(61)) - now);
  times.push_back(now);
}

std::unique_ptr<platform::SmtpClient> Delivery::borrow(const Mailbox& mailbox) {
  {
    const std::lock_guard lock(mutex_);
    auto& kept = kept_[mailbox.id];
    while (!kept.empty()) {
      Kept last = std::move(kept.back());
      kept.pop_back();
      if (last.mailbox_version == mailbox.updated_at) return std::move(last.client);
    }
  }
  return std::make_unique<platform::SmtpClient>(smtp_server_of(mailbox, open_secrets(secrets_, mailbox), rules_));
}

void Delivery::give_back(const Mailbox& mailbox, std::unique_ptr<platform::SmtpClient> client) {
  const std::lock_guard lock(mutex_);
  kept_[mailbox.id].push_back({mailbox.updated_at, std::move(client)});
}

void Delivery::respect_outage(const Mailbox& mailbox, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto outage = outages_.find(mailbox.id);
  if (outage == outages_.end()) return;
  if (outage->second.mailbox_version == mailbox.updated_at && now < outage->second.until)
    throw Postponed(outage->second.why);
  // This mail tries; the others go on waiting until it knows.
  outage->second.mailbox_version = mailbox.updated_at;
  outage->second.until = now + rules_.timeout;
}

void Delivery::begin_outage(const Mailbox& mailbox, Instant until, const Notice& why) {
  const std::lock_guard lock(mutex_);
  outages_[mailbox.id] = {mailbox.updated_at, until, why};
}

platform::SmtpResult Delivery::hand_over(const Outgoing& out, const std::vector<std::string>& recipients, Instant now) {
  const std::string mail = build(out, now);
  auto client = borrow(out.mailbox);
  platform::SmtpResult result;
  const bool kept = client->is_connected();
  if (!kept) client->connect();
  try {
    result = client->send(out.mailbox.address, recipients, mail);
  } catch (const platform::MailServerError&) {
    if (!kept) throw;
    // Servers hang up on those who have nothing to say for a while.
    client->connect();
    result = client->send(out.mailbox.address, recipients, mail);
  }
  give_back(out.mailbox, std::move(client));
  return result;
}

void Delivery::give_up(Database& database, const jobs::Job& job, const Outgoing& out, const Notice& why) {
  database.write([&](Tx& tx) { tickets::note_waiting(tx, job.account_id, out.message.id, why); });
  throw jobs::GiveUp(why.text);
}

void Delivery::send(Database& database, const jobs::Job& job) {
  const auto payload = from_json<SendPayload>(job.payload);
  Outgoing out;
  database.read([&](Tx& tx) { out = read_outgoing(tx, job.account_id, payload.message_id); });
  if (!out.still_queued) return;
  if (!out.mailbox.id)
    give_up(database, job, out,
            {"no_sending_mailbox",
             {},
             "There is no mailbox that can send. Add one with an SMTP server in the settings, then send again."});
  const Instant now = database.clock().now();
  if (out.message.message_id.empty()) {
    // Before it leaves: an answer may come back faster than this process can write.
    out.message.message_id = addresses_.message_id_for(out.mailbox.address, out.message.ticket_id, out.message.id);
    database.write([&](Tx& tx) { tickets::set_mail_id(tx, job.account_id, out.message.id, out.message.message_id); });
  }
  const std::vector<std::string> recipients = recipients_of(out.message.source);
  if (recipients.empty()) give_up(database, job, out, {"no_recipient", {}, "The message has no recipient."});
  platform::SmtpResult result;
  try {
    respect_outage(out.mailbox, now);
    respect_rate(out.mailbox, now);
    result = hand_over(out, recipients, now);
  } catch (const Postponed& e) {
    database.write([&](Tx& tx) { tickets::note_waiting(tx, job.account_id, out.message.id, e.why); });
    throw;
  } catch (const platform::MailServerError& e) {
    const Notice why = notice_of(e, smtp_server_of(out.mailbox, {}, rules_));
    begin_outage(out.mailbox, database.clock().now() + rules_.first_pause, why);
    database.write([&](Tx& tx) {
      tickets::note_waiting(tx, job.account_id, out.message.id, why);
      note_sending_state(tx, job.account_id, out.mailbox.id, why);
    });
    throw Postponed(why);
  }
  {
    const std::lock_guard lock(mutex_);
    outages_.erase(out.mailbox.id);
  }
  note_result(database, job, out, result);
}

void Delivery::note_result(Database& database, const jobs::Job& job, const Outgoing& out,
                           const platform::SmtpResult& result) {
  // The server was reached; what it says of one mail is no fault of the mailbox.
  if (!out.mailbox.sending_problem.empty())
    database.write([&](Tx& tx) { note_sending_state(tx, job.account_id, out.mailbox.id, {}); });
  if (!result.delivered()) {
    const auto& said = result.deciding();
    const std::string answer = std::to_string(said.code) + " " + said.text;
    const Notice why{"mail_refused", {{"said", answer}}, "The mail server refused the mail: " + answer};
    if (said.permanent()) give_up(database, job, out, why);
    database.write([&](Tx& tx) { tickets::note_waiting(tx, job.account_id, out.message.id, why); });
    throw Postponed(why);
  }
  std::string refused;
  for (const auto& recipient : result.recipients)
    if (!recipient.reply.accepted())
      refused += (refused.empty() ? "" : "; ") + recipient.address + ": " + recipient.reply.text;
  database.write([&](Tx& tx) {
    if (refused.empty())
      tickets::mark_sent(tx, job.account_id, out.message.id);
    else
      tickets::mark_failed(
          tx, job.account_id, out.message.id,
          {"mail_partly_refused", {{"said", refused}}, "The others have it, but these were refused: " + refused});
  });
}

void Delivery::on_dead(Tx& tx, const jobs::Job& job, const std::string& reason) {
  const MessageId id = from_json<SendPayload>(job.payload).message_id;
  std::optional<Notice> last;
  try {
    last = tickets::get_message(tx, job.account_id, id).failure;
  } catch (const RequestError&) {
    return;  // the message was deleted
  }
  tickets::mark_failed(tx, job.account_id, id,
                       last && last->text == reason ? *last : Notice{"mail_not_sent", {{"detail", reason}}, reason});
}

}  // namespace peakdesk::channels::email
