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
  // What does not fit into 1,000 bytes does not fit into 160 characters of our languages either; the cut may hit inside
  // a character.
  return truncate(collapse_space(to_valid_utf8(text.substr(0, 1000))), 160);
}

}  // namespace peakdesk::tickets
