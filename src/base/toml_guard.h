// What the TOML library must not be given: toml++ 3.3 has undefined behaviour where a letter beyond ASCII stands
// outside quotes (is_non_ascii_horizontal_whitespace falls into __builtin_unreachable). TOML forbids such letters there
// anyway.
#pragma once
#include <cstddef>
#include <string_view>

namespace peakdesk {

/// The line (from 1) of the first byte beyond ASCII outside of quotes and comments, or right after a backslash in a
/// multi-line string; 0: there is none. Right up to the first mistake in the text, where the library stops reading too.
std::size_t line_of_unquoted_letter(std::string_view toml);

}  // namespace peakdesk
