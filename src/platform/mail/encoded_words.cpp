#include "platform/mail/encoded_words.h"

#include "base/text.h"
#include "platform/mail/charset.h"

namespace peakdesk::platform {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const int letter = (c | 0x20) - 'a';
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

std::string decode_q(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '=' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else if (!is_space(text[i]) || text[i] == ' ') {
      out += text[i] == '_' ? ' ' : text[i];
    }
  }
  return out;
}

std::string decode_b(std::string_view text) {
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    int value = -1;
    if (c >= 'A' && c <= 'Z') value = c - 'A';
    if (c >= 'a' && c <= 'z') value = c - 'a' + 26;
    if (c >= '0' && c <= '9') value = c - '0' + 52;
    if (c == '+' || c == '-') value = 62;
    if (c == '/' || c == '_') value = 63;
    if (c == '=') {  // padding ends a group; some mailers join several groups into one word
      bits = 0;
      count = 0;
      continue;
    }
    if (value < 0) continue;
    bits = bits << 6 | static_cast<unsigned>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 0xFF);
    }
  }
  return out;
}

struct EncodedWord {
  std::string charset;  // lower case
  std::string bytes;
  std::size_t end = 0;  // behind "?="
};

// The word that begins at `at` ("=?"), if it is one.
bool read_word(std::string_view raw, std::size_t at, EncodedWord& word) {
  const std::size_t charset_end = raw.find('?', at + 2);
  if (charset_end == std::string_view::npos || charset_end == at + 2 || charset_end > at + 60 ||
      charset_end + 2 >= raw.size())
    return false;
  for (const char c : raw.substr(at + 2, charset_end - at - 2))
    if (is_space(c) || c == '=' || c == '"' || c == '<') return false;
  const char encoding = static_cast<char>(raw[charset_end + 1] | 0x20);
  if (raw[charset_end + 2] != '?' || (encoding != 'b' && encoding != 'q')) return false;
  const std::size_t text = charset_end + 3;
  const std::size_t end = raw.find("?=", text);
  if (end == std::string_view::npos || raw.substr(text, end - text).find("=?") != std::string_view::npos) return false;
  std::string_view charset = raw.substr(at + 2, charset_end - at - 2);
  charset = charset.substr(0, charset.find('*'));  // RFC 2231 language
  word.charset = to_lower_ascii(charset);
  const std::string_view coded = raw.substr(text, end - text);
  if (encoding == 'b') {
    word.bytes = decode_b(coded);
  } else {
    // Folded within: the line end and the white space of the next line are no part of it.
    std::string unfolded;
    for (std::size_t i = 0; i < coded.size(); ++i) {
      if (coded[i] != '\r' && coded[i] != '\n') {
        unfolded += coded[i];
        continue;
      }
      while (i + 1 < coded.size() && is_space(coded[i + 1])) ++i;
    }
    word.bytes = decode_q(unfolded);
  }
  word.end = end + 2;
  return true;
}

// One or more words with nothing but white space between them, as text; moves `at` behind the last.
bool read_run(std::string_view raw, std::size_t& at, std::string& text) {
  EncodedWord word;
  if (!read_word(raw, at, word)) return false;
  std::string charset = word.charset, bytes = word.bytes;
  at = word.end;
  while (true) {
    std::size_t next = at;
    while (next < raw.size() && is_space(raw[next])) ++next;
    if (raw.substr(next, 2) != "=?" || !read_word(raw, next, word)) break;
    if (word.charset == charset) {
      bytes += word.bytes;  // one character may be split over two words
    } else {
      text += mail_text_to_utf8(bytes, charset);
      charset = word.charset;
      bytes = word.bytes;
    }
    at = word.end;
  }
  text += mail_text_to_utf8(bytes, charset);
  return true;
}

std::string plain_text(std::string_view raw, std::string_view charset) {
  std::string out;
  for (const char c : raw) {
    if (c == '\r' || c == '\n' || c == '\0') continue;
    out += c == '\t' ? ' ' : c;
  }
  return is_valid_utf8(out) ? out : mail_text_to_utf8(out, charset);
}

}  // namespace

std::string decode_encoded_words(std::string_view raw, std::string_view eight_bit_charset) {
  std::string out;
  std::size_t at = 0, plain_from = 0;
  const auto take_plain = [&](std::size_t end) {
    out += plain_text(raw.substr(plain_from, end - plain_from), eight_bit_charset);
  };
  while ((at = raw.find("=?", at)) != std::string_view::npos) {
    std::string text;
    const std::size_t begin = at;
    std::size_t end = at;
    if (!read_run(raw, end, text)) {
      at += 2;
      continue;
    }
    take_plain(begin);
    // A word that touches other text was meant to stand apart.
    if (!out.empty() && out.back() != ' ' && out.back() != '(' && out.back() != '"' && begin > 0 &&
        !is_space(raw[begin - 1]))
      out += ' ';
    out += text;
    at = plain_from = end;
    if (at < raw.size() && !is_space(raw[at]) && raw[at] != ')' && raw[at] != '"' && raw[at] != ',' && raw[at] != '.' &&
        raw[at] != ':')
      out += ' ';
  }
  take_plain(raw.size());
  for (char& c : out)
    if (c == '\n' || c == '\r') c = ' ';
  return std::string(trim(out));
}

std::string quote_encoded_words(std::string_view raw, std::string_view eight_bit_charset) {
  if (raw.find("=?") == std::string_view::npos) return plain_text(raw, eight_bit_charset);
  std::string out;
  bool quoted = false;
  int comment = 0;
  std::size_t at = 0, plain_from = 0;
  const auto take_plain = [&](std::size_t end) {
    out += plain_text(raw.substr(plain_from, end - plain_from), eight_bit_charset);
  };
  while (at < raw.size()) {
    const char c = raw[at];
    if (c == '\\' && (quoted || comment > 0)) {
      at += 2;
      continue;
    }
    if (c == '"' && comment == 0) quoted = !quoted;
    if (!quoted) comment = std::max(0, comment + (c == '(') - (c == ')'));
    std::string text;
    std::size_t end = at;
    if (c != '=' || raw.substr(at, 2) != "=?" || !read_run(raw, end, text)) {
      ++at;
      continue;
    }
    take_plain(at);
    const bool inside = quoted || comment > 0;
    if (!inside) out += '"';
    for (const char byte : text) {
      if (byte == '\r' || byte == '\n' || byte == '\0') continue;
      if (byte == '"' || byte == '\\' || (comment > 0 && (byte == '(' || byte == ')'))) out += '\\';
      out += byte;
    }
    if (!inside) out += '"';
    at = plain_from = end;
  }
  take_plain(raw.size());
  return out;
}

}  // namespace peakdesk::platform
