#include "channels/email/mail_inspect.h"

#include <boost/json.hpp>

#include "base/text.h"
#include "channels/email/mail_kind.h"
#include "channels/email/reply_text.h"
#include "platform/mail/mime_parser.h"

namespace peakdesk::channels::email {
namespace {

namespace json = boost::json;

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object empty_line(std::string_view file) {
  return {{"file", to_valid_utf8(file)},
          {"kind", nullptr},
          {"subject", nullptr},
          {"from", nullptr},
          {"to", json::array()},
          {"date", nullptr},
          {"text", nullptr},
          {"reply", nullptr},
          {"attachments", json::array()},
          {"failed_recipient", nullptr},
          {"error", nullptr}};
}

}  // namespace

std::string inspect_failure(std::string_view file, std::string_view error) {
  json::object line = empty_line(file);
  line["error"] = to_valid_utf8(error);
  return json::serialize(line);
}

std::string inspect_mail(std::string_view file, std::string_view raw) {
  const platform::ParsedMail mail = platform::parse_mail(raw);
  const MailKind kind = classify(mail);
  json::object line = empty_line(file);
  line["kind"] = name_of(kind.kind);
  line["subject"] = mail.subject;
  if (!mail.from.empty()) line["from"] = text_or_null(mail.from.front().address);
  for (const platform::MailAddress& address : mail.to)
    if (!address.address.empty()) line["to"].as_array().emplace_back(address.address);
  if (mail.date_ok) line["date"] = text_or_null(to_iso8601(mail.date));
  line["text"] = mail.text;
  line["reply"] = split_reply(mail.text).reply;
  for (const platform::MailAttachment& attachment : mail.attachments)
    line["attachments"].as_array().push_back(
        {{"name", text_or_null(attachment.name)}, {"type", attachment.content_type}, {"size", attachment.size}});
  if (!kind.failed.empty()) line["failed_recipient"] = text_or_null(kind.failed.front().address);
  line["error"] = text_or_null(mail.problem.text);
  return json::serialize(line);
}

}  // namespace peakdesk::channels::email
