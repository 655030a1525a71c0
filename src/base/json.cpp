#include "base/json.h"

#include "base/text.h"

namespace peakdesk {

Json parse_json(std::string_view text) {
  boost::json::error_code failed;
  boost::json::stream_parser parser;
  const std::size_t read = parser.write_some(text.data(), text.size(), failed);
  if (!failed && read < text.size()) {
    if (!trim(text.substr(read)).empty()) failed = boost::json::error::extra_data;
  }
  if (!failed) parser.finish(failed);
  if (failed)
    throw_invalid("", "The body is not valid JSON (" + failed.message() + ", near byte " + std::to_string(read) + ").");
  return parser.release();
}

void write_json_string(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text.substr(start, i - start));
    start = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += "\\u00";
        out += kHex[c >> 4];
        out += kHex[c & 15];
    }
  }
  out.append(text.substr(start));
  out += '"';
}

void write_json_document(std::string& out, const Json& value) { out += boost::json::serialize(value); }

void throw_wrong_type(const std::string& path, std::string_view expected) {
  throw_invalid(path, "This must be " + std::string(expected) + ".");
}

std::string snake_case(std::string_view pascal_case) {
  std::string out;
  for (const char c : pascal_case) {
    if (c >= 'A' && c <= 'Z') {
      if (!out.empty()) out += '_';
      out += static_cast<char>(c - 'A' + 'a');
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace peakdesk
