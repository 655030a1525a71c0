// What is new in a mail's text: the reply without the quoted history, the signature and what devices add. Owns the
// rules (the words are in reply_words.cpp); keeps everything, so that a reader can unfold it. Pure: text in, spans out.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace peakdesk::channels::email {

enum class SpanKind { Reply, Quoted, Signature };

/// Bytes [begin, end) of the text that was given; the spans follow each other without gaps and end at line ends.
struct TextSpan {
  SpanKind kind = SpanKind::Reply;
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct ReplyParts {
  std::string reply;      // trimmed; replies written between quoted lines come with these lines
  std::string quoted;     // the mail that is answered, with its attribution line
  std::string signature;  // signatures, "Sent from my …", list footers
  std::vector<TextSpan> spans;
};

/// `text` is UTF-8 with LF or CRLF. When nothing would be left as reply, the whole text is the reply.
ReplyParts split_reply(std::string_view text);
/// The same for HTML; the spans count in html_to_text(html).
ReplyParts split_reply_html(std::string_view html);

}  // namespace peakdesk::channels::email
