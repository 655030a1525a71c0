#include "understanding/corpus.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"
#include "understanding/features.h"

namespace peakdesk::understanding {
namespace {

constexpr int kDeepestSlot = 8;
constexpr std::size_t kSides = 16;  // into which a file's patterns are dealt; only those of one side share a text

std::string digits(Random& random, int n) {
  std::string s;
  for (int i = 0; i < n; ++i) s += static_cast<char>('0' + random.below(10));
  return s;
}

std::string capitals(Random& random, int n) {
  std::string s;
  for (int i = 0; i < n; ++i) s += static_cast<char>('A' + random.below(26));
  return s;
}

std::string order_number(Random& random) {
  switch (random.below(8)) {
    case 0:
      return "#" + digits(random, 4);
    case 1:
      return "#" + digits(random, 5);
    case 2:
      return digits(random, 6);
    case 3:
      return digits(random, 9);
    case 4:
      return capitals(random, 2) + digits(random, 6);
    case 5:
      return capitals(random, 2) + "-" + digits(random, 5);
    case 6:
      return digits(random, 3) + "-" + digits(random, 7) + "-" + digits(random, 7);
    default:
      return "ORD" + digits(random, 8);
  }
}

std::string tracking_number(Random& random) {
  switch (random.below(3)) {
    case 0:
      return "1Z" + capitals(random, 3) + digits(random, 13);
    case 1:
      return capitals(random, 2) + digits(random, 9) + capitals(random, 2);
    default:
      return digits(random, 14);
  }
}

std::string amount(Random& random) {
  const std::string whole = std::to_string(5 + random.below(400));
  switch (random.below(6)) {
    case 0:
      return whole + "€";
    case 1:
      return whole + "," + digits(random, 2) + " €";
    case 2:
      return "$" + whole;
    case 3:
      return "£" + whole + "." + digits(random, 2);
    case 4:
      return "R$ " + whole + ",00";
    default:
      return whole + " euros";
  }
}

std::string mail_address(Random& random) {
  static constexpr const char* kNames[] = {"anna", "j.smith", "marie22",    "paulo",
                                           "ivan", "kasia",   "max.muster", "luca"};
  static constexpr const char* kHosts[] = {"example.com", "mail.example", "example.org", "post.example.net"};
  return std::string(kNames[random.below(8)]) + "@" + kHosts[random.below(4)];
}

/// The index behind the brace that closes the one at `open`; npos when there is none.
std::size_t closing(std::string_view s, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < s.size(); ++i) {
    if (s[i] == '{') ++depth;
    if (s[i] == '}' && --depth == 0) return i;
  }
  return std::string_view::npos;
}

/// Alternatives of "a|{b|c}|d" at the outermost level.
std::vector<std::string_view> alternatives(std::string_view s) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '{') ++depth;
    if (s[i] == '}') --depth;
    if (s[i] == '|' && depth == 0) {
      parts.push_back(s.substr(start, i - start));
      start = i + 1;
    }
  }
  parts.push_back(s.substr(start));
  return parts;
}

bool is_slot_letter(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

/// `say(name)` is what stands for @name.
template <typename Say>
std::string expanded(std::string_view pattern, Random& random, const Say& say) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size();) {
    if (pattern[i] == '{') {
      const auto end = closing(pattern, i);
      if (end == std::string_view::npos) break;
      const auto choices = alternatives(pattern.substr(i + 1, end - i - 1));
      out += expanded(choices[random.below(choices.size())], random, say);
      i = end + 1;
    } else if (pattern[i] == '@') {
      std::size_t end = i + 1;
      while (end < pattern.size() && is_slot_letter(pattern[end])) ++end;
      out += say(pattern.substr(i + 1, end - i - 1));
      i = end;
    } else {
      out += pattern[i++];
    }
  }
  return out;
}

/// Short exchanges stand alone; orders and products are spoken of at any length.
bool stands_alone(std::string_view label) {
  return label.starts_with("other/") && label != "other/question" && label != "other/partnership";
}

}  // namespace

Corpus Corpus::parse(std::string_view language, std::string_view file, std::string& error) {
  Corpus corpus;
  corpus.language_ = std::string(language);
  error.clear();
  std::uint32_t patterns = 0;
  int number = 0;
  for (std::string_view line : split(file, '\n')) {
    ++number;
    line = trim(line);
    auto wrong = [&](const std::string& why) {
      error = corpus.language_ + " line " + std::to_string(number) + ": " + why;
    };
    if (line.empty() || line.front() == '#') continue;
    if (std::count(line.begin(), line.end(), '{') != std::count(line.begin(), line.end(), '}')) {
      wrong("braces do not pair");
      return corpus;
    }
    const auto equals = line.find(" = ");
    if (line.front() == '@' && equals != std::string_view::npos &&
        std::all_of(line.begin() + 1, line.begin() + static_cast<std::ptrdiff_t>(equals), is_slot_letter)) {
      corpus.slots_[std::string(line.substr(1, equals - 1))] = std::string(line.substr(equals + 3));
    } else if (line.front() == '[' && line.back() == ']') {
      auto words = split(line.substr(1, line.size() - 2), ' ');
      Section section;
      section.label = words[0] == "none" ? "" : std::string(words[0]);
      section.sentiment = words.size() < 2  ? "neutral"
                          : words[1] == "-" ? "negative"
                          : words[1] == "+" ? "positive"
                                            : "neutral";
      section.first_pattern = patterns;
      corpus.sections_.push_back(std::move(section));
    } else if (corpus.sections_.empty()) {
      wrong("a pattern before the first [label]");
      return corpus;
    } else {
      corpus.sections_.back().patterns.emplace_back(line);
      ++patterns;
    }
  }
  return corpus;
}

std::vector<std::string> Corpus::labels() const {
  std::vector<std::string> all;
  for (const Section& section : sections_)
    if (!section.label.empty() && std::find(all.begin(), all.end(), section.label) == all.end())
      all.push_back(section.label);
  return all;
}

std::size_t Corpus::patterns() const {
  std::size_t n = 0;
  for (const Section& section : sections_) n += section.patterns.size();
  return n;
}

std::string Corpus::slot(std::string_view name, Random& random, int depth) const {
  if (name == "order") return order_number(random);
  if (name == "track") return tracking_number(random);
  if (name == "money") return amount(random);
  if (name == "mail") return mail_address(random);
  if (name == "code") return capitals(random, 4) + digits(random, 2);
  const auto it = slots_.find(std::string(name));
  if (it == slots_.end() || depth > kDeepestSlot) return {};
  const auto choices = alternatives(it->second);
  return expand(choices[random.below(choices.size())], random, depth + 1);
}

std::string Corpus::expand(std::string_view pattern, Random& random, int depth) const {
  return expanded(pattern, random, [&](std::string_view name) { return slot(name, random, depth); });
}

std::string choose(std::string_view pattern, Random& random) {
  return expanded(pattern, random, [](std::string_view name) { return "@" + std::string(name); });
}

std::string Corpus::speak_core(const Section& section, std::size_t pattern, Random& random) const {
  return std::string(trim(collapse_space(expand(section.patterns[pattern], random, 0))));
}

std::size_t Corpus::another_of_side(const Section& section, std::size_t side, Random& random) const {
  std::vector<std::size_t> same;
  for (std::size_t p = 0; p < section.patterns.size(); ++p)
    if (side_of(section, p) == side) same.push_back(p);
  return same.empty() ? kNoPattern : same[random.below(same.size())];
}

std::size_t Corpus::side_of(const Section& section, std::size_t pattern) {
  return (section.first_pattern + pattern) % kSides;
}

std::string Corpus::dress(std::string core, const Section& section, std::size_t pattern, Random& random) const {
  static constexpr const char* kEnds[] = {"", "", "", ".", "?", "!", "...", "??"};
  auto say = [&](std::string_view name) { return slot(name, random, 0); };
  core += kEnds[random.below(8)];
  if (section.label.empty() || stands_alone(section.label)) {
    if (random.below(8) == 0) core = say("hello") + " " + core;
    return core;
  }
  switch (random.below(12)) {
    case 0:
    case 1:
      return say("hello") + ", " + core;
    case 2:
      return say("hello") + " " + core + " " + say("bye");
    case 3:
      return core + " " + say("bye");
    case 4:
      return say("filler") + ". " + core;
    case 5:
      return core + ". " + say("filler") + ".";
    case 6:
      return say("hello") + ", " + say("filler") + ", " + core + ". " + say("bye");
    case 7: {
      // A mail: the same thing said twice between other sentences.
      const std::string again =
          speak_core(section, another_of_side(section, side_of(section, pattern), random), random);
      return say("hello") + ",\n" + say("filler") + ". " + say("filler") + ". " + core + ". " + again + ".\n" +
             say("bye");
    }
    case 8:
      return say("filler") + ". " + say("filler") + ". " + core;
    default:
      return core;
  }
}

std::size_t Corpus::choices_in(std::string_view pattern) const {
  auto choices = static_cast<std::size_t>(std::count(pattern.begin(), pattern.end(), '|'));
  for (auto at = pattern.find('@'); at != std::string_view::npos; at = pattern.find('@', at + 1)) {
    std::size_t end = at + 1;
    while (end < pattern.size() && is_slot_letter(pattern[end])) ++end;
    const auto it = slots_.find(std::string(pattern.substr(at + 1, end - at - 1)));
    if (it != slots_.end()) choices += static_cast<std::size_t>(std::count(it->second.begin(), it->second.end(), '|'));
  }
  return choices;
}

std::vector<LabelledText> Corpus::speak(int per_label, double pairs, std::uint64_t seed,
                                        std::uint32_t first_group) const {
  std::vector<LabelledText> texts;
  Random random(seed);
  auto finish = [&](LabelledText text) {
    if (random.below(5) == 0) text.text = mistype(text.text, 0.04, random);
    text.language = language_;
    texts.push_back(std::move(text));
  };
  // A pattern with more choices speaks more often, but none falls silent.
  auto share_of = [&](const std::string& pattern) { return std::sqrt(2.0 + static_cast<double>(choices_in(pattern))); };
  std::map<std::string, double> shares;  // by label, whatever the feeling it is said with
  for (const Section& section : sections_)
    for (const std::string& pattern : section.patterns) shares[section.label] += share_of(pattern);
  for (const Section& section : sections_) {
    const double wanted = per_label * (section.label.empty() ? 4.0 : 1.0);
    for (std::size_t p = 0; p < section.patterns.size(); ++p) {
      const int n =
          std::max(1, static_cast<int>(std::lround(wanted * share_of(section.patterns[p]) / shares[section.label])));
      for (int k = 0; k < n; ++k) {
        LabelledText text;
        text.text = dress(speak_core(section, p, random), section, p, random);
        if (!section.label.empty()) text.labels = {section.label};
        text.sentiment = section.sentiment;
        text.group = first_group + static_cast<std::uint32_t>(side_of(section, p));
        finish(std::move(text));
      }
    }
  }
  const auto singles = static_cast<double>(texts.size());
  for (int k = 0; k < static_cast<int>(singles * pairs); ++k) {
    const Section& a = sections_[random.below(sections_.size())];
    const Section& b = sections_[random.below(sections_.size())];
    if (a.label.empty() || b.label.empty() || a.label == b.label || stands_alone(a.label) || stands_alone(b.label))
      continue;
    const auto pa = random.below(a.patterns.size()), pb = another_of_side(b, side_of(a, pa), random);
    if (pb == kNoPattern) continue;
    LabelledText text;
    text.text = speak_core(a, pa, random);
    static constexpr const char* kJoints[] = {", ", ". ", " ", "? ", "\n"};
    text.text += kJoints[random.below(5)];
    if (random.below(2) == 0) text.text += slot("and", random, 0) + " ";
    text.text += speak_core(b, pb, random);
    if (random.below(3) == 0) text.text = slot("hello", random, 0) + " " + text.text;
    text.labels = {a.label, b.label};
    text.sentiment = a.sentiment == b.sentiment ? a.sentiment : "";
    text.group = first_group + static_cast<std::uint32_t>(side_of(a, pa));
    finish(std::move(text));
  }
  return texts;
}

std::string mistype(std::string_view text, double rate, Random& random) {
  std::u32string letters;
  for (std::size_t i = 0; i < text.size();) letters.push_back(next_code_point(text, i));
  std::u32string out;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const bool letter = letters[i] > 0x40 && fold_letter(letters[i]) > 1;
    if (!letter || random.uniform() >= rate) {
      out.push_back(letters[i]);
      continue;
    }
    switch (random.below(4)) {
      case 0:
        break;
      case 1:
        out.append(2, letters[i]);
        break;
      case 2:
        if (i + 1 < letters.size() && letters[i + 1] != U' ') {
          out.push_back(letters[i + 1]);
          out.push_back(letters[i++]);
          break;
        }
        out.push_back(letters[i]);
        break;
      default:
        out.push_back(letters[random.below(letters.size())] == U' '
                          ? letters[i]
                          : U'a' + static_cast<char32_t>(random.below(letters[i] < 0x250 ? 26 : 1)));
        break;
    }
  }
  return to_utf8(out);
}

}  // namespace peakdesk::understanding
