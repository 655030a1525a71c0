// Text of strangers through reply extraction: spans cover the text, in order, without gaps.
#include <cstdint>
#include <cstdlib>

#include "channels/email/reply_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace peakdesk::channels::email;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const ReplyParts parts = split_reply(text);
  std::size_t at = 0;
  for (const TextSpan& span : parts.spans) {
    if (span.begin != at || span.end <= span.begin) std::abort();
    at = span.end;
  }
  if (at != size) std::abort();
  if (parts.reply.size() > size + 2) std::abort();
  return 0;
}
