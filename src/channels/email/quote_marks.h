// Recognises the lines that mail programs put around what they quote or add. Looks at lines only; what follows from a
// mark is decided in reply_text.cpp.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace peakdesk::channels::email {

struct TextLine {
  std::size_t begin = 0;  // in the whole text
  std::size_t end = 0;    // after the line end
  std::string_view text;  // without white space around
  std::string folded;     // `text`, case folded
  bool blank = false;
  bool quoted = false;  // begins with ">"
};

std::vector<TextLine> read_lines(std::string_view text);

/// Number of lines of the attribution ("On … <…> wrote:", wrapped or not) that begins at `at`; 0: none begins there.
std::size_t attribution_at(const std::vector<TextLine>& lines, std::size_t at);
/// Number of lines of the header block ("From: … Sent: … Subject: …") that begins at `at`; 0: none begins there.
std::size_t header_block_at(const std::vector<TextLine>& lines, std::size_t at);
/// "-----Original Message-----" in any of the languages.
bool is_original_mark(const TextLine& line);
/// "---------- Forwarded message ----------", "Begin forwarded message:".
bool is_forward_mark(const TextLine& line);
/// Only dashes, underscores, equal signs or stars, three at least.
bool is_ruler(const TextLine& line);

enum class DeviceLine { No, Likely, Sure };
/// "Sent from my iPhone". Likely: only at the end of what somebody wrote.
DeviceLine device_line(const TextLine& line);
/// "Kind regards," alone on its line.
bool is_formal_closing(const TextLine& line);
/// Has a telephone number, an address or a URL as contact blocks have.
bool has_contact_detail(const TextLine& line);

}  // namespace peakdesk::channels::email
