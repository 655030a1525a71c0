#include "tickets/message_body.h"

#include "base/text.h"
#include "platform/html/html_to_text.h"
#include "platform/html/sanitiser.h"

namespace peakdesk::tickets {

MessageBody make_body(std::string_view html, std::string_view text) {
  MessageBody body;
  if (trim(html).empty()) {
    body.text = to_valid_utf8(text);
    if (!trim(text).empty()) body.html = text_to_html(body.text);
  } else {
    auto safe = platform::sanitise_html(to_valid_utf8(html));
    body.html = std::move(safe.html);
    body.remote_images = safe.blocked_images;
    body.text = trim(text).empty() ? platform::html_to_text(body.html) : to_valid_utf8(text);
  }
  body.excerpt = make_excerpt(body.text);
  return body;
}

std::string text_to_html(std::string_view text) {
  const std::string escaped = escape_html(text);
  std::string html = "<div>";
  html.reserve(escaped.size() + 64);
  std::size_t start = 0;
  for (std::size_t end; (end = escaped.find('\n', start)) != std::string::npos; start = end + 1) {
    const std::size_t line_end = end > start && escaped[end - 1] == '\r' ? end - 1 : end;
    html.append(escaped, start, line_end - start).append("<br>");
  }
  return html.append(escaped, start).append("</div>");
}

std::string make_excerpt(std::string_view text) {
  constexpr std::size_t kMost = 160;         // characters
  constexpr std::size_t kSeen = kMost + 16;  // so that the cut sees what follows it
  // One line of the first characters: a body can be long, and only its start is shown.
  std::string line;
  std::size_t characters = 0;
  bool space = false;
  for (const char c : text) {
    const bool is_space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!is_space && (c & 0xC0) != 0x80) {  // a character begins
      if (characters >= kSeen) break;
      characters += space && !line.empty() ? 2 : 1;
      if (space && !line.empty()) line += ' ';
      space = false;
    }
    if (is_space)
      space = true;
    else if (line.size() < 16 * kSeen)  // not everything that claims to go on a character is one
      line += c;
  }
  return truncate(to_valid_utf8(line), kMost);
}

}  // namespace peakdesk::tickets
