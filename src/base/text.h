// Text in any of our languages. Everything is UTF-8; case and word boundaries are ICU's.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace peakdesk {

bool is_valid_utf8(std::string_view text);
/// Replaces every invalid byte sequence by U+FFFD and drops NUL, so that the result can be stored and shown anywhere.
std::string to_valid_utf8(std::string_view bytes);
/// Case folded, compatibility-composed (NFKC_Casefold): what equal means for addresses, tags and names.
std::string fold(std::string_view text);
/// Folded and without accents: what equal means for a search.
std::string fold_for_search(std::string_view text);
/// At most `max_characters` code points, cut between grapheme clusters; "…" is added when something was cut.
std::string truncate(std::string_view text, std::size_t max_characters);
/// Number of code points; invalid bytes count one each.
std::size_t length(std::string_view text);

std::string_view trim(std::string_view text);
/// Runs of white space (line ends too) become one space.
std::string collapse_space(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string text, std::string_view from, std::string_view to);
bool iequals_ascii(std::string_view a, std::string_view b);
bool istarts_with_ascii(std::string_view text, std::string_view prefix);
std::string to_lower_ascii(std::string_view text);
std::string escape_html(std::string_view text);

}  // namespace peakdesk
