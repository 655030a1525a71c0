#include "understanding/cues.h"

#include "base/text.h"
#include "understanding/bytes.h"

namespace peakdesk::understanding {
namespace {

/// The first two letters of a word, or one where the second is left open.
std::uint64_t first_letters(const std::u32string& word, bool one) {
  return std::uint64_t{word[0]} << 32 | (one || word.size() < 2 || word[1] == U'*' ? 0U : word[1]);
}

bool says(const std::u32string& word, const std::u32string& wanted) {
  if (!wanted.empty() && wanted.back() == U'*')
    return word.starts_with(std::u32string_view(wanted).substr(0, wanted.size() - 1));
  return word == wanted;
}

}  // namespace

void Cues::add(bool threat, std::string_view text) {
  Phrase phrase{threat, {}};
  for (std::string_view part : split(text, ' ')) {
    const bool open = part.ends_with('*');
    for (Token& token : tokenize(part)) phrase.words.push_back(std::move(token.text));
    if (open && !phrase.words.empty()) phrase.words.back() += U'*';
  }
  if (phrase.words.empty() || phrase.words[0].empty()) return;
  written_.emplace_back(threat, std::string(text));
  by_first_letters_[first_letters(phrase.words[0], false)].push_back(std::move(phrase));
}

bool Cues::parse(std::string_view file, Cues& out, std::string& error) {
  for (std::string_view line : split(file, '\n')) {
    if (trim(line).empty() || line.front() == '#') continue;
    const auto tab = line.find('\t');
    const auto kind = line.substr(0, tab);
    if (tab == std::string_view::npos || (kind != "urgent" && kind != "threat")) {
      error = "cues.tsv: a line is urgent or threat, tab, phrases: " + std::string(line.substr(0, 60));
      return false;
    }
    for (std::string_view phrase : split(line.substr(tab + 1), '|')) out.add(kind == "threat", trim(phrase));
  }
  return true;
}

Cues::Found Cues::find(const std::vector<Token>& tokens) const {
  Found found;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].text.empty()) continue;
    for (const bool one : {false, true}) {
      const auto it = by_first_letters_.find(first_letters(tokens[i].text, one));
      if (it == by_first_letters_.end()) continue;
      for (const Phrase& phrase : it->second) {
        if (phrase.threat ? found.threat : found.urgent) continue;
        std::size_t k = 0;
        while (k < phrase.words.size() && i + k < tokens.size() && says(tokens[i + k].text, phrase.words[k])) ++k;
        if (k == phrase.words.size()) (phrase.threat ? found.threat : found.urgent) = true;
      }
    }
  }
  return found;
}

void Cues::write(ByteWriter& out) const {
  out.number(static_cast<std::uint32_t>(written_.size()));
  for (const auto& [threat, text] : written_) {
    out.number(static_cast<std::uint8_t>(threat));
    out.text(text);
  }
}

Cues Cues::read(ByteReader& in) {
  Cues cues;
  const auto n = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < n && !in.bad(); ++i) {
    const bool threat = in.number<std::uint8_t>() != 0;
    cues.add(threat, in.text());
  }
  return cues;
}

}  // namespace peakdesk::understanding
