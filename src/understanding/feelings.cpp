#include "understanding/feelings.h"

#include <algorithm>

#include "base/text.h"
#include "understanding/tone_words.h"

namespace peakdesk::understanding {
namespace {

constexpr int kTimesSpoken = 2;  // of a line with choices
constexpr std::uint64_t kSeed = 11;

/// The label a sign stands for; empty when it is none.
std::string_view label_of(std::string_view sign) {
  return sign == "-" ? "negative" : sign == "0" ? "neutral" : sign == "+" ? "positive" : "";
}

}  // namespace

bool speak_feelings(std::string_view language, std::string_view file, std::uint32_t first_group,
                    std::vector<LabelledText>& out, std::string& error) {
  Random random(kSeed);
  int number = 0;
  for (std::string_view line : split(file, '\n')) {
    ++number;
    if (trim(line).empty()) continue;
    const auto tab = line.find('\t');
    const std::string_view label = label_of(line.substr(0, tab));
    const std::string_view pattern = tab == std::string_view::npos ? "" : trim(line.substr(tab + 1));
    const bool paired = std::count(line.begin(), line.end(), '{') == std::count(line.begin(), line.end(), '}');
    if (label.empty() || pattern.empty() || !paired) {
      error = "feelings." + std::string(language) + ".tsv line " + std::to_string(number) +
              (paired ? ": a line is -, 0 or +, a tab and a message" : ": braces do not pair");
      return false;
    }
    const int times = pattern.find('{') == std::string_view::npos ? 1 : kTimesSpoken;
    for (int k = 0; k < times; ++k) {
      LabelledText text;
      text.text = collapse_space(choose(pattern, random));
      text.labels = {std::string(label)};
      text.group = first_group;
      text.language = std::string(language);
      out.push_back(std::move(text));
    }
    ++first_group;
  }
  return true;
}

void add_tone_lessons(std::vector<LabelledText>& feelings, std::uint32_t first_group) {
  for (const ToneWords& line : kToneWords) {
    if (line.kind != ToneKind::Feeling) continue;
    for (std::string_view word : split(line.words, ' ')) {
      if (word.ends_with('*')) word.remove_suffix(1);
      LabelledText text;
      text.text = std::string(word);
      text.labels = {line.strength > 0 ? "positive" : "negative"};
      text.group = first_group++;
      feelings.push_back(text);
      if (line.strength < 0) continue;  // "not bad" may be praise or none
      text.text = "not " + text.text;
      text.labels = {"negative"};
      feelings.push_back(std::move(text));
    }
  }
}

}  // namespace peakdesk::understanding
