#include "channels/email/bounce_report.h"

#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "channels/email/failure_words.h"

namespace peakdesk::channels::email {
namespace {

constexpr std::size_t kMostText = 200'000;
constexpr std::size_t kMostRecipients = 100;

constexpr char kAddress[] =
    R"(([A-Za-z0-9.!#$%&'*+/=?^_`{|}~\-]+@[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9\-]+)+))";

std::string_view part_of_type(const platform::ParsedMail& mail, std::initializer_list<std::string_view> types) {
  for (const platform::MailAttachment& part : mail.attachments)
    for (const std::string_view type : types)
      if (part.content_type == type) return part.bytes;
  return {};
}

// One group of fields: names lower case, continuation lines joined.
using Fields = std::vector<std::pair<std::string, std::string>>;

std::vector<Fields> read_field_groups(std::string_view text) {
  std::vector<Fields> groups(1);
  for (const std::string_view raw : split(text.substr(0, kMostText), '\n')) {
    const std::string_view line = raw.ends_with('\r') ? raw.substr(0, raw.size() - 1) : raw;
    if (trim(line).empty()) {
      if (!groups.back().empty()) groups.emplace_back();
      continue;
    }
    if ((line[0] == ' ' || line[0] == '\t') && !groups.back().empty()) {
      groups.back().back().second.append(" ").append(trim(line));
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon > 60) continue;
    groups.back().emplace_back(to_lower_ascii(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1))));
  }
  if (groups.back().empty()) groups.pop_back();
  return groups;
}

std::string_view field(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields)
    if (key == name) return value;
  return {};
}

std::string first_address(std::string_view text) {
  static const RE2 pattern(kAddress);
  std::string found;
  RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern, &found);
  while (found.starts_with('\'') || found.starts_with('=')) found.erase(0, 1);
  return found;
}

// "rfc822;ann@x.test"
std::string recipient_of(std::string_view value) {
  const std::size_t semicolon = value.find(';');
  const std::string address = first_address(value.substr(semicolon == std::string_view::npos ? 0 : semicolon + 1));
  if (!address.empty()) return address;
  std::string_view bare = trim(value.substr(semicolon == std::string_view::npos ? 0 : semicolon + 1));
  if (bare.starts_with('<') && bare.ends_with('>')) bare = bare.substr(1, bare.size() - 2);
  return bare.size() < 250 ? to_valid_utf8(bare) : std::string();
}

std::string one_line(std::string_view text) {
  return truncate(collapse_space(to_valid_utf8(text.substr(0, 2'000))), 500);
}

// The prose without the mail that is returned below it.
std::string failure_prose(const platform::ParsedMail& mail) {
  std::string text = mail.text.substr(0, kMostText);
  static const RE2 returned(
      R"((?im)^[\s>*]*(?:-{2,}.{0,20}(?:original|returned|unsent|copy of|below this line|undelivered|message header|header)|Original message (?:follows|headers)|.{0,40}(?:this is a copy of (?:the|your) message|copy of the (?:original )?message|original message (?:was|is|follows)|message headers? follow|the header of your message|Below is a copy|The body of your message|your original message|Mensaje original|Received:\s?from )))");
  re2::StringPiece input(text), hit;
  // The first lines may use the same words to introduce the failure itself.
  if (RE2::PartialMatch(input, returned)) {
    re2::StringPiece rest(text);
    static const RE2 capture(std::string("(") + returned.pattern() + ")");
    while (RE2::FindAndConsume(&rest, capture, &hit)) {
      const std::size_t at = static_cast<std::size_t>(hit.data() - text.data());
      if (!first_address(std::string_view(text).substr(0, at)).empty()) {
        text.resize(at);
        break;
      }
    }
  }
  return text;
}

// The part of the prose that speaks of one recipient: from the first line with the address to the next one with
// another.
std::string words_about(const std::string& prose, const std::string& address) {
  const std::size_t at = address.empty() ? std::string::npos : prose.find(address);
  if (at == std::string::npos) return prose.substr(0, 4'000);
  const std::size_t start = prose.rfind('\n', at);
  std::string words;
  for (const std::string_view line :
       split(std::string_view(prose).substr(start == std::string::npos ? 0 : start + 1, 3'000), '\n')) {
    const std::string other = first_address(line);
    const bool other_recipient =
        !other.empty() && other != address && line.find(address) == std::string_view::npos && line.find(other) < 3;
    if (other_recipient) break;
    words.append(line).append("\n");
  }
  return words;
}

}  // namespace

void judge(FailedRecipient& failure, std::string_view said) {
  static const RE2 enhanced(R"((?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?:$|[^\d.]|\.\s))");
  static const RE2 reply(R"((?:^|[\s:#(\[<>])([45]\d\d)(?:[ \-:]|$))");
  const re2::StringPiece input(said.data(), said.size());
  std::string code;
  const bool vague = failure.status.empty() || failure.status.ends_with(".0.0");
  if (vague && RE2::PartialMatch(input, enhanced, &code) && code[0] != '2') failure.status = code;
  std::string number;
  RE2::PartialMatch(input, reply, &number);
  const FailureCause cause = cause_of(said);
  if (!failure.status.empty())
    failure.status_class = failure.status[0] == '4' ? 4 : 5;
  else if (!number.empty())
    failure.status_class = number[0] == '4' ? 4 : 5;
  else
    failure.status_class = cause == FailureCause::Delayed ? 4 : 5;
  failure.hard = is_hard(failure.status, cause);
}

DeliveryStatus read_delivery_status(const platform::ParsedMail& mail) {
  DeliveryStatus result;
  std::string_view part = part_of_type(mail, {"message/delivery-status", "message/global-delivery-status"});
  std::string quoted_fields;
  if (part.empty()) {
    // Gateways turn the part into text.
    static const RE2 final_recipient(R"((?im)^\s*Final-Recipient:)");
    if (RE2::PartialMatch(mail.text, final_recipient)) {
      quoted_fields = mail.text;
    } else {
      for (const platform::MailAttachment& attachment : mail.attachments)
        if (attachment.size < 100'000 && attachment.content_type.starts_with("text/") &&
            RE2::PartialMatch(attachment.bytes, final_recipient))
          quoted_fields = attachment.bytes;
    }
    part = quoted_fields;
  }
  if (part.empty()) return result;
  result.present = true;
  const std::string prose = failure_prose(mail);
  for (const Fields& fields : read_field_groups(part)) {
    std::string_view final_address = field(fields, "final-recipient");
    if (final_address.empty()) final_address = field(fields, "original-recipient");
    if (final_address.empty()) final_address = field(fields, "x-actual-recipient");
    if (final_address.empty()) continue;
    const std::string action = to_lower_ascii(field(fields, "action").substr(0, 10));
    FailedRecipient failure;
    failure.address = recipient_of(final_address);
    if (failure.address.find('@') == std::string::npos)
      for (const std::string_view other : {field(fields, "original-recipient"), field(fields, "x-actual-recipient")})
        if (const std::string address = recipient_of(other); address.find('@') != std::string::npos) {
          failure.address = address;
          break;
        }
    static const RE2 status(R"(([245]\.\d{1,3}\.\d{1,3}))");
    const std::string stated(field(fields, "status"));
    RE2::PartialMatch(stated, status, &failure.status);
    if (action.starts_with("deliver") || action.starts_with("relay") || action.starts_with("expand") ||
        (failure.status.starts_with("2.") && action.empty())) {
      result.any_delivered = true;
      continue;
    }
    if (failure.status.starts_with("2.")) failure.status.clear();
    failure.diagnostic = one_line(field(fields, "diagnostic-code"));
    result.any_failed = true;
    // The prose often says more than the code; a "5.0.0" says nothing.
    std::string said = failure.diagnostic;
    if (said.size() < 12 || cause_of(said) == FailureCause::Unknown) said += "\n" + words_about(prose, failure.address);
    judge(failure, said);
    if (action.starts_with("delayed")) {
      failure.status_class = 4;
      failure.hard = false;
    }
    if (result.recipients.size() < kMostRecipients) result.recipients.push_back(std::move(failure));
  }
  return result;
}

std::vector<FailedRecipient> read_failure_text(const platform::ParsedMail& mail) {
  std::vector<FailedRecipient> found;
  std::set<std::string> seen;
  const auto add = [&](const std::string& address, std::string_view said) {
    if (address.empty() || found.size() >= kMostRecipients || !seen.insert(fold(address)).second) return;
    FailedRecipient failure;
    failure.address = address;
    failure.diagnostic = one_line(said.substr(0, said.find("\n\n")));
    judge(failure, said);
    found.push_back(std::move(failure));
  };
  const std::string prose = failure_prose(mail);
  for (const std::string_view header : {"X-Failed-Recipients", "X-Failed-Recipient"})
    for (const std::string_view piece : split(mail.header(header), ','))
      add(first_address(piece), prose.substr(0, 6'000));
  if (!found.empty()) return found;

  const std::string own = mail.to.empty() ? std::string() : fold(mail.to.front().address);
  // How servers put the address that failed, most telling first.
  static const RE2* const kPatterns[] = {
      new RE2(std::string(R"((?m)^\s*<)") + kAddress + R"(>\s*(?:\(.{0,200}\))?:)"),
      new RE2(std::string(R"((?i)RCPT TO:\s*<?)") + kAddress),
      new RE2(
          std::string(
              R"((?i)(?:recipient|recipients|address|addressee|mailbox|user|destinatario|destinataire|empfänger|получатель|宛先)[\w ()]{0,30}[:=]?\s*[<"'\[]?)") +
          kAddress),
      new RE2(std::string(R"((?im)^\s*(?:>>>\s*)?[<"'\[(]?)") + kAddress + R"([>"'\])]?\s*(?:$|[:;,\[(<\-]|\.\.\.))"),
      new RE2(std::string(R"((?i)(?:\bto|\bfor|\ban|\bà|\bpara)\s*:?\s+[<"'\[(]?)") + kAddress),
      new RE2(std::string(R"([45]\d\d[ \-][^\n]{0,120}?<?)") + kAddress),
      new RE2(kAddress),
  };
  for (const RE2* pattern : kPatterns) {
    re2::StringPiece rest(prose);
    std::string address;
    while (found.size() < kMostRecipients && RE2::FindAndConsume(&rest, *pattern, &address)) {
      const std::string folded = fold(address);
      if (folded == own || folded.find("mailer-daemon") != std::string::npos || folded.starts_with("postmaster@"))
        continue;
      add(address, words_about(prose, address));
    }
    if (!found.empty()) break;
  }
  if (found.empty()) {
    // The returned mail says to whom it went.
    const std::string_view returned =
        part_of_type(mail, {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"});
    static const RE2 to(std::string(R"((?im)^To:[^\n]*?)") + kAddress);
    std::string address;
    if (RE2::PartialMatch(re2::StringPiece(returned.data(), std::min(returned.size(), kMostText)), to, &address) ||
        RE2::PartialMatch(mail.text, to, &address))
      add(address, prose);
  }
  if (found.size() == 1 && cause_of(found[0].diagnostic) == FailureCause::Unknown) judge(found[0], prose);
  return found;
}

std::string read_original_message_id(const platform::ParsedMail& mail) {
  static const RE2 id(R"((?im)^[\s>]*Message-ID:\s*<([^<>\s]{3,500})>)");
  std::string found;
  for (const platform::MailAttachment& part : mail.attachments)
    if (part.content_type == "message/rfc822" || part.content_type == "text/rfc822-headers" ||
        part.content_type == "message/global" || part.content_type == "message/global-headers" ||
        part.content_type == "message/delivery-status" || part.content_type == "text/plain")
      if (RE2::PartialMatch(re2::StringPiece(part.bytes.data(), std::min(part.bytes.size(), kMostText)), id, &found))
        return found;
  if (RE2::PartialMatch(mail.text, id, &found)) return found;
  return mail.in_reply_to.empty() && !mail.references.empty() ? mail.references.back() : mail.in_reply_to;
}

}  // namespace peakdesk::channels::email
