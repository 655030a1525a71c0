#include "base/toml_guard.h"

namespace peakdesk {
namespace {

/// What may stand right before a quote that begins a string. After anything else (`2"`) the library takes it for a part
/// of a bare value and reads on.
bool may_begin_string_after(char before) {
  return std::string_view(" \t\r\n=[,{.").find(before) != std::string_view::npos;
}

}  // namespace

std::size_t line_of_unquoted_letter(std::string_view toml) {
  if (toml.starts_with("\xEF\xBB\xBF")) toml.remove_prefix(3);  // the library skips a byte order mark
  enum class In { Plain, Comment, String, LongString } in = In::Plain;
  char quote = 0;
  std::size_t line = 1;
  for (std::size_t i = 0; i < toml.size(); ++i) {
    const char c = toml[i];
    const bool beyond_ascii = static_cast<unsigned char>(c) >= 0x80;
    if (c == '\n') ++line;
    switch (in) {
      case In::Plain:
        if (beyond_ascii) return line;
        if (c == '#') in = In::Comment;
        if ((c == '"' || c == '\'') && (i == 0 || may_begin_string_after(toml[i - 1]))) {
          quote = c;
          const bool is_long = i + 2 < toml.size() && toml[i + 1] == c && toml[i + 2] == c;
          in = is_long ? In::LongString : In::String;
          if (is_long) i += 2;
        }
        break;
      case In::Comment:
        if (c == '\n') in = In::Plain;
        break;
      case In::String:
        if (c == quote || c == '\n')  // a line's end is a mistake there
          in = In::Plain;
        else if (c == '\\' && quote == '"')
          ++i;
        break;
      case In::LongString:
        if (c == '\\' && quote == '"') {
          if (i + 1 < toml.size() && static_cast<unsigned char>(toml[i + 1]) >= 0x80) return line;
          if (i + 1 < toml.size() && toml[i + 1] != '\n') ++i;
        } else if (toml.substr(i).starts_with(std::string_view(quote == '"' ? "\"\"\"" : "'''"))) {
          i += 2;
          while (i + 1 < toml.size() && toml[i + 1] == quote) ++i;  // up to two may stand before the end
          in = In::Plain;
        }
        break;
    }
  }
  return 0;
}

}  // namespace peakdesk
