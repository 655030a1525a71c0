#include "understanding/training_file.h"

#include <algorithm>
#include <functional>
#include <map>

#include "base/text.h"

namespace peakdesk::understanding {
namespace {

constexpr std::size_t kLongestLabel = 200;

bool names_columns(std::string_view labels, std::string_view text) {
  static constexpr std::string_view kLabel[] = {"label", "labels", "intent", "intents", "sentiment"};
  static constexpr std::string_view kText[] = {"text", "utterance", "message"};
  return std::find(std::begin(kLabel), std::end(kLabel), labels) != std::end(kLabel) &&
         std::find(std::begin(kText), std::end(kText), text) != std::end(kText);
}

bool means_none(std::string_view label) {
  return label.empty() || label == "none" || label == "oos" || label == "out_of_scope";
}

}  // namespace

bool read_training_file(std::string_view file, std::vector<LabelledText>& out, std::string& error) {
  if (file.starts_with("\xEF\xBB\xBF")) file.remove_prefix(3);
  int number = 0;
  for (std::string_view line : split(file, '\n')) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (trim(line).empty()) continue;
    const auto tab = line.find('\t');
    if (tab == std::string_view::npos) {
      error = "line " + std::to_string(number) + " has no tab; a line is label, tab, text";
      return false;
    }
    const auto labels = trim(line.substr(0, tab)), text = line.substr(tab + 1);
    if (number == 1 && names_columns(labels, text)) continue;
    LabelledText labelled;
    labelled.text = replace_all(replace_all(std::string(text), "\\t", "\t"), "\\n", "\n");
    for (std::string_view label : split(labels, ',')) {
      label = trim(label);
      if (label.size() > kLongestLabel) {
        error =
            "line " + std::to_string(number) + ": a label is longer than 200 bytes; is the text in the first column?";
        return false;
      }
      if (!means_none(label) &&
          std::find(labelled.labels.begin(), labelled.labels.end(), label) == labelled.labels.end())
        labelled.labels.emplace_back(label);
    }
    out.push_back(std::move(labelled));
  }
  return true;
}

bool read_examples(std::string_view file, const std::vector<std::string>& languages, std::vector<LabelledText>& out,
                   std::string& error) {
  std::map<std::string, std::string, std::less<>> lines;  // by language
  for (std::string_view line : split(file, '\n')) {
    const auto tab = line.find('\t');
    if (tab == std::string_view::npos) continue;
    lines[std::string(line.substr(0, tab))] += std::string(line.substr(tab + 1)) + "\n";
  }
  for (const auto& language : languages) {
    const auto found = lines.find(language);
    if (found == lines.end()) continue;
    const std::size_t before = out.size();
    if (!read_training_file(found->second, out, error)) return false;
    for (std::size_t i = before; i < out.size(); ++i) out[i].language = language;
  }
  return true;
}

std::string write_examples(const std::vector<LabelledText>& texts) {
  std::string out;
  for (const LabelledText& text : texts) {
    std::string labels;
    for (const auto& label : text.labels) labels += (labels.empty() ? "" : ",") + label;
    out += text.language + "\t" + (labels.empty() ? "none" : labels) + "\t" +
           replace_all(replace_all(text.text, "\t", "\\t"), "\n", "\\n") + "\n";
  }
  return out;
}

}  // namespace peakdesk::understanding
