// The texts of a message: HTML made safe, the missing one of text and HTML made from the other, the line a list shows.
// No database.
#pragma once
#include <string>
#include <string_view>

namespace peakdesk::tickets {

struct MessageBody {
  std::string text;
  std::string html;  // sanitised
  int remote_images = 0;
  std::string excerpt;  // one line of at most 160 characters for lists
};

/// For what an agent or a program wrote. Both empty gives both empty.
MessageBody make_body(std::string_view html, std::string_view text);
/// Plain text as HTML: escaped, line ends kept.
std::string text_to_html(std::string_view text);
/// One line of at most 160 characters for lists.
std::string make_excerpt(std::string_view text);

}  // namespace peakdesk::tickets
