#include "understanding/language.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <unordered_set>

#include "understanding/byte_rows.h"
#include "understanding/bytes.h"
#include "understanding/features.h"

namespace peakdesk::understanding {
namespace {

constexpr std::size_t kLongestPiece = 5;
constexpr std::size_t kLettersRead = 600;  // more of a mail changes nothing
constexpr double kStep = 0.0625;
constexpr double kSmoothing = 0.03;
constexpr std::size_t kLane = 32;  // languages added up together
constexpr double kWholeWord = 4;  // a word known whole says more than any of its pieces, which say one thing many times

std::size_t whole_lanes(std::size_t languages) { return (languages + kLane - 1) / kLane * kLane; }

/// out[l] += the rows' costs. `stride` is a multiple of kLane.
PEAKDESK_WIDEST
void add_costs(std::uint32_t* __restrict out, const std::uint8_t* costs, const std::uint32_t* rows, std::size_t count,
               std::size_t stride) {
  constexpr std::size_t kFits = 256;  // so many costs of a byte fit into 16 bits
  for (std::size_t lane = 0; lane < stride; lane += kLane) {
    for (std::size_t first = 0; first < count; first += kFits) {
      std::uint16_t sums[kLane] = {};
      for (std::size_t k = first; k < std::min(count, first + kFits); ++k) {
        const std::uint8_t* __restrict row = costs + rows[k] * stride + lane;
        for (std::size_t l = 0; l < kLane; ++l) sums[l] = static_cast<std::uint16_t>(sums[l] + row[l]);
      }
      for (std::size_t l = 0; l < kLane; ++l) out[lane + l] += sums[l];
    }
  }
}

std::uint64_t mix(std::uint64_t h, std::uint64_t v) {
  h ^= v + 0x9e3779b97f4a7c15ULL + (h << 6) + (h >> 2);
  h *= 0xff51afd7ed558ccdULL;
  return h ^ (h >> 32);
}

bool joins_words(char32_t c) { return c == U'\'' || c == U'’'; }

template <typename Take>
void each_word(std::string_view text, std::size_t letters_read, Take take) {
  std::u32string word;
  std::size_t letters = 0;
  for (std::size_t i = 0; i < text.size() && letters < letters_read;) {
    const char32_t c = next_code_point(text, i);
    const auto point = static_cast<UChar32>(c);
    if (c < 0x80 ? ((c | 32) >= U'a' && (c | 32) <= U'z')
                 : (u_isalpha(point) || u_charType(point) == U_NON_SPACING_MARK)) {
      if (word.size() < 40) word.push_back(c < 0x80 ? (c | 32) : static_cast<char32_t>(u_tolower(point)));
      ++letters;
    } else if (joins_words(c) && !word.empty()) {
      word.push_back(U'\'');
    } else {
      if (!word.empty()) take(word);
      word.clear();
    }
  }
  if (!word.empty()) take(word);
}

std::uint64_t hash_whole(const std::u32string& word) {
  std::uint64_t whole = 99;
  for (char32_t c : word) whole = mix(whole, c);
  return whole;
}

/// The word itself and its pieces.
template <typename Take>
void each_piece(const std::u32string& word, Take take) {
  take(hash_whole(word));
  const std::size_t n = word.size() + 2;
  auto at = [&](std::size_t i) { return i == 0 || i + 1 == n ? U'_' : word[i - 1]; };
  for (std::size_t start = 0; start < n; ++start) {
    std::uint64_t h = 77;
    for (std::size_t length = 1; length <= kLongestPiece && start + length <= n; ++length) {
      h = mix(h, at(start + length - 1));
      if (length > 1 || (start != 0 && start + 1 != n)) take(h);
    }
  }
}

/// What a language pays for a row it has not seen. `least`: the one of those that pays least. `above`: of this
/// language.
std::uint8_t unseen_cost(int least, std::uint8_t above) {
  return static_cast<std::uint8_t>(std::min(255, least + above));
}

/// A script that one language of the desk's world uses alone.
const char* language_of_script(int script) {
  switch (script) {
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
      return "ja";
    case USCRIPT_HANGUL:
      return "ko";
    case USCRIPT_HAN:
      return "zh";
    case USCRIPT_ARABIC:
      return "ar";
    case USCRIPT_HEBREW:
      return "he";
    case USCRIPT_THAI:
      return "th";
    case USCRIPT_DEVANAGARI:
      return "hi";
    case USCRIPT_GREEK:
      return "el";
    case USCRIPT_ARMENIAN:
      return "hy";
    case USCRIPT_GEORGIAN:
      return "ka";
    default:
      return nullptr;
  }
}

/// The language of most letters' script, or null when that is Latin, Cyrillic or nothing.
const char* guess_by_script(std::string_view text) {
  int counts[USCRIPT_CODE_LIMIT] = {};
  int letters = 0;
  for (std::size_t i = 0; i < text.size() && letters < 200;) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      const char c = static_cast<char>(text[i] | 32);
      if (c >= 'a' && c <= 'z') ++counts[USCRIPT_LATIN], ++letters;
      ++i;
      continue;
    }
    const char32_t c = next_code_point(text, i);
    if (!u_isalpha(static_cast<UChar32>(c))) continue;
    UErrorCode status = U_ZERO_ERROR;
    const int script = uscript_getScript(static_cast<UChar32>(c), &status);
    if (script > USCRIPT_INHERITED && script < USCRIPT_CODE_LIMIT) ++counts[script], ++letters;
  }
  if (counts[USCRIPT_HIRAGANA] + counts[USCRIPT_KATAKANA] > 0 &&
      2 * (counts[USCRIPT_HIRAGANA] + counts[USCRIPT_KATAKANA] + counts[USCRIPT_HAN]) > letters)
    return "ja";
  const auto* most = std::max_element(std::begin(counts), std::end(counts));
  return *most * 2 > letters ? language_of_script(static_cast<int>(most - counts)) : nullptr;
}

}  // namespace

void count_words(std::string_view text, std::unordered_map<std::string, std::uint32_t>& into) {
  each_word(text, ~std::size_t{0}, [&](const std::u32string& word) { ++into[to_utf8(word)]; });
}

LanguageTable LanguageTable::build(const WordCounts& counts) {
  LanguageTable table;
  for (const auto& [language, words] : counts) table.languages_.push_back(language);
  std::sort(table.languages_.begin(), table.languages_.end());
  const std::size_t n = table.languages_.size();
  std::unordered_map<std::uint64_t, std::vector<float>> seen;
  std::unordered_set<std::uint64_t> whole_words;
  std::vector<double> total(n, 0.0);
  for (std::size_t l = 0; l < n; ++l) {
    for (const auto& [word, count] : counts.at(table.languages_[l])) {
      std::u32string letters;
      for (std::size_t i = 0; i < word.size();) letters.push_back(next_code_point(word, i));
      whole_words.insert(hash_whole(letters));
      // Own corpora say "order" ten thousand times; past some point that is no news about the language.
      const auto weight = static_cast<float>(count <= 8 ? count : 8 + 4 * std::log2(count / 8.0));
      each_piece(letters, [&](std::uint64_t h) {
        auto& row = seen[h];
        if (row.empty()) row.assign(n, 0.0F);
        row[l] += weight;
        total[l] += weight;
      });
    }
  }
  std::vector<std::uint64_t> kept;
  kept.reserve(seen.size());
  for (const auto& [hash, row] : seen) kept.push_back(hash);
  std::sort(kept.begin(), kept.end());
  table.hashes_ = kept;
  table.stride_ = whole_lanes(n);
  table.costs_.resize(kept.size() * table.stride_);
  const double vocabulary = static_cast<double>(seen.size());
  auto cost_of = [&](float times, std::size_t l) {
    return -std::log((times + kSmoothing) / (total[l] + kSmoothing * vocabulary));
  };
  auto in_steps = [](double cost) { return static_cast<std::uint8_t>(std::min(255.0, std::round(cost / kStep))); };
  double least_unseen = cost_of(0, 0);
  for (std::size_t l = 0; l < n; ++l) least_unseen = std::min(least_unseen, cost_of(0, l));
  for (std::size_t l = 0; l < n; ++l) {
    table.unseen_piece_.push_back(in_steps(cost_of(0, l) - least_unseen));
    table.unseen_word_.push_back(in_steps(kWholeWord * (cost_of(0, l) - least_unseen)));
  }
  std::vector<double> cost(n);
  for (std::size_t r = 0; r < kept.size(); ++r) {
    const auto& row = seen.at(kept[r]);
    const bool word = whole_words.contains(kept[r]);
    const double worth = word ? kWholeWord : 1;
    for (std::size_t l = 0; l < n; ++l) cost[l] = worth * cost_of(row[l], l);
    const double best = *std::min_element(cost.begin(), cost.end());
    const int unseen = in_steps(worth * least_unseen - best);
    for (std::size_t l = 0; l < n; ++l)
      table.costs_[r * table.stride_ + l] =
          row[l] > 0 ? in_steps(cost[l] - best)
                     : unseen_cost(unseen, (word ? table.unseen_word_ : table.unseen_piece_)[l]);
  }
  table.index_ = RowIndex(table.hashes_);
  return table;
}

LanguageGuess LanguageTable::guess(std::string_view text, std::span<const std::string> likely) const {
  if (const char* code = guess_by_script(text)) return {code, 0.99F};
  const std::size_t n = languages_.size();
  if (hashes_.empty() || n == 0 || n > 64) return {};
  thread_local std::vector<std::uint64_t> hashes;
  thread_local std::vector<std::uint32_t> rows;
  hashes.clear();
  rows.clear();
  each_word(text, kLettersRead,
            [&](const std::u32string& word) { each_piece(word, [&](std::uint64_t h) { hashes.push_back(h); }); });
  index_.find_all(
      hashes.size(), [&](std::size_t i) { return hashes[i]; },
      [&](std::size_t, std::uint32_t row) {
        if (row == RowIndex::kNone) return;
        __builtin_prefetch(&costs_[row * stride_]);
        rows.push_back(row);
      });
  std::array<std::uint32_t, 64> cost{};
  add_costs(cost.data(), costs_.data(), rows.data(), rows.size(), stride_);
  std::array<double, 64> log_odds{};
  // Pieces of one word say the same thing many times over; five letters' worth of them is about one observation.
  constexpr double kIndependence = 0.35;
  for (std::size_t l = 0; l < n; ++l) {
    log_odds[l] = -kIndependence * kStep * cost[l];
    if (std::find(likely.begin(), likely.end(), languages_[l]) != likely.end()) log_odds[l] += 1.5;
  }
  if (rows.empty()) {
    if (likely.empty()) return {};
    return {likely.front(), 0.3F};
  }
  const std::size_t best = static_cast<std::size_t>(
      std::max_element(log_odds.begin(), log_odds.begin() + static_cast<std::ptrdiff_t>(n)) - log_odds.begin());
  double sum = 0;
  for (std::size_t l = 0; l < n; ++l) sum += std::exp(log_odds[l] - log_odds[best]);
  return {languages_[best], static_cast<float>(1 / sum)};
}

// A row is written as what the languages that have not seen it pay, and the costs of the few others.
void LanguageTable::write(ByteWriter& out) const {
  const std::size_t n = languages_.size();
  out.number(static_cast<std::uint32_t>(n));
  for (const auto& code : languages_) out.text(code);
  out.array(unseen_piece_);
  out.array(unseen_word_);
  out.number(static_cast<std::uint64_t>(hashes_.size()));
  std::uint64_t before = 0;
  for (std::size_t r = 0; r < hashes_.size(); ++r) {
    const std::uint8_t* costs = costs_.data() + r * stride_;
    std::uint64_t known = 0;
    int least = 0;
    bool word = false;
    int fewest = 65;
    for (const bool as_word : {false, true}) {
      const auto& unseen = as_word ? unseen_word_ : unseen_piece_;
      for (std::size_t guessed = 0; guessed < n; ++guessed) {
        const int base = costs[guessed] - unseen[guessed];
        if (base < 0) continue;
        std::uint64_t others = 0;
        for (std::size_t l = 0; l < n; ++l) others |= std::uint64_t{costs[l] != unseen_cost(base, unseen[l])} << l;
        if (std::popcount(others) >= fewest) continue;
        fewest = std::popcount(others);
        known = others;
        least = base;
        word = as_word;
      }
    }
    out.varint(hashes_[r] - before);
    before = hashes_[r];
    out.number(static_cast<std::uint8_t>(word));
    out.number(static_cast<std::uint8_t>(least));
    out.varint(known);
    for (std::size_t l = 0; l < n; ++l)
      if ((known >> l & 1) != 0) out.number(costs[l]);
  }
}

LanguageTable LanguageTable::read(ByteReader& in) {
  LanguageTable table;
  const auto n = in.number<std::uint32_t>();
  for (std::uint32_t l = 0; l < n && !in.bad() && l < 65; ++l) table.languages_.push_back(in.text());
  table.unseen_piece_ = in.array<std::uint8_t>();
  table.unseen_word_ = in.array<std::uint8_t>();
  const auto rows = in.number<std::uint64_t>();
  if (n > 64 || table.unseen_piece_.size() != n || table.unseen_word_.size() != n || rows > RowIndex::kMostRows ||
      rows > in.left()) {
    in.fail();
    return {};
  }
  table.stride_ = whole_lanes(n);
  table.hashes_.reserve(rows);
  table.costs_.resize(rows * table.stride_);
  std::uint64_t hash = 0;
  for (std::uint64_t r = 0; r < rows && !in.bad(); ++r) {
    const std::uint64_t further = in.varint();
    if (r > 0 && (further == 0 || further > ~hash)) in.fail();
    hash += further;
    table.hashes_.push_back(hash);
    const auto& unseen = in.number<std::uint8_t>() != 0 ? table.unseen_word_ : table.unseen_piece_;
    const int least = in.number<std::uint8_t>();
    const std::uint64_t known = in.varint();
    std::uint8_t* costs = table.costs_.data() + r * table.stride_;
    for (std::size_t l = 0; l < n; ++l) costs[l] = unseen_cost(least, unseen[l]);
    for (std::uint64_t rest = known; rest != 0; rest &= rest - 1) {
      const auto l = static_cast<std::size_t>(std::countr_zero(rest));
      const auto cost = in.number<std::uint8_t>();
      if (l >= n)
        in.fail();
      else
        costs[l] = cost;
    }
  }
  if (in.bad()) return {};
  table.index_ = RowIndex(table.hashes_);
  return table;
}

}  // namespace peakdesk::understanding
