#include "understanding/features.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "understanding/meanings.h"
#include "understanding/tone.h"

namespace peakdesk::understanding {
namespace {

constexpr std::size_t kLongestText = 20'000;  // code points; a mail's intent stands in its first pages
constexpr std::size_t kLongestWord = 40;
constexpr char32_t kMark = 1;

/// The scripts of India and its neighbours write vowels as marks; without them words fall together.
bool spells_with_marks(char32_t c) { return c >= 0x0900 && c < 0x10A0; }

char32_t fold_slowly(char32_t c) {
  const int type = u_charType(static_cast<UChar32>(c));
  if (type == U_NON_SPACING_MARK && spells_with_marks(c)) return c;
  if (c == 0x0640) return kMark;  // the stroke that only lengthens an Arabic word
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR || c == 0xFE0F) return kMark;
  if (u_isdigit(static_cast<UChar32>(c))) return U'0';
  if (!u_isalpha(static_cast<UChar32>(c)) && type != U_COMBINING_SPACING_MARK) return 0;
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfkd = icu::Normalizer2::getNFKDInstance(status);
  icu::UnicodeString decomposition;
  if (U_SUCCESS(status) && nfkd->getDecomposition(static_cast<UChar32>(c), decomposition)) {
    for (int i = 0; i < decomposition.length(); i = decomposition.moveIndex32(i, 1)) {
      const UChar32 part = decomposition.char32At(i);
      if (u_isalpha(part)) {
        c = static_cast<char32_t>(part);
        break;
      }
    }
  }
  switch (c) {
    case U'ß':
    case U'ẞ':
      return U's';
    case U'ø':
    case U'Ø':
      return U'o';
    case U'ł':
    case U'Ł':
      return U'l';
    case U'đ':
    case U'Đ':
      return U'd';
    case U'æ':
    case U'Æ':
      return U'a';
    case U'œ':
    case U'Œ':
      return U'o';
    case U'ı':
      return U'i';
    default:
      return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
  }
}

/// Everything below U+3000 by table: one look-up a letter instead of five calls.
const std::array<char32_t, 0x3000>& folding_table() {
  static const auto table = [] {
    std::array<char32_t, 0x3000> t{};
    for (char32_t c = 0; c < t.size(); ++c) t[c] = fold_slowly(c);
    return t;
  }();
  return table;
}

constexpr std::uint64_t kSeedWord = 0x9ae16a3b2f90404fULL, kSeedPair = 0xc3a5c85c97cb3127ULL,
                        kSeedSkip = 0xb492b66fbe98f273ULL, kSeedPiece = 0x8b8b3fd9a1c9f0e5ULL,
                        kSeedMeaning = 0x4cf5ad432745937fULL, kSeedMeanings = 0xe7037ed1a0b428dbULL;

std::uint64_t stir(std::uint64_t h, std::uint64_t v) {
  h ^= v + 0x9e3779b97f4a7c15ULL + (h << 6) + (h >> 2);
  h *= 0xff51afd7ed558ccdULL;
  return h ^ (h >> 32);
}

std::uint64_t hash_text(std::u32string_view text, std::uint64_t seed) {
  for (char32_t c : text) seed = stir(seed, c);
  return seed;
}

constexpr char32_t kGlad = U'☺', kSad = U'☹', kHeart = U'❤', kTrailingOff = U'…';

bool is_skin_tone(char32_t c) { return c >= 0x1F3FB && c <= 0x1F3FF; }

/// A face or heart typed in ASCII that starts at `i`: its emoji, and in `length` how long it is. 0 when there is none.
char32_t typed_face(std::string_view text, std::size_t i, std::size_t& length) {
  const char eyes = text[i];
  if (eyes == '<' && text.substr(i, 2) == "<3" && (i + 2 == text.size() || !u_isdigit(text[i + 2]))) {
    length = 2;
    return kHeart;
  }
  if (eyes != ':' && eyes != ';' && eyes != '=') return 0;
  std::size_t at = i + 1;
  if (at < text.size() && (text[at] == '-' || text[at] == '\'' || text[at] == 'o')) ++at;
  if (at >= text.size()) return 0;
  const char mouth = text[at];
  const bool letter = mouth == 'D' || mouth == 'P' || mouth == 'p';
  if (letter && at + 1 < text.size() && std::isalnum(static_cast<unsigned char>(text[at + 1])) != 0) return 0;
  length = at + 1 - i;
  if (mouth == ')' || mouth == ']' || letter) return kGlad;
  return mouth == '(' || mouth == '[' || (mouth == '/' && text.substr(at, 2) != "//") ? kSad : 0;
}

bool is_emoji(char32_t c) {
  return (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) || c == 0x2764 || c == 0x2B50;
}

bool is_ideograph(char32_t c) {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool is_cyrillic(char32_t c) { return c >= 0x400 && c < 0x530; }

/// A word that mixes Latin and Cyrillic letters is read in the alphabet most of it has.
void undo_lookalikes(std::u32string& word) {
  static constexpr std::u32string_view kLatin = U"aeopcyxkmtbhi", kCyrillic = U"аеорсухкмтвні";
  std::size_t latin = 0, cyrillic = 0;
  for (char32_t c : word) {
    latin += c < 0x250 && c != U'0';
    cyrillic += is_cyrillic(c);
  }
  if (latin == 0 || cyrillic == 0) return;
  const auto& from = latin >= cyrillic ? kCyrillic : kLatin;
  const auto& to = latin >= cyrillic ? kLatin : kCyrillic;
  for (char32_t& c : word) {
    const auto at = from.find(c);
    if (at != std::u32string_view::npos) c = to[at];
  }
}

void finish(std::u32string& word, std::vector<Token>& tokens) {
  if (word.empty()) return;
  std::size_t digits = std::count(word.begin(), word.end(), U'0');
  Token token;
  token.kind = digits == 0 ? 'w' : digits == word.size() ? 'n' : 'c';
  if (token.kind == 'w') {
    undo_lookalikes(word);
    // "sooooo" and "soooo" are one word.
    std::size_t kept = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (kept >= 2 && word[i] == word[kept - 1] && word[i] == word[kept - 2]) continue;
      word[kept++] = word[i];
    }
    word.resize(std::min(kept, kLongestWord));
  } else {
    word.resize(std::min(word.size(), std::size_t{16}));
  }
  token.text = word;
  tokens.push_back(std::move(token));
  word.clear();
}

bool chunk_is_mail(std::string_view chunk) {
  const auto at = chunk.find('@');
  return at != std::string_view::npos && at > 0 && chunk.find('.', at) != std::string_view::npos;
}

bool chunk_is_web(std::string_view chunk) {
  return chunk.starts_with("http://") || chunk.starts_with("https://") || chunk.starts_with("www.");
}

}  // namespace

char32_t next_code_point(std::string_view s, std::size_t& i) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(s.data());
  if (bytes[i] < 0x80) return bytes[i++];
  UChar32 c;
  auto position = static_cast<std::int64_t>(i);
  const auto size = static_cast<std::int64_t>(s.size());
  U8_NEXT(bytes, position, size, c);
  i = static_cast<std::size_t>(position);
  return c < 0 ? U'\xFFFD' : static_cast<char32_t>(c);
}

char32_t fold_letter(char32_t c) { return c < 0x3000 ? folding_table()[c] : fold_slowly(c); }

void append_utf8(std::string& out, char32_t c) {
  std::uint8_t buffer[4];
  int n = 0;
  UBool error = false;
  U8_APPEND(buffer, n, 4, static_cast<UChar32>(c), error);
  if (!error) out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(n));
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  for (char32_t c : text) append_utf8(out, c);
  return out;
}

std::vector<Token> tokenize(std::string_view text) {
  std::vector<Token> tokens;
  tokens.reserve(text.size() / 5 + 4);
  std::u32string word;
  std::size_t read = 0;
  for (std::size_t i = 0; i < text.size() && read < kLongestText;) {
    if (word.empty() &&
        (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\n' || text[i - 1] == '\t' || text[i - 1] == '<')) {
      const auto end = text.find_first_of(" \n\t<>()\"", i);
      const auto chunk = text.substr(i, std::min(end, text.size()) - i);
      if (chunk.size() < 2'000 && (chunk_is_web(chunk) || chunk_is_mail(chunk))) {
        tokens.push_back({U"", chunk_is_web(chunk) ? 'u' : 'm'});
        i += chunk.size();
        read += chunk.size();
        continue;
      }
    }
    const char32_t c = next_code_point(text, i);
    ++read;
    const char32_t folded = fold_letter(c);
    if (folded == kMark) continue;
    if (folded != 0) {
      if (is_ideograph(folded)) {
        finish(word, tokens);
        word.push_back(folded);
        finish(word, tokens);
      } else if (word.size() < 4 * kLongestWord) {
        word.push_back(folded);
      }
      continue;
    }
    // "don't" is one word, "l'article" is two.
    if ((c == U'\'' || c == U'’') && word.size() > 2) continue;
    finish(word, tokens);
    std::size_t length = 0;
    if (c == U'?' || c == U'!') {
      tokens.push_back({std::u32string(1, c), 'p'});
    } else if (c == kTrailingOff || (c == U'.' && text.substr(i, 2) == "..")) {
      tokens.push_back({std::u32string(1, kTrailingOff), 'p'});
      i = std::min(text.find_first_not_of('.', i), text.size());
    } else if (const char32_t face = c < 0x80 ? typed_face(text, i - 1, length) : 0; face != 0) {
      tokens.push_back({std::u32string(1, face), 'e'});
      i += length - 1;
    } else if (is_emoji(c) && !is_skin_tone(c)) {
      tokens.push_back({std::u32string(1, c), 'e'});
    }
  }
  finish(word, tokens);
  return tokens;
}

void extract_features(const std::vector<Token>& tokens, std::vector<Feature>& out) {
  out.clear();
  std::uint64_t before = stir(kSeedWord, U'^'), before_that = before;
  ToneReader tone;
  std::uint16_t meant = 0, meant_before = 0;  // the last two meanings, whatever stood between
  for (const Token& token : tokens) {
    // Numbers and codes count by kind and rough length only: their digits say nothing about what is asked.
    std::uint64_t h = stir(kSeedWord, static_cast<std::uint64_t>(token.kind));
    if (token.kind == 'n' || token.kind == 'c')
      h = stir(h, std::min<std::size_t>(token.text.size() / 2, 4));
    else
      h = hash_text(token.text, h);
    out.push_back({h});
    if (token.kind == 'p') {
      tone.pause();
      continue;
    }
    out.push_back({stir(stir(kSeedPair, before), h)});
    out.push_back({stir(stir(kSeedSkip, before_that), h)});
    before_that = before;
    before = h;
    const std::u32string& word = token.text;
    const WordSense sense = token.kind == 'w' || token.kind == 'e' ? sense_of(word) : WordSense{};
    tone.read(sense.tone, out);
    if (token.kind != 'w') continue;
    if (const std::uint16_t meaning = sense.meaning; meaning != 0) {
      out.push_back({stir(kSeedMeaning, meaning), FeatureKind::Meaning});
      // Languages order words differently; which of two comes first says little.
      for (const std::uint16_t other : {meant, meant_before})
        if (other != 0 && other != meaning)
          out.push_back(
              {stir(stir(kSeedMeanings, std::min(other, meaning)), std::max(other, meaning)), FeatureKind::Meaning});
      meant_before = meant;
      meant = meaning;
    }
    const std::size_t n = word.size() + 2;
    auto at = [&](std::size_t i) { return i == 0 || i + 1 == n ? U'_' : word[i - 1]; };
    for (std::size_t start = 0; start + 2 < n; ++start) {
      std::uint64_t piece = stir(stir(kSeedPiece, at(start)), at(start + 1));
      for (std::size_t length = 3; length <= 5 && start + length <= n; ++length) {
        piece = stir(piece, at(start + length - 1));
        out.push_back({piece, FeatureKind::Piece});
      }
    }
  }
  out.push_back({stir(stir(kSeedPair, before), U'$')});
}

std::uint64_t named_feature(std::string_view name) {
  std::uint64_t h = 0x51afd7ed558ccdffULL;
  for (char c : name) h = stir(h, static_cast<unsigned char>(c));
  return h;
}

}  // namespace peakdesk::understanding
