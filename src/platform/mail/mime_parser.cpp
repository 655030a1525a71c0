#include "platform/mail/mime_parser.h"

#include <gmime/gmime.h>

#include <algorithm>

#include "base/text.h"
#include "platform/html/html_to_text.h"
#include "platform/mail/charset.h"
#include "platform/mail/encoded_words.h"
#include "platform/mail/gmime_support.h"

namespace peakdesk::platform {
namespace {

// What is in front of the header in real files: a byte order mark, blank lines, the "From " line of an mbox.
std::string_view skip_to_header(std::string_view raw) {
  if (raw.starts_with("\xEF\xBB\xBF")) raw.remove_prefix(3);
  while (!raw.empty() && (raw.front() == '\n' || raw.front() == '\r')) raw.remove_prefix(1);
  if (raw.starts_with("From ") || raw.starts_with(">From ")) {
    const std::size_t end = raw.find_first_of("\r\n");
    if (end == std::string_view::npos) return {};
    raw.remove_prefix(end);
    raw.remove_prefix(raw.starts_with("\r\n") ? 2 : 1);
  }
  return raw;
}

std::size_t header_block_size(std::string_view raw) {
  for (std::size_t at = raw.find('\n'); at != std::string_view::npos; at = raw.find('\n', at + 1)) {
    const std::string_view next = raw.substr(at + 1, 2);
    if (next.starts_with('\n') || next == "\r\n") return at + 1;
  }
  return raw.size();
}

std::size_t count_case_insensitive(std::string_view text, std::string_view needle_lower, std::size_t stop_at) {
  std::size_t count = 0;
  const char last = needle_lower.back();
  // The last characters chosen here ('=' and '2') are rare, so memchr does most of the work.
  for (std::size_t at = text.find(last); at != std::string_view::npos && count < stop_at; at = text.find(last, at + 1))
    if (at + 1 >= needle_lower.size() &&
        iequals_ascii(text.substr(at + 1 - needle_lower.size(), needle_lower.size()), needle_lower))
      ++count;
  return count;
}

Notice too_many_parts(const ParseLimits& limits) {
  return {"mail_too_many_parts",
          {{"limit", std::to_string(limits.max_parts)}},
          "The mail has more than " + std::to_string(limits.max_parts) + " parts: it looks like a mail bomb."};
}

// A mail bomb is told before GMime builds a tree of it: parts are counted by their boundary lines.
Notice exceeded_limit(std::string_view raw, const ParseLimits& limits) {
  if (raw.size() > limits.max_bytes)
    return {"mail_too_large",
            {{"limit", std::to_string(limits.max_bytes >> 20)}},
            "The mail is larger than the limit of " + std::to_string(limits.max_bytes >> 20) + " MiB."};
  const std::size_t header_size = header_block_size(raw);
  if (header_size > limits.max_header_bytes)
    return {"mail_header_too_large",
            {{"limit", std::to_string(limits.max_header_bytes >> 10)}},
            "The header of the mail is larger than the limit of " + std::to_string(limits.max_header_bytes >> 10) +
                " KiB."};
  std::size_t header_lines = 0;
  for (std::size_t at = 0; at < header_size; ++header_lines) {
    const std::size_t end = raw.find('\n', at);
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  if (header_lines > limits.max_headers * 8)
    return {"mail_header_too_large",
            {{"limit", std::to_string(limits.max_header_bytes >> 10)}},
            "The mail has more header lines than a mail can need."};

  // Named without its '=' too: RFC 2231 writes boundary*0=.
  if (count_case_insensitive(raw, "boundary", 1) == 0) return {};
  const std::size_t boundaries = count_case_insensitive(raw, "boundary=", limits.max_parts * 2);
  std::size_t parts = 0, rulers = 0;
  for (std::size_t at = raw.find("\n--"); at != std::string_view::npos; at = raw.find("\n--", at + 3)) {
    const std::size_t end = std::min(raw.find('\n', at + 1), raw.size());
    const std::string_view line = trim(raw.substr(at + 1, end - at - 1));
    // Rulers and signature marks are not boundaries - unless somebody chose such a boundary: even a table of figures
    // has not a hundred thousand of them.
    const bool ruler = line.find_first_not_of("-_=* ") == std::string_view::npos;
    if (ruler ? ++rulers > limits.max_parts * 100 : ++parts > limits.max_parts * 4) return too_many_parts(limits);
  }
  if (boundaries >= limits.max_parts * 2) return too_many_parts(limits);
  return {};
}

class Reader {
 public:
  Reader(ParsedMail& mail, const ParseLimits& limits, std::string charset)
      : mail_(mail), limits_(limits), charset_(std::move(charset)) {}

  void read(GMimeMessage* message) {
    GMimeObject* const body = g_mime_message_get_mime_part(message);
    read_headers(message, body);
    if (!body) return;
    mail_.content_type = content_type_of(body);
    std::vector<Body> text, html;
    if (GMIME_IS_MULTIPART(body)) {
      read_multipart(GMIME_MULTIPART(body), false, &text, &html, 1);
      if (text.empty() && html.empty() && mail_.attachments.empty()) read_broken_multipart(GMIME_MULTIPART(body), text);
    } else {
      std::vector<Body>* into_text = &text;
      std::vector<Body>* into_html = &html;
      read_leaf(body, "", true, false, into_text, into_html, 1);
    }
    put_together(text, html);
  }

  const Notice& problem() const { return problem_; }

 private:
  struct Body {
    std::string text;  // UTF-8
    bool is_html = false;
  };

  static std::string content_type_of(GMimeObject* object) {
    GMimeContentType* const type = g_mime_object_get_content_type(object);
    if (!type) return "text/plain";
    const char* media = g_mime_content_type_get_media_type(type);
    const char* sub = g_mime_content_type_get_media_subtype(type);
    return to_lower_ascii(gmime::to_text(media ? media : "text")) + "/" +
           to_lower_ascii(gmime::to_text(sub ? sub : "plain"));
  }

  void read_headers(GMimeMessage* message, GMimeObject* body) {
    take_headers(GMIME_OBJECT(message));
    if (body) take_headers(body);  // GMime keeps Content-* with the part
    mail_.subject = mail_.header("Subject");
    if (auto ids = parse_mail_ids(mail_.header("Message-ID")); !ids.empty()) mail_.message_id = std::move(ids.front());
    if (auto ids = parse_mail_ids(mail_.header("In-Reply-To")); !ids.empty())
      mail_.in_reply_to = std::move(ids.front());
    mail_.references = parse_mail_ids(mail_.header("References"));
    mail_.date_ok = parse_mail_date(mail_.header("Date"), mail_.date);
  }

  void take_headers(GMimeObject* object) {
    GMimeHeaderList* const list = g_mime_object_get_header_list(object);
    const int count = std::min<int>(g_mime_header_list_get_count(list), static_cast<int>(limits_.max_headers));
    mail_.headers.reserve(mail_.headers.size() + count);
    for (int i = 0; i < count; ++i) {
      GMimeHeader* const header = g_mime_header_list_get_header_at(list, i);
      const char* const raw = g_mime_header_get_raw_value(header);
      const std::string_view value = raw ? raw : "";
      std::string name = gmime::to_text(g_mime_header_get_name(header));
      take_addresses(name, value);
      mail_.headers.push_back({std::move(name), decode_encoded_words(value, charset_)});
    }
  }

  void take_addresses(const std::string& name, std::string_view value) {
    const std::pair<std::string_view, std::vector<MailAddress>*> kFields[] = {
        {"from", &mail_.from}, {"sender", &mail_.sender}, {"reply-to", &mail_.reply_to},
        {"to", &mail_.to},     {"cc", &mail_.cc},         {"bcc", &mail_.bcc}};
    for (const auto& [field, addresses] : kFields)
      if (iequals_ascii(name, field))
        for (MailAddress& address : parse_mail_addresses(quote_encoded_words(value, charset_)))
          addresses->push_back(std::move(address));
  }

  // RFC 8621 §4.1.4: which parts are the text, which the HTML, which are attachments. A null list means "this rendering
  // has none".
  void read_multipart(GMimeMultipart* multipart, bool in_alternative, std::vector<Body>* text, std::vector<Body>* html,
                      std::size_t depth) {
    if (depth > limits_.max_depth) {
      problem_ = {"mail_nested_too_deep",
                  {{"limit", std::to_string(limits_.max_depth)}},
                  "The mail nests its parts more than " + std::to_string(limits_.max_depth) + " levels deep."};
      return;
    }
    const std::string type = content_type_of(GMIME_OBJECT(multipart)).substr(10);
    const std::size_t text_before = text ? text->size() : 0, html_before = html ? html->size() : 0;
    const int count = g_mime_multipart_get_count(multipart);
    for (int i = 0; i < count && !problem_; ++i) {
      GMimeObject* const part = g_mime_multipart_get_part(multipart, i);
      if (++parts_ > limits_.max_parts) {
        problem_ = too_many_parts(limits_);
        return;
      }
      if (GMIME_IS_MULTIPART(part))
        read_multipart(GMIME_MULTIPART(part), in_alternative || type == "alternative", text, html, depth + 1);
      else
        read_leaf(part, type, i == 0, in_alternative, text, html, depth + 1);
    }
    if (type == "alternative" && text && html) {
      // Only one of the two renderings was there: it serves as both.
      if (text->size() == text_before && html->size() > html_before)
        text->insert(text->end(), html->begin() + static_cast<std::ptrdiff_t>(html_before), html->end());
      else if (html->size() == html_before && text->size() > text_before)
        html->insert(html->end(), text->begin() + static_cast<std::ptrdiff_t>(text_before), text->end());
    }
  }

  // `text` and `html` belong to the multipart around the part: a lone rendering within an alternative closes the other
  // to its later siblings.
  void read_leaf(GMimeObject* part, const std::string& parent, bool first, bool in_alternative,
                 std::vector<Body>*& text, std::vector<Body>*& html, std::size_t depth) {
    const std::string type = content_type_of(part);
    const char* disposition = g_mime_object_get_disposition(part);
    const bool attached = disposition && iequals_ascii(disposition, "attachment");
    const bool named = GMIME_IS_PART(part) && g_mime_part_get_filename(GMIME_PART(part));
    const bool readable = type == "text/plain" || type == "text/html" ||
                          (parent.empty() && type.starts_with("text/") && type != "text/calendar");
    const bool is_body = GMIME_IS_PART(part) && readable && !attached && (first || (parent != "related" && !named)) &&
                         (depth == 1 || parent != "report" || first);
    if (!is_body || (named && parent != "alternative" && parent != "related" && disposition)) {
      attach(part, type, attached, parent);
      return;
    }
    Body body{decode_text(GMIME_PART(part)), type == "text/html"};
    if (parent == "alternative") {
      std::vector<Body>* const into = body.is_html ? html : text;
      if (into) into->push_back(std::move(body));
      return;
    }
    if (in_alternative) (body.is_html ? text : html) = nullptr;
    if (text && html) html->push_back(body);
    if (text)
      text->push_back(std::move(body));
    else if (html)
      html->push_back(std::move(body));
  }

  static std::string content_of(GMimePart* part) {
    GMimeDataWrapper* const content = g_mime_part_get_content(part);
    if (!content) return {};
    const gmime::Ref<GMimeStream> memory(g_mime_stream_mem_new());
    GByteArray* const bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    // Room at once: growing by doubling would hold a huge attachment three times.
    if (const gint64 encoded = g_mime_stream_length(g_mime_data_wrapper_get_stream(content)); encoded > 1 << 20) {
      g_byte_array_set_size(bytes, static_cast<guint>(encoded));
      g_byte_array_set_size(bytes, 0);
    }
    g_mime_data_wrapper_write_to_stream(content, memory.get());
    return std::string(reinterpret_cast<const char*>(bytes->data), bytes->len);
  }

  std::string decode_text(GMimePart* part) const {
    std::string bytes = content_of(part);
    if (bytes.size() > limits_.max_text_bytes) bytes.resize(limits_.max_text_bytes);
    const char* charset = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
    std::string utf8 = mail_text_to_utf8(bytes, charset ? charset : "");
    if (utf8.find('\r') == std::string::npos) return utf8;
    std::string lines;
    lines.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size(); ++i) {
      if (utf8[i] != '\r')
        lines += utf8[i];
      else if (i + 1 >= utf8.size() || (utf8[i + 1] != '\n' && utf8[i + 1] != '\r'))
        lines += '\n';
    }
    return lines;
  }

  std::string file_name_of(GMimeObject* object) const {
    // Encoded words do not belong into parameters, but half the world writes them.
    for (const auto& [header, parameter] :
         {std::pair("Content-Disposition", "filename="), std::pair("Content-Type", "name=")}) {
      GMimeHeader* const found = g_mime_header_list_get_header(g_mime_object_get_header_list(object), header);
      const char* const raw = found ? g_mime_header_get_raw_value(found) : nullptr;
      const std::string_view value = raw ? raw : "";
      const std::size_t word = value.find("=?");
      const std::size_t at =
          word == std::string_view::npos ? word : to_lower_ascii(value.substr(0, word)).rfind(parameter);
      if (at == std::string_view::npos) continue;
      const bool quoted = value.substr(at).find('"') < word - at;
      const std::size_t end = quoted ? value.find('"', word) : std::min(value.find(';', word), value.size());
      std::string_view words =
          value.substr(at + std::string_view(parameter).size(),
                       end == std::string_view::npos ? end : end - at - std::string_view(parameter).size());
      while (!words.empty() && (words.front() == '"' || words.front() == ' ')) words.remove_prefix(1);
      return decode_encoded_words(words, charset_);
    }
    return gmime::to_text(g_mime_part_get_filename(GMIME_PART(object)));
  }

  void attach(GMimeObject* object, const std::string& type, bool attached, const std::string& parent) {
    MailAttachment attachment;
    attachment.content_type = type;
    const char* id = g_mime_object_get_content_id(object);
    attachment.content_id = gmime::to_text(id);
    if (attachment.content_id.starts_with('<') && attachment.content_id.ends_with('>'))
      attachment.content_id = attachment.content_id.substr(1, attachment.content_id.size() - 2);
    if (GMIME_IS_MESSAGE_PART(object)) {
      const char* name = g_mime_object_get_content_disposition_parameter(object, "filename");
      if (!name) name = g_mime_object_get_content_type_parameter(object, "name");
      attachment.name = gmime::to_text(name);
      if (GMimeMessage* const inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object))) {
        const gmime::Ref<GMimeStream> memory(g_mime_stream_mem_new());
        g_mime_object_write_to_stream(GMIME_OBJECT(inner), nullptr, memory.get());
        const GByteArray* const bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
        attachment.bytes.assign(reinterpret_cast<const char*>(bytes->data), bytes->len);
      }
    } else if (GMIME_IS_PART(object)) {
      attachment.name = file_name_of(object);
      attachment.bytes = content_of(GMIME_PART(object));
    }
    const std::size_t slash = attachment.name.find_last_of("/\\");
    if (slash != std::string::npos) attachment.name.erase(0, slash + 1);  // some mailers send the whole path
    attachment.is_inline = !attached && (parent == "related" || type == "text/calendar" ||
                                         (!attachment.content_id.empty() && type.starts_with("image/")));
    attachment.size = attachment.bytes.size();
    mail_.attachments.push_back(std::move(attachment));
  }

  // A multipart whose boundary never comes: what stands there is still what the person wrote.
  static void read_broken_multipart(GMimeMultipart* multipart, std::vector<Body>& text) {
    std::string found;
    for (const char* outside : {g_mime_multipart_get_prologue(multipart), g_mime_multipart_get_epilogue(multipart)})
      if (outside) found += outside;
    if (!trim(found).empty()) text.push_back({replace_all(mail_text_to_utf8(found, ""), "\r\n", "\n"), false});
  }

  void put_together(const std::vector<Body>& text, const std::vector<Body>& html) {
    const bool has_html = std::any_of(html.begin(), html.end(), [](const Body& b) { return b.is_html; });
    if (has_html)
      for (const Body& body : html) {
        if (mail_.html.size() > limits_.max_text_bytes) break;
        if (body.is_html)
          mail_.html += body.text;
        else if (!trim(body.text).empty())
          mail_.html += "<div style=\"white-space:pre-wrap\">" + escape_html(body.text) + "</div>";
      }
    bool plain_seen = false;
    for (const Body& body : text) {
      if (mail_.text.size() > limits_.max_text_bytes) break;
      const bool blank = trim(body.text).empty();
      if (!body.is_html && !blank) plain_seen = true;
      if (blank) continue;
      if (!mail_.text.empty() && mail_.text.back() != '\n') mail_.text += '\n';
      mail_.text += body.is_html ? html_to_text(body.text) : body.text;
    }
    if (trim(mail_.text).empty() && has_html) mail_.text = html_to_text(mail_.html);
    mail_.text_is_from_html = !plain_seen && has_html;
  }

  ParsedMail& mail_;
  const ParseLimits& limits_;
  std::string charset_;  // of 8-bit header fields that are not UTF-8; empty when there is none
  std::size_t parts_ = 0;
  Notice problem_;
};

// What 8-bit header fields that are not UTF-8 are written in; all of them together tell more than one.
std::string charset_of_headers(std::string_view header_block) {
  if (is_valid_utf8(header_block)) return {};
  std::string high;
  for (const std::string_view line : split(header_block, '\n'))
    if (!is_valid_utf8(line)) high.append(line).append("\n");
  return guess_charset(high);
}

}  // namespace

ParsedMail parse_mail(std::string_view raw, const ParseLimits& limits) {
  ParsedMail mail;
  raw = skip_to_header(raw);
  if (trim(raw).empty()) {
    mail.problem = {"mail_empty", {}, "The mail is empty."};
    return mail;
  }
  std::string with_line_feeds;
  if (raw.substr(0, 2'000).find('\n') == std::string_view::npos && raw.find('\r') != std::string_view::npos) {
    with_line_feeds = replace_all(replace_all(std::string(raw), "\r\n", "\n"), "\r", "\n");
    raw = with_line_feeds;
  }
  mail.problem = exceeded_limit(raw, limits);
  if (mail.problem) return mail;

  gmime::start();
  const gmime::Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(raw.data(), raw.size()));
  const gmime::Ref<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const gmime::Ref<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), gmime::shared_options()));
  if (!message) {
    mail.problem = {"not_a_mail", {}, "This is not an e-mail: its header cannot be read."};
    return mail;
  }
  Reader reader(mail, limits, charset_of_headers(raw.substr(0, header_block_size(raw))));
  reader.read(message.get());
  mail.problem = reader.problem();
  if (!mail.problem && mail.headers.empty())
    mail.problem = {"not_a_mail", {}, "This is not an e-mail: it has no header."};
  return mail;
}

}  // namespace peakdesk::platform
