// Bytes of mail text to UTF-8: what the mail declares, what people write when they declare it wrongly, and detection
// when nothing is declared. Owns no mail structure.
#pragma once
#include <string>
#include <string_view>

namespace peakdesk::platform {

/// Always valid UTF-8 without NUL. `declared` is the charset parameter as the mail has it: it may be empty, unknown or
/// a lie
/// ("gb2312" with GBK bytes, "iso-8859-1" with UTF-8 in it, "us-ascii" with anything).
std::string mail_text_to_utf8(std::string_view bytes, std::string_view declared);

/// The most likely charset of text of unknown origin; never empty ("windows-1252" when nothing tells).
std::string guess_charset(std::string_view bytes);

}  // namespace peakdesk::platform
