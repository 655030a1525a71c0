#include "platform/mail/mime_builder.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "platform/mail/gmime_support.h"

namespace peakdesk::platform {
namespace {

// Header values are one line; anything that could end it becomes a space.
std::string one_header_line(std::string_view value) {
  std::string out = is_valid_utf8(value) ? std::string(value) : to_valid_utf8(value);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return std::string(trim(out));
}

// What may stand within <…>.
std::string bare_token(std::string_view value) {
  std::string out;
  for (const char c : value)
    if (static_cast<unsigned char>(c) > 0x20 && c != 0x7F && c != '<' && c != '>') out += c;
  return out;
}

bool is_header_name(std::string_view name) {
  return !name.empty() && name.size() < 80 &&
         std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7F && c != ':'; });
}

gmime::Ref<GMimeStream> stream_of(std::string_view bytes) {
  return gmime::Ref<GMimeStream>(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
}

void set_content(GMimePart* part, std::string_view bytes, GMimeContentEncoding encoding) {
  const gmime::Ref<GMimeStream> stream = stream_of(bytes);
  const gmime::Ref<GMimeDataWrapper> content(
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part, content.get());
  g_mime_part_set_content_encoding(part, encoding);
}

gmime::Ref<GMimeObject> text_part(const char* subtype, std::string_view text) {
  GMimePart* part = g_mime_part_new_with_type("text", subtype);
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
  // One kind of line end; the writer makes CRLF of it.
  set_content(part, replace_all(to_valid_utf8(text), "\r\n", "\n"), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return gmime::Ref<GMimeObject>(GMIME_OBJECT(part));
}

std::pair<std::string, std::string> split_type(std::string_view type) {
  const std::size_t slash = type.find('/');
  const auto is_token = [](std::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '+' ||
             c == '.' || c == '_';
    });
  };
  if (slash == std::string_view::npos || !is_token(type.substr(0, slash)) || !is_token(type.substr(slash + 1)) ||
      istarts_with_ascii(type, "multipart/") || istarts_with_ascii(type, "message/"))
    return {"application", "octet-stream"};
  return {std::string(type.substr(0, slash)), std::string(type.substr(slash + 1))};
}

gmime::Ref<GMimeObject> attachment_part(const OutgoingAttachment& attachment) {
  const auto [type, subtype] = split_type(attachment.content_type);
  GMimePart* part = g_mime_part_new_with_type(type.c_str(), subtype.c_str());
  set_content(part, attachment.bytes, GMIME_CONTENT_ENCODING_BASE64);
  g_mime_object_set_disposition(GMIME_OBJECT(part), attachment.content_id.empty() ? "attachment" : "inline");
  const std::string name = one_header_line(attachment.name);
  if (!name.empty()) g_mime_part_set_filename(part, name.c_str());
  const std::string id = bare_token(attachment.content_id);
  if (!id.empty()) g_mime_part_set_content_id(part, id.c_str());
  return gmime::Ref<GMimeObject>(GMIME_OBJECT(part));
}

// Builds the tree; boundaries come from the Message-ID, so the same mail gives the same bytes. "=_" stands in no
// encoded body.
class BodyBuilder {
 public:
  explicit BodyBuilder(const OutgoingMail& mail) : mail_(mail) {}

  gmime::Ref<GMimeObject> build() {
    gmime::Ref<GMimeObject> body = text_part("plain", mail_.text);
    if (!mail_.html.empty()) {
      gmime::Ref<GMimeObject> html = text_part("html", mail_.html);
      if (std::any_of(mail_.attachments.begin(), mail_.attachments.end(), is_inline)) {
        GMimeMultipart* related = multipart("related");
        g_mime_multipart_add(related, html.get());
        add_attachments(related, true);
        html.reset(GMIME_OBJECT(related));
      }
      GMimeMultipart* alternative = multipart("alternative");
      g_mime_multipart_add(alternative, body.get());
      g_mime_multipart_add(alternative, html.get());
      body.reset(GMIME_OBJECT(alternative));
    }
    const bool inline_shown = !mail_.html.empty();
    const bool attached = std::any_of(mail_.attachments.begin(), mail_.attachments.end(),
                                      [&](const OutgoingAttachment& a) { return !is_inline(a) || !inline_shown; });
    if (!attached) return body;
    GMimeMultipart* mixed = multipart("mixed");
    g_mime_multipart_add(mixed, body.get());
    add_attachments(mixed, false);
    if (!inline_shown) add_attachments(mixed, true);
    return gmime::Ref<GMimeObject>(GMIME_OBJECT(mixed));
  }

 private:
  static bool is_inline(const OutgoingAttachment& attachment) { return !attachment.content_id.empty(); }

  GMimeMultipart* multipart(const char* subtype) {
    GMimeMultipart* made = g_mime_multipart_new_with_subtype(subtype);
    const std::size_t seed = std::hash<std::string>()(mail_.message_id + subtype + std::to_string(++made_));
    g_mime_multipart_set_boundary(made, ("=_" + std::to_string(seed) + "_" + std::to_string(made_)).c_str());
    return made;
  }

  void add_attachments(GMimeMultipart* into, bool inline_ones) {
    for (const OutgoingAttachment& attachment : mail_.attachments)
      if (is_inline(attachment) == inline_ones) g_mime_multipart_add(into, attachment_part(attachment).get());
  }

  const OutgoingMail& mail_;
  int made_ = 0;
};

void add_addresses(GMimeMessage* message, GMimeAddressType type, const std::vector<MailAddress>& addresses) {
  for (const MailAddress& address : addresses) {
    const std::string bare = bare_token(address.address), name = one_header_line(address.name);
    if (!bare.empty()) g_mime_message_add_mailbox(message, type, name.empty() ? nullptr : name.c_str(), bare.c_str());
  }
}

void set_header(GMimeMessage* message, const char* name, const std::string& value) {
  if (!value.empty()) g_mime_object_set_header(GMIME_OBJECT(message), name, value.c_str(), "utf-8");
}

std::string angle_list(const std::vector<std::string>& ids) {
  constexpr std::size_t kKept = 30;
  std::string out;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids.size() > kKept && i > 0 && i < ids.size() - kKept + 1) continue;
    const std::string id = bare_token(ids[i]);
    if (!id.empty() && id.size() < 900) out.append(out.empty() ? "" : " ").append("<").append(id).append(">");
  }
  return out;
}

}  // namespace

std::string make_message_id(std::string_view token, std::string_view domain) {
  return bare_token(token) + "@" + bare_token(domain);
}

std::string build_mail(const OutgoingMail& mail) {
  gmime::start();
  const gmime::Ref<GMimeMessage> message(g_mime_message_new(FALSE));
  add_addresses(message.get(), GMIME_ADDRESS_TYPE_FROM, {mail.from});
  add_addresses(message.get(), GMIME_ADDRESS_TYPE_TO, mail.to);
  add_addresses(message.get(), GMIME_ADDRESS_TYPE_CC, mail.cc);
  add_addresses(message.get(), GMIME_ADDRESS_TYPE_REPLY_TO, mail.reply_to);
  g_mime_message_set_subject(message.get(), one_header_line(mail.subject).c_str(), "utf-8");
  if (GDateTime* date = g_date_time_new_from_unix_utc(mail.date.ms / 1000)) {
    g_mime_message_set_date(message.get(), date);
    g_date_time_unref(date);
  }
  if (const std::string id = bare_token(mail.message_id); !id.empty())
    g_mime_message_set_message_id(message.get(), id.c_str());
  set_header(message.get(), "In-Reply-To", angle_list({mail.in_reply_to}));
  set_header(message.get(), "References", angle_list(mail.references));
  set_header(message.get(), "Auto-Submitted", one_header_line(mail.auto_submitted));
  if (const std::string id = bare_token(mail.list_id); !id.empty())
    set_header(message.get(), "List-Id", "<" + id + ">");
  std::string unsubscribe;
  for (const std::string& address : mail.list_unsubscribe)
    if (const std::string bare = bare_token(address); !bare.empty())
      unsubscribe += (unsubscribe.empty() ? "<" : ", <") + bare + ">";
  set_header(message.get(), "List-Unsubscribe", unsubscribe);
  if (mail.one_click_unsubscribe && !unsubscribe.empty())
    set_header(message.get(), "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  for (const MailHeader& header : mail.more_headers)
    if (is_header_name(header.name)) set_header(message.get(), header.name.c_str(), one_header_line(header.value));
  g_mime_object_set_header(GMIME_OBJECT(message.get()), "MIME-Version", "1.0", nullptr);
  const gmime::Ref<GMimeObject> body = BodyBuilder(mail).build();
  g_mime_message_set_mime_part(message.get(), body.get());

  GMimeFormatOptions* format = g_mime_format_options_new();
  g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
  const gmime::Text text(g_mime_object_to_string(GMIME_OBJECT(message.get()), format));
  g_mime_format_options_free(format);
  return text ? std::string(text.get()) : std::string();
}

}  // namespace peakdesk::platform
