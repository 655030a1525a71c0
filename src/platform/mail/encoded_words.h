// RFC 2047 words in headers, the way mails really write them: touching other text, folded within, one character split
// over two words, each word padded on its own (GMime 3.2 loses what follows a padded word). Header text in, UTF-8 out.
#pragma once
#include <string>
#include <string_view>

namespace peakdesk::platform {

/// Unfolds and decodes an unstructured header. Bytes that are no UTF-8 are read as `eight_bit_charset` (empty:
/// guessed).
std::string decode_encoded_words(std::string_view raw, std::string_view eight_bit_charset = {});

/// The same for structured headers: each run of words becomes a quoted string (or plain text within one), so that a
/// parser of addresses or parameters sees finished UTF-8.
std::string quote_encoded_words(std::string_view raw, std::string_view eight_bit_charset = {});

}  // namespace peakdesk::platform
