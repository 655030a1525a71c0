// HTML of mails to readable plain text: paragraphs, lists, links, quotes as "> ". Owns no policy about what is safe.
#pragma once
#include <string>
#include <string_view>

namespace peakdesk::platform {

/// UTF-8 in, UTF-8 out with LF line ends; never longer than a small multiple of the input, never recursive beyond 400
/// levels.
std::string html_to_text(std::string_view html);

}  // namespace peakdesk::platform
