#include "channels/email/quote_marks.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/text.h"
#include "channels/email/reply_words.h"

namespace peakdesk::channels::email {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || is_digit(c) || (byte | 0x20) - 'a' < 26u;
}

const std::vector<std::string>& folded_words(std::span<const std::string_view> words) {
  // One list per table, made on first use; the tables live as long as the program.
  static thread_local std::unordered_map<const void*, std::vector<std::string>> made;
  std::vector<std::string>& list = made[words.data()];
  if (list.empty())
    for (const std::string_view word : words) list.push_back(fold(word));
  return list;
}

std::string_view strip_any(std::string_view text, std::string_view characters) {
  const std::size_t first = text.find_first_not_of(characters);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(characters) - first + 1);
}

constexpr std::string_view kOrnament = " \t-_=*~#>|";

// ---- dates ----

struct Evidence {
  bool year = false, time = false, numeric_date = false, email = false;
  std::size_t first_date = std::string_view::npos;  // where the first of them begins
  bool date() const { return year || time || numeric_date; }
};

Evidence evidence_in(std::string_view folded) {
  Evidence found;
  const std::size_t at_sign = folded.find('@');
  found.email = at_sign != std::string_view::npos && at_sign > 0 && at_sign + 1 < folded.size() &&
                is_word_byte(folded[at_sign + 1]);
  for (std::size_t i = 0; i < folded.size();) {
    if (!is_digit(folded[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < folded.size() && is_digit(folded[end])) ++end;
    const std::size_t digits = end - i;
    const bool starts_word =
        i == 0 || !is_word_byte(folded[i - 1]) || static_cast<unsigned char>(folded[i - 1]) >= 0x80;
    bool hit = false;
    if (starts_word && digits == 4 && (folded.substr(i, 2) == "19" || folded.substr(i, 2) == "20"))
      hit = found.year = true;
    if (starts_word && end + 1 < folded.size() && is_digit(folded[end + 1])) {
      const char separator = folded[end];
      if (digits <= 2 && (separator == ':' || separator == 'h')) hit = found.time = true;
      if (digits <= 4 && (separator == '/' || separator == '-' || separator == '.')) {
        std::size_t second = end + 1;
        while (second < folded.size() && is_digit(folded[second])) ++second;
        if (second < folded.size() && folded[second] == separator && second + 1 < folded.size() &&
            is_digit(folded[second + 1]))
          hit = found.numeric_date = true;
        else if (digits <= 2 && separator == '.' && second - end - 1 == 2)
          hit = found.time = true;  // "klo 17.50"
      }
    }
    if (hit && found.first_date == std::string_view::npos) found.first_date = i;
    i = end;
  }
  return found;
}

// ---- attribution lines ----

bool starts_with_opening(std::string_view folded) {
  for (const std::string& word : folded_words(attribution_openings())) {
    if (!folded.starts_with(word)) continue;
    if (folded.size() == word.size()) return true;
    const char next = folded[word.size()];
    const bool wide = static_cast<unsigned char>(word[0]) >= 0xE0;  // scripts without spaces
    if (wide || next == ' ' || next == ',' || next == '.') return true;
  }
  return false;
}

// Where the last verb begins and ends; npos when there is none.
struct VerbPlace {
  std::size_t begin = std::string_view::npos, end = 0;
};

VerbPlace last_verb(std::string_view folded) {
  VerbPlace best;
  for (const std::string& verb : folded_words(attribution_verbs())) {
    for (std::size_t at = folded.rfind(verb); at != std::string_view::npos;
         at = at == 0 ? std::string_view::npos : folded.rfind(verb, at - 1)) {
      const bool wide = static_cast<unsigned char>(verb[0]) >= 0xE0;
      const std::size_t end = at + verb.size();
      const bool whole =
          wide || ((at == 0 || !is_word_byte(folded[at - 1])) && (end == folded.size() || !is_word_byte(folded[end])));
      if (!whole) continue;
      if (best.begin == std::string_view::npos || end > best.end || (end == best.end && at < best.begin))
        best = {at, end};
      break;
    }
  }
  return best;
}

bool next_is_quoted(const std::vector<TextLine>& lines, std::size_t at) {
  while (at < lines.size() && lines[at].blank) ++at;
  return at < lines.size() && lines[at].quoted;
}

bool is_attribution(std::string_view joined, bool quote_follows) {
  const std::string_view text = strip_any(joined, " \t-_=*~#|");
  if (text.size() < 8 || text.size() > 600) return false;
  const bool colon = text.ends_with(':') || text.ends_with(":\"");
  const Evidence evidence = evidence_in(text);
  if (!colon && !evidence.email && !quote_follows && joined.find("---") == std::string_view::npos) return false;
  const bool opening = starts_with_opening(text);
  const VerbPlace verb = last_verb(text);
  const bool has_verb = verb.begin != std::string_view::npos;
  const bool verb_ends = has_verb && strip_any(text.substr(verb.end), " :*-_().\"").empty();

  if (verb_ends) {
    if (opening && evidence.date() &&
        (colon || evidence.email || quote_follows || joined.find("---") != std::string_view::npos))
      return true;
    if (evidence.email && (colon || quote_follows)) return true;
    if (evidence.date() && evidence.first_date < 40 && colon && (opening || quote_follows)) return true;
    if (opening && colon && quote_follows) return true;
    return false;
  }
  const std::string_view bare = strip_any(text, " :");
  const bool address_ends = evidence.email && (bare.ends_with('>') || bare.ends_with(')') || bare.ends_with(']') ||
                                               bare.find('@') > bare.rfind(' '));
  // "Am 13.12.2017 21:11 schrieb Jo <jo@x>:"
  if (has_verb && colon && evidence.date() && evidence.first_date < verb.begin && verb.begin < 120 &&
      (opening || evidence.first_date < (address_ends ? 40 : 12)))
    return true;
  // "2014-03-20 8:48 GMT+01:00 Rémi <r@x>:"
  if (colon && address_ends && evidence.date() && (opening || evidence.first_date < (bare.ends_with('>') ? 40 : 14)))
    return true;
  // "2011/4/7 Nathan <n@x>"
  return quote_follows && address_ends && evidence.date() && evidence.first_date == 0;
}

bool may_begin_attribution(const TextLine& line) {
  const std::string_view text = strip_any(line.folded, " \t-_=*~#|");
  if (starts_with_opening(text)) return true;
  const Evidence evidence = evidence_in(text);
  return evidence.first_date < 20 || text.find('<') != std::string_view::npos;
}

std::size_t attribution_from(const std::vector<TextLine>& lines, std::size_t at) {
  constexpr std::size_t kMostLines = 5;
  std::string joined;
  for (std::size_t n = 0; n < kMostLines && at + n < lines.size(); ++n) {
    const TextLine& line = lines[at + n];
    if (line.blank) break;
    // A wrapped "<someone@example.com\n>:" looks quoted and is not.
    if (line.quoted &&
        (n == 0 || joined.rfind('<') == std::string::npos || joined.find('>', joined.rfind('<')) != std::string::npos))
      break;
    if (n == 1 && !may_begin_attribution(lines[at])) break;
    if (n > 0) joined += ' ';
    joined += line.folded;
    if (joined.size() > 700) break;
    if (is_attribution(joined, next_is_quoted(lines, at + n + 1))) return n + 1;
  }
  return 0;
}

// ---- header blocks ----

struct Field {
  HeaderField kind = HeaderField::None;
  std::string_view value;  // folded
};

Field field_of(const TextLine& line) {
  static const std::unordered_map<std::string, HeaderField> words = [] {
    std::unordered_map<std::string, HeaderField> map;
    for (const FieldWord& word : header_field_words()) map.emplace(fold(word.word), word.field);
    return map;
  }();
  std::string_view text = line.folded;
  if (line.quoted) return {};
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon > 40) return {};
  const std::string_view label = strip_any(text.substr(0, colon), " \t*_|");
  const auto found = words.find(std::string(label));
  if (found == words.end()) return {};
  return {found->second, strip_any(text.substr(colon + 1), " \t*_|")};
}

bool has_phrase_mark(const TextLine& line, std::span<const std::string_view> phrases, bool needs_dashes) {
  if (line.blank || line.quoted || line.text.size() > 120) return false;
  const std::string_view inner = strip_any(line.folded, " \t-_=*~#|:—–");
  const bool dashed = line.text.starts_with("--") || line.text.starts_with("—") || line.text.starts_with("__") ||
                      line.text.starts_with("==") || line.text.starts_with("**") || line.text.starts_with("–") ||
                      line.text.starts_with("- ");
  if (needs_dashes && !dashed) return false;
  for (const std::string& phrase : folded_words(phrases))
    if (inner == phrase || (dashed && inner.starts_with(phrase) && inner.size() < phrase.size() + 40)) return true;
  return false;
}

}  // namespace

std::vector<TextLine> read_lines(std::string_view text) {
  std::vector<TextLine> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t newline = text.find('\n', begin);
    const std::size_t end = newline == std::string_view::npos ? text.size() : newline + 1;
    TextLine line;
    line.begin = begin;
    line.end = end;
    line.text = trim(text.substr(begin, end - begin));
    // What is compared is short; a line of a megabyte is nobody's mark.
    line.folded = std::string(trim(fold(line.text.substr(0, line.text.size() > 2'000 ? 0 : line.text.size()))));
    line.blank = line.text.empty() || (line.text.size() <= 2'000 && line.folded.empty());
    line.quoted = line.text.starts_with('>') || line.text.starts_with("&gt;");
    lines.push_back(std::move(line));
    begin = end;
  }
  return lines;
}

std::size_t attribution_at(const std::vector<TextLine>& lines, std::size_t at) {
  const std::size_t count = attribution_from(lines, at);
  // "On your host you can run\nOn Jan 1 … wrote:": the later beginning is the true one.
  for (std::size_t later = 1; later < count; ++later)
    if (starts_with_opening(strip_any(lines[at + later].folded, kOrnament)) &&
        attribution_from(lines, at + later) == count - later)
      return 0;
  return count;
}

std::size_t header_block_at(const std::vector<TextLine>& lines, std::size_t at) {
  const Field first = field_of(lines[at]);
  if (first.kind == HeaderField::None || first.kind == HeaderField::Other) return 0;
  std::array<bool, 7> seen{};
  bool from_is_address = false, date_is_date = false, to_is_address = false;
  std::vector<HeaderField> order;
  bool date_is_exact = false;
  std::size_t last = at, strangers = 0;
  for (std::size_t i = at; i < lines.size() && i < at + 16; ++i) {
    if (lines[i].blank) {
      if (i > last + 2) break;
      continue;
    }
    const Field field = field_of(lines[i]);
    if (field.kind == HeaderField::None) {
      if (++strangers > 2) break;
      continue;
    }
    strangers = 0;
    last = i;
    order.push_back(field.kind);
    seen[static_cast<std::size_t>(field.kind)] = true;
    // A wrapped address stands on the next line.
    const bool address = field.value.find('@') != std::string_view::npos ||
                         (i + 1 < lines.size() && lines[i + 1].text.find('@') != std::string_view::npos);
    if (field.kind == HeaderField::From &&
        (address || field.value.find('[') != std::string_view::npos || field.value.starts_with('"')))
      from_is_address = true;
    if (field.kind == HeaderField::To && address) to_is_address = true;
    if (field.kind == HeaderField::Date) {
      const Evidence evidence = evidence_in(field.value);
      date_is_date = evidence.time || evidence.year || evidence.numeric_date;
      date_is_exact = evidence.time && (evidence.year || evidence.numeric_date);
    }
  }
  const auto has = [&](HeaderField kind) { return seen[static_cast<std::size_t>(kind)]; };
  const int kinds = has(HeaderField::From) + has(HeaderField::Date) + has(HeaderField::To) + has(HeaderField::Copy) +
                    has(HeaderField::Subject);
  const bool told =
      (from_is_address && (date_is_date || has(HeaderField::To) || has(HeaderField::Subject))) ||
      (date_is_date && (to_is_address || has(HeaderField::Subject))) ||
      // Names without addresses: only in the order mail programs write them; a traveller writes from, to, date.
      (date_is_exact && order.size() >= 3 && order[0] == HeaderField::From && order[1] == HeaderField::Date &&
       (order[2] == HeaderField::To || order[2] == HeaderField::Subject)) ||
      (kinds >= 4 && has(HeaderField::From) && has(HeaderField::Subject));
  if (kinds < 2 || !told) return 0;
  return last - at + 1;
}

bool is_original_mark(const TextLine& line) { return has_phrase_mark(line, original_message_words(), true); }
bool is_forward_mark(const TextLine& line) {
  return has_phrase_mark(line, forwarded_message_words(), false) &&
         (line.text.starts_with("-") || line.text.ends_with(":"));
}

bool is_ruler(const TextLine& line) {
  if (line.text.size() < 3) return false;
  const std::string_view left = strip_any(line.text, " -_=*");
  return left.empty() || replace_all(replace_all(std::string(left), "—", ""), "–", "").empty();
}

DeviceLine device_line(const TextLine& line) {
  if (line.blank || line.quoted || line.text.size() > 200) return DeviceLine::No;
  std::string bare;
  int brackets = 0;
  for (const char c : line.folded) {
    if (c == '<' || c == '(' || c == '[') ++brackets;
    if (brackets == 0) bare += c;
    if ((c == '>' || c == ')' || c == ']') && brackets > 0) --brackets;
  }
  const std::string_view text = strip_any(bare, " *_-.~\"");
  if (text.size() > 90 || text.find(", ") != std::string_view::npos || text.find('?') != std::string_view::npos ||
      text.find(". ") != std::string_view::npos || text.ends_with(':'))
    return DeviceLine::No;
  const auto words = split(text, ' ');
  if (words.size() > 10) return DeviceLine::No;
  for (const std::string& ending : folded_words(device_endings()))
    if (text == ending && ending.find(' ') != std::string::npos) return DeviceLine::Sure;

  static const std::vector<std::string> kProducts = {
      "iphone",     "ipad",       "ipod",         "android",   "blackberry", "samsung",     "galaxy",   "huawei",
      "xiaomi",     "outlook",    "yahoo",        "gmail",     "mail",       "mobile",      "movil",    "móvil",
      "mobil",      "handy",      "portable",     "téléphone", "telefon",    "telefone",    "teléfono", "celular",
      "smartphone", "tablet",     "tablette",     "windows",   "nokia",      "sony",        "xperia",   "wiko",
      "htc",        "typeapp",    "spark",        "airmail",   "gmx",        "web.de",      "orange",   "sfr",
      "proton",     "protonmail", "thunderbird",  "sparrow",   "телефона",   "почты",       "mail.ru",  "яндекс",
      "iphone'a",   "iphonesta",  "iphone'umdan", "mac",       "telefoon",   "telefono",    "apple",    "lenovo",
      "motorola",   "oneplus",    "pixel",        "zoho",      "cellulare",  "puhelimesta", "icloud",   "устройства",
      "смартфона",  "iphones",    "aol",          "verizon",   "t-mobile",   "wireless",    "bluemail", "superhuman"};
  bool product = false, possessive = false;
  for (const std::string_view raw : words) {
    const std::string_view word = strip_any(raw, ".,'\"");
    for (const std::string& name : kProducts) product |= word == name;
    for (const std::string_view mine : {"my", "mon", "ma", "mi", "meu", "minha", "meinem", "meiner", "mio", "mia",
                                        "mijn", "min", "mitt", "mojego", "моего", "mojej"})
      possessive |= word == mine;
  }
  if (!product && (text.find("iphone") != std::string_view::npos || text.find("ipad") != std::string_view::npos ||
                   text.find("android") != std::string_view::npos))
    product = true;
  for (const std::string& opening : folded_words(device_openings())) {
    if (!text.starts_with(opening)) continue;
    if (text.starts_with("sent from my ")) return words.size() <= 9 ? DeviceLine::Sure : DeviceLine::No;
    if (product) return DeviceLine::Sure;
    return possessive && words.size() <= 7 ? DeviceLine::Likely : DeviceLine::No;
  }
  if (product)
    for (const std::string& ending : folded_words(device_endings()))
      if (text.ends_with(ending)) return DeviceLine::Sure;
  return DeviceLine::No;
}

bool is_formal_closing(const TextLine& line) {
  const std::string_view text = strip_any(line.folded, " ,.!;:*_-");
  if (text.empty() || text.size() > 60) return false;
  for (const std::string& closing : folded_words(formal_closings()))
    if (text == closing) return true;
  return false;
}

bool has_contact_detail(const TextLine& line) {
  const std::string_view text = line.folded;
  if (text.find("http://") != std::string_view::npos || text.find("https://") != std::string_view::npos ||
      text.find("www.") != std::string_view::npos)
    return true;
  const std::size_t at = text.find('@');
  if (at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos) return true;
  std::size_t digits = 0;
  for (const char c : text) digits += is_digit(c);
  const bool telephone = std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || std::string_view(" +-()./:;#abcdefghilmnoptxw").find(c) != std::string_view::npos;
  });
  return telephone && digits >= 7 && digits <= 16;
}

}  // namespace peakdesk::channels::email
