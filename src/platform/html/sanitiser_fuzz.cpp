// HTML of strangers. Besides not crashing: what comes out, read again, holds no tag or attribute that is not on the
// lists.
#include <cstdint>
#include <cstdlib>

#include "base/text.h"
#include "platform/html/html_to_text.h"
#include "platform/html/sanitiser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace peakdesk;
  const std::string_view html(reinterpret_cast<const char*>(data), size);
  const platform::SanitisedHtml once = platform::sanitise_html(html);
  if (!is_valid_utf8(once.html)) std::abort();
  // Names of tags and attributes: what stands within "<…>" outside of quoted values.
  std::string skeleton;
  bool in_tag = false, in_value = false;
  for (const char c : to_lower_ascii(once.html)) {
    if (!in_tag) {
      in_tag = c == '<';
      if (in_tag) skeleton += '<';
    } else if (c == '"') {
      in_value = !in_value;
    } else if (!in_value) {
      skeleton += c;
      in_tag = c != '>';
    }
  }
  if (in_tag || in_value) std::abort();
  for (const char* bad : {"<script", "<style", "<svg", "<math", "<iframe", "<noscript", "<template", "<textarea",
                          "<form", "<input", " on", " id=", " srcset", " background"})
    if (skeleton.find(bad) != std::string::npos) std::abort();
  if (!is_valid_utf8(platform::html_to_text(html))) std::abort();
  return 0;
}
