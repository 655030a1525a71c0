#include "understanding/model_build.h"

#include <charconv>

#include "base/text.h"
#include "understanding/feelings.h"
#include "understanding/training_file.h"

namespace peakdesk::understanding {
namespace {

constexpr int kTextsPerLabel = 1'000;  // of a language
constexpr int kExamplesPerLabel = 15;
constexpr std::uint32_t kTimesSpoken = 16;  // what is rarer is mostly mistyped and tells no language
constexpr double kPairs = 0.1;              // texts with two intents, as a share
constexpr std::uint64_t kSeed = 7;
constexpr std::size_t kFeatures = 160'000;

/// Its label, "none" or "two": what examples are counted by.
std::string kind_of(const LabelledText& text) {
  return text.labels.empty() ? "none" : text.labels.size() > 1 ? "two" : text.labels[0];
}

}  // namespace

TrainingOptions shipped_learning() {
  TrainingOptions options;
  options.cost = 0.5;
  options.folds = 2;  // half the patterns judge the other half: other words, as a new shop's customers bring them
  options.character_weight = 1.0F;
  options.network_directions = 32;  // 64 would be a fifth of a point better and the model larger than it may be
  options.max_features = kFeatures;
  options.features_tried = 400'000;
  return options;
}

std::vector<LabelledText> speak_corpus(const Corpus& corpus, std::uint32_t first_group) {
  return corpus.speak(kTextsPerLabel, kPairs, kSeed, first_group);
}

bool read_word_counts(std::string_view file, WordCounts& counts, std::string& error) {
  for (std::string_view line : split(file, '\n')) {
    if (line.empty() || line.front() == '#') continue;
    const auto columns = split(line, '\t');
    std::uint32_t count = 0;
    if (columns.size() != 3 ||
        std::from_chars(columns[2].data(), columns[2].data() + columns[2].size(), count).ec != std::errc{}) {
      error = "words.tsv: a line is not language, word, count: " + std::string(line.substr(0, 60));
      return false;
    }
    counts[std::string(columns[0])][std::string(columns[1])] += count;
  }
  return true;
}

bool speak_examples(const std::map<std::string, std::string>& files, std::string& out, std::string& error) {
  for (const auto& [name, content] : files) {
    if (name.size() != 6 || !name.ends_with(".txt")) continue;
    const Corpus corpus = Corpus::parse(name.substr(0, 2), content, error);
    if (!error.empty()) return false;
    // Every pattern speaks at least once; a shop that learns over the model needs only a sample not to forget by.
    std::vector<LabelledText> spoken = corpus.speak(kExamplesPerLabel, kPairs, kSeed + 1, 1), kept;
    std::map<std::string, int> of_kind, due;
    for (const auto& text : spoken) ++of_kind[kind_of(text)];
    for (auto& text : spoken) {
      const std::string kind = kind_of(text);
      due[kind] += text.labels.size() == 1 ? kExamplesPerLabel : 4 * kExamplesPerLabel;
      if (due[kind] < of_kind[kind]) continue;
      due[kind] -= of_kind[kind];
      kept.push_back(std::move(text));
    }
    out += write_examples(kept);
  }
  return true;
}

bool build_shipped_model(const std::map<std::string, std::string>& files, Model& out, std::string& error) {
  WordCounts words, spoken_words;
  std::vector<LabelledText> texts;
  for (const auto& [name, content] : files) {
    if (name == "words.tsv") {
      if (!read_word_counts(content, words, error)) return false;
    } else if (name == "cues.tsv") {
      if (!Cues::parse(content, out.cues, error)) return false;
    } else if (name.size() == 6 && name.ends_with(".txt")) {
      const Corpus corpus = Corpus::parse(name.substr(0, 2), content, error);
      if (!error.empty()) return false;
      auto spoken = speak_corpus(corpus, texts.empty() ? 1 : texts.back().group + 10'000);
      for (auto& text : spoken) {
        count_words(text.text, spoken_words[text.language]);
        texts.push_back(std::move(text));
      }
    }
  }
  if (texts.empty()) {
    error = "there is no corpus to learn from";
    return false;
  }
  for (const auto& [language, counts] : spoken_words) {
    for (const auto& [word, count] : counts) {
      if (count >= kTimesSpoken) words[language][word] += count;
    }
  }
  out.languages = LanguageTable::build(words);
  out.intents = TextClassifier::train(texts, shipped_learning(), nullptr);

  std::vector<LabelledText> feelings;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const LabelledText& text = texts[i];
    // Fewer than for the intents, or the words of feeling drown; neutral ones are many and alike, fewer still do.
    if (text.sentiment.empty() || i % (text.sentiment == "neutral" ? 20 : 8) != 0) continue;
    LabelledText feeling = text;
    feeling.labels = {text.sentiment};
    feelings.push_back(std::move(feeling));
  }
  std::uint32_t group = texts.back().group;
  for (const auto& [name, content] : files) {
    if (!name.starts_with("feelings.")) continue;
    group += 10'000;
    if (!speak_feelings(split(name, '.')[1], content, group, feelings, error)) return false;
  }
  add_tone_lessons(feelings, group + 10'000);
  TrainingOptions sentiment = shipped_learning();
  sentiment.cost = 0.1;
  sentiment.network_directions = 0;
  sentiment.max_features = 80'000;
  sentiment.features_tried = 0;
  out.sentiment = TextClassifier::train(feelings, sentiment, nullptr);
  return true;
}

}  // namespace peakdesk::understanding
