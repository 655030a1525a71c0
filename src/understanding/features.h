// Text into features: folded words, word pairs, pieces of words, their meanings and tones as 64-bit hashes. Owns what
// "the same word" means for every classifier of this room; knows no label and no weight.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace peakdesk::understanding {

/// A folded token of a message: lower case, no accents, digits as '0'. `kind`: 'w' word, 'n' number, 'c' code (letters
/// and digits mixed), 'u' web address, 'm' mail address, 'e' emoji, 'p' one of ? !
struct Token {
  std::u32string text;
  char kind = 'w';
};

/// Tokens of at most the first 20,000 code points of `utf8`; invalid bytes separate words. Cost is linear in that
/// length.
std::vector<Token> tokenize(std::string_view utf8);

enum class FeatureKind : std::uint8_t { Words, Piece, Meaning };

struct Feature {
  std::uint64_t hash = 0;
  FeatureKind kind = FeatureKind::Words;
};

/// Replaces `out` by the features of the tokens, repeated ones repeated.
void extract_features(const std::vector<Token>& tokens, std::vector<Feature>& out);

/// Hash of a named feature from outside the text (a score of another model).
std::uint64_t named_feature(std::string_view name);

/// Decodes one code point at `i` and moves past it; an invalid byte gives U+FFFD and moves one.
char32_t next_code_point(std::string_view utf8, std::size_t& i);
/// Lower case without accents; 0 for what is no letter or digit, 1 for a combining mark.
char32_t fold_letter(char32_t c);
void append_utf8(std::string& out, char32_t c);
std::string to_utf8(std::u32string_view text);

}  // namespace peakdesk::understanding
