#include "channels/email/mail_kind.h"

#include <re2/re2.h>

#include <algorithm>

#include "base/text.h"
#include "channels/email/bounce_report.h"

namespace peakdesk::channels::email {
namespace {

using platform::MailAttachment;
using platform::ParsedMail;

bool has_part(const ParsedMail& mail, std::string_view type) {
  return std::any_of(mail.attachments.begin(), mail.attachments.end(),
                     [&](const MailAttachment& a) { return a.content_type == type; });
}

std::string sender_of(const ParsedMail& mail) {
  if (!mail.from.empty())
    return fold(mail.from.front().address.empty() ? mail.from.front().name : mail.from.front().address);
  if (mail.has_header("From")) return fold(trim(mail.header("From")));  // "MAILER-DAEMON <>" is no address
  return mail.sender.empty() ? std::string() : fold(mail.sender.front().address);
}

bool has_null_return_path(const ParsedMail& mail) {
  const std::string_view path = trim(mail.header("Return-Path"));
  return mail.has_header("Return-Path") && (path == "<>" || path == "<<>>" || path.empty());
}

// ---- reports ----

bool read_report(const ParsedMail& mail, MailKind& kind) {
  const std::string type = to_lower_ascii(mail.header("Content-Type"));
  static const RE2 complaint(
      R"((?i)^(?:fw: )?(?:complaint about message from|email feedback report for ip|abuse report|spam report for|\[feedback\]|junk mail report))");
  const bool arf = has_part(mail, "message/feedback-report") || type.find("feedback-report") != std::string::npos;
  static const RE2 feedback_fields(R"((?im)^Feedback-Type:\s*\w+)");
  bool told = arf || mail.has_header("X-HmXmrOriginalRecipient") || RE2::PartialMatch(mail.subject, complaint);
  if (!told)
    for (const MailAttachment& part : mail.attachments)
      if (part.size < 20'000 && part.content_type.starts_with("text/") &&
          RE2::PartialMatch(part.bytes, feedback_fields))
        told = true;
  static const RE2 amazon(R"re("(?:notificationType|eventType)\\?"\s*:\s*\\?"Complaint)re");
  if (!told && RE2::PartialMatch(mail.text, amazon)) told = true;
  static const RE2 dmarc(R"((?i)^(?:\[[\w. ]+\] )?report domain:\s*\S+)");
  static const RE2 tls(R"((?i)^report domain:.*submitter:)");
  if (!told && (RE2::PartialMatch(mail.subject, dmarc) || RE2::PartialMatch(mail.subject, tls) ||
                mail.has_header("TLS-Report-Domain")))
    told = true;
  const bool unsubscribes = !told && iequals_ascii(trim(mail.subject), "unsubscribe") &&
                            istarts_with_ascii(trim(mail.header("Auto-Submitted")), "auto-");
  if (!told && !unsubscribes) return false;
  kind.kind = Kind::Report;
  kind.reason = unsubscribes ? "a mail program's request to unsubscribe" : "a complaint or feedback report";
  static const RE2 recipient(
      R"((?im)^(?:Original-Rcpt-To|Removal-Recipient|X-HmXmrOriginalRecipient):\s*(?:rfc822;\s*)?<?([^\s<>]+@[^\s<>]+?)>?\s*$)");
  const auto read_recipients = [&](std::string_view text) {
    re2::StringPiece rest(text.data(), std::min<std::size_t>(text.size(), 50'000));
    std::string address;
    while (kind.failed.size() < 50 && RE2::FindAndConsume(&rest, recipient, &address)) kind.failed.push_back({address});
  };
  for (const MailAttachment& part : mail.attachments) read_recipients(part.bytes);
  kind.original_message_id = read_original_message_id(mail);
  return true;
}

// ---- bounces ----

bool is_bounce_sender(const std::string& sender) {
  static const RE2 pattern(
      R"((?i)^(?:mailer[-_ ]?daemon|mail[-_. ]?daemon|postmaster|mail[-_. ]delivery[-_. ](?:sub)?system|mailer|mail-?delivery|microsoftexchange[0-9a-f]+|bounce[s]?|mdaemon|double-?bounce|mail[- ]?system|mmdf|smtp-?daemon|mta|<>)(?:@|$|[-+.]|\s*<)|mailer-daemon|postmaster@)");
  return RE2::PartialMatch(sender, pattern);
}

bool is_bounce_subject(const std::string& subject) {
  static const RE2 pattern(
      R"((?i)^\W*(?:undeliver|undelivered|delivery (?:status notification|failure|failed|has failed|problem|report|notification|error|incomplete|delayed?)|(?:\w+ )?mail (?:delivery (?:failed|failure|problem|error|subsystem|system|status)|system error|could not|failure)|(?:e-?mail|message) (?:delivery|not delivered|could not|undeliverable|you sent|status)|failure notice|failure delivery|failed (?:mail|delivery|to deliver)|returned mail|returned message|return(?:ed)? to sender|non[- ]?delivery|nondeliverable|non remis|non delivré|unable to deliver|could not deliver|warning: (?:could not send|message|e?-?mail)|error sending|mdaemon warning|permanent delivery|rejected|bounce|unzustellbar|nicht zustellbar|zustellung|zustellungs|échec de la (?:remise|distribution)|non distribuable|no se puede entregar|no entregado|notificación de (?:estado|error)|mensaje no entregado|correo (?:no entregado|devuelto)|não entregue|falha na entrega|mensagem não|falha ao entregar|не доставлено|недоставленное|сообщение не (?:может быть )?доставлено|ошибка доставки|mancata consegna|messaggio non|impossibile recapitare|onbestelbaar|niet bezorgd|niet bestelbaar|nie dostarczono|zwrot|kunne ikke leveres|ikke levert|ej levererat|kunde inte leverera|配信|送信できません|メール|无法投递|退信|系统退信|message status|notification d'état|(?:user|recipient|host) unknown|delivered with errors|you [^ ]+ are not (?:a )?member|mail error|notice: mail|problème de remise|delivery message|Сообщение))");
  return RE2::PartialMatch(subject, pattern);
}

bool has_bounce_prose(const std::string& text) {
  static const RE2 pattern(
      R"((?i)(?:could not|couldn'?t|cannot|can'?t|can not|unable to|not able to|was not|wasn'?t|has not been|hasn'?t been|were not|failed to|failure|not) (?:be )?(?:delivered|deliver|sent|send)|undeliverable|undelivered|delivery (?:to|has|failed|failure|error|status|of your)|permanent (?:fatal )?error|fatal error|delivery errors?|returned (?:to|mail|message)|bounced|user unknown|unknown user|no such user|mailbox (?:full|unavailable)|qmail-send|mail system at host|mail delivery|error delivering|transcript of session|you are not (?:a |an )?(?:allowed|member)|送信できません|配信できません|届けることができません|受信されませんでした|following (?:address|recipient)|did not reach|nicht zugestellt|konnte nicht|n'a pas (?:pu|été)|no (?:se pudo|pudo|ha podido) (?:ser )?entreg|não (?:pôde|foi) (?:ser )?entreg|не (?:может быть|удалось|было) доставл|smtp error|error (?:code|message)|status code)");
  return RE2::PartialMatch(re2::StringPiece(text.data(), std::min<std::size_t>(text.size(), 20'000)), pattern);
}

bool read_bounce(const ParsedMail& mail, MailKind& kind, bool may_look_inside = true) {
  const std::string type = to_lower_ascii(mail.header("Content-Type"));
  const std::string sender = sender_of(mail);
  const DeliveryStatus status = read_delivery_status(mail);
  const bool delivery_part =
      has_part(mail, "message/delivery-status") || has_part(mail, "message/global-delivery-status");
  const bool report = type.find("delivery-status") != std::string::npos && type.starts_with("multipart/report");

  bool told = false;
  if (delivery_part || report) {
    if (status.any_delivered && !status.any_failed) {
      kind.kind = Kind::AutoReply;
      kind.reason = "a confirmation of delivery";
      return true;
    }
    // A person who forwards a bounce writes from their own address and is not answered by silence.
    told = report || is_bounce_sender(sender) || has_null_return_path(mail) || is_bounce_subject(mail.subject);
    kind.reason = "a delivery status report";
  }
  if (!told && mail.has_header("X-Failed-Recipients")) {
    told = true;
    kind.reason = "a header names failed recipients";
  }
  if (!told) {
    const bool from_daemon = is_bounce_sender(sender);
    const bool no_return = has_null_return_path(mail);
    const bool subject = is_bounce_subject(mail.subject);
    const bool prose = has_bounce_prose(mail.text);
    static const RE2 robot(
        R"((?i)^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|[\w.\-]+-(?:admin|request|owner|bounces?))@)");
    const bool returned =
        (has_part(mail, "message/rfc822") || has_part(mail, "text/rfc822-headers")) && RE2::PartialMatch(sender, robot);
    const bool list_robot = RE2::PartialMatch(sender, robot) && subject;
    const int signs = from_daemon + no_return + subject + (returned || list_robot);
    static const RE2 answer(R"((?i)^\s*(?:re|aw|sv|antw|fwd?|wg|tr|rv|enc|res)\s*:)");
    if (RE2::PartialMatch(mail.subject, answer) && !(from_daemon && no_return)) return false;
    told = (signs >= 2 && (prose || subject)) || (from_daemon && prose) || (signs >= 1 && prose && status.any_failed);
    kind.reason = "written by a mail system about a delivery that failed";
    static const RE2 amazon(R"re("(?:notificationType|eventType)\\?"\s*:\s*\\?"Bounce)re");
    if (!told && RE2::PartialMatch(mail.text, amazon)) told = true;
  }
  if (!told) {
    kind.reason.clear();
    return false;
  }
  kind.kind = Kind::Bounce;
  kind.failed = status.recipients;
  if (kind.failed.empty()) kind.failed = read_failure_text(mail);
  if (kind.failed.empty() && may_look_inside)
    for (const MailAttachment& part : mail.attachments) {
      // A gateway wrapped the report of another server.
      if (part.content_type != "message/rfc822") continue;
      MailKind inner;
      if (read_bounce(platform::parse_mail(part.bytes), inner, false) && inner.kind == Kind::Bounce)
        kind.failed = std::move(inner.failed);
    }
  kind.original_message_id = read_original_message_id(mail);
  return true;
}

// ---- auto-replies ----

bool is_away_subject(const std::string& subject) {
  static const RE2 pattern(
      R"((?i)^\W*(?:auto(?:matic|mated|matische|matique|mática|mático|matica|matisk|matisch)?[- ]?(?:reply|response|answer|respon[ds]er|antwort|svar|antwoord|resposta|respuesta)|automatische (?:antwort|rückmeldung)|automatisch antwoord|réponse automatique|(?:message d')?absence|absence du bureau|respuesta autom|fuera de (?:la )?oficina|resposta autom|fora do escrit|ausência|ausencia|out of (?:the )?office|out-of-office|ooo\b|away from (?:my |the )?(?:office|mail|desk|e-?mail)|on (?:vacation|holiday|leave)\b|vacation (?:notice|reply|message|response)|i am (?:currently )?(?:out of|away|on (?:vacation|holiday|leave))|abwesen|ich bin (?:nicht|im urlaub|abwesend)|urlaub|nicht im büro|автоответ|автоматический ответ|нет на месте|в отпуске|risposta automatica|fuori (?:sede|ufficio)|afwezig|niet aanwezig|autosvar|automatisk svar|fraværende|ute av kontoret|frånvaro|automaattinen vastaus|poissa(?:olo)?|autom(?:atyczna|\.) odpowied|nieobecno|automatická odpov|automatikus v|自動応答|自動返信|不在|自动回复|自動回覆|자동 ?(?:회신|응답|답장)|부재중))");
  return RE2::PartialMatch(subject, pattern);
}

bool read_auto_reply(const ParsedMail& mail, MailKind& kind) {
  const auto told = [&](std::string reason) {
    kind.kind = Kind::AutoReply;
    kind.reason = std::move(reason);
    return true;
  };
  const std::string submitted = to_lower_ascii(trim(mail.header("Auto-Submitted")));
  const std::string precedence = to_lower_ascii(trim(mail.header("Precedence")));
  const bool away = is_away_subject(mail.subject);
  if (submitted.starts_with("auto-replied") || submitted.starts_with("auto-notified"))
    return told("Auto-Submitted: " + submitted.substr(0, 40));
  if (submitted.starts_with("auto-generated") || submitted.starts_with("auto_generated") || submitted == "yes") {
    // A contact form's mail is generated too, but a person waits behind its Reply-To.
    const bool person_behind = !mail.reply_to.empty() && !mail.from.empty() &&
                               fold(mail.reply_to.front().address) != fold(mail.from.front().address) && !away;
    if (!person_behind) return told("Auto-Submitted: auto-generated");
  }
  if (precedence == "auto_reply" || precedence == "auto-reply") return told("Precedence: " + precedence);
  for (const std::string_view header :
       {"X-Autoreply", "X-Auto-Reply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From", "X-Mail-Autoreply",
        "X-Autoreply-From", "X-AutoReply", "X-Autoresponse", "X-Vacation", "X-AutoReply-From"})
    if (mail.has_header(header) && !iequals_ascii(trim(mail.header(header)), "no"))
      return told("header " + std::string(header));
  if (istarts_with_ascii(trim(mail.header("X-Autogenerated")), "reply") ||
      istarts_with_ascii(trim(mail.header("X-FC-MachineGenerated")), "true") ||
      trim(mail.header("X-POST-MessageClass")).starts_with("9") ||
      istarts_with_ascii(trim(mail.header("Delivered-To")), "autoresponder"))
    return told("a header of an autoresponder");
  if (to_lower_ascii(mail.header("Content-Type")).find("disposition-notification") != std::string::npos ||
      has_part(mail, "message/disposition-notification"))
    return told("a reading receipt");
  const std::string suppress = to_lower_ascii(mail.header("X-Auto-Response-Suppress"));
  const bool suppressed = suppress.find("all") != std::string::npos || suppress.find("oof") != std::string::npos ||
                          suppress.find("autoreply") != std::string::npos;
  const bool bulk = precedence == "bulk" || precedence == "junk";
  if (away && (suppressed || bulk || has_null_return_path(mail))) return told("an absence notice marked as automatic");
  // The subject alone: only if it is exactly how mail programs write it.
  static const RE2 exact(
      R"((?i)^\s*(?:automatic reply|auto(?:matic)?[- ]?reply|out of office(?: auto[- ]?reply)?|automatische antwort|abwesenheitsnotiz|réponse automatique|respuesta automática|resposta automática|автоматический ответ|автоответ|risposta automatica|automatisch antwoord|automatiskt? svar|autosvar|automaattinen vastaus|automatyczna odpowiedź|autoreply|auto response|自动回复|自動返信|자동 회신)\s*(?::|\(|-|$|！|：))");
  if (RE2::PartialMatch(mail.subject, exact)) return told("the subject of an automatic reply");
  return false;
}

// ---- spam ----

bool read_spam(const ParsedMail& mail, MailKind& kind) {
  const auto is_yes = [&](std::string_view header) { return istarts_with_ascii(trim(mail.header(header)), "yes"); };
  for (const std::string_view header :
       {"X-Spam-Flag", "X-Spam-Status", "X-Spam", "X-Barracuda-Spam-Flag", "X-Spam-Detected"})
    if (is_yes(header)) {
      kind.kind = Kind::Spam;
      kind.reason = "the mail server marked it: " + std::string(header);
      return true;
    }
  const std::string forefront = to_lower_ascii(mail.header("X-Forefront-Antispam-Report"));
  const std::string bogosity = to_lower_ascii(trim(mail.header("X-Bogosity")));
  const std::string dspam = to_lower_ascii(trim(mail.header("X-DSPAM-Result")));
  if (forefront.find("sfv:spm") != std::string::npos || bogosity.starts_with("spam") || bogosity.starts_with("yes") ||
      dspam == "spam") {
    kind.kind = Kind::Spam;
    kind.reason = "the mail server's filter marked it";
    return true;
  }
  return false;
}

}  // namespace

MailKind classify(const ParsedMail& mail) {
  MailKind kind;
  if (read_report(mail, kind) || read_bounce(mail, kind) || read_auto_reply(mail, kind) || read_spam(mail, kind))
    return kind;
  kind.reason = "nothing says that a machine sent it";
  return kind;
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::Human:
      return "human";
    case Kind::AutoReply:
      return "auto_reply";
    case Kind::Bounce:
      return "bounce";
    case Kind::Report:
      return "report";
    case Kind::Spam:
      return "spam";
  }
  return "human";
}

}  // namespace peakdesk::channels::email
