// The target of a request line, taken apart. Pure; everything in it is untrusted.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace peakdesk::http {

struct Target {
  std::string path;  // decoded, begins with '/'
  std::vector<std::pair<std::string, std::string>> query;
};

/// Takes origin form ("/a?b=c") and absolute form ("http://host/a"). False when it is neither, has a broken percent
/// sign, is no valid UTF-8 once decoded, or hides control characters.
bool parse_target(std::string_view target, Target& out);

/// "%41" -> "A"; '+' becomes a space when `plus_is_space`. False on a broken percent sign.
bool percent_decode(std::string_view text, bool plus_is_space, std::string& out);

}  // namespace peakdesk::http
