#include "understanding/analyser.h"

#include "understanding/bytes.h"
#include "understanding/quotation.h"

namespace peakdesk::understanding {
namespace {

constexpr std::string_view kMagic = "PEAKDESK-UNDERSTANDING";
constexpr std::uint32_t kVersion = 1;

SentimentLabel sentiment_of(std::string_view label) {
  return label == "negative"   ? SentimentLabel::Negative
         : label == "positive" ? SentimentLabel::Positive
                               : SentimentLabel::Neutral;
}

}  // namespace

std::string_view name_of(SentimentLabel label) {
  switch (label) {
    case SentimentLabel::Negative:
      return "negative";
    case SentimentLabel::Positive:
      return "positive";
    case SentimentLabel::Neutral:
      break;
  }
  return "neutral";
}

std::string_view name_of(Urgency urgency) {
  switch (urgency) {
    case Urgency::Low:
      return "low";
    case Urgency::High:
      return "high";
    case Urgency::Urgent:
      return "urgent";
    case Urgency::Normal:
      break;
  }
  return "normal";
}

std::string Model::write() const {
  ByteWriter out;
  out.text(kMagic);
  out.number(kVersion);
  languages.write(out);
  intents.write(out);
  sentiment.write(out);
  base.write(out);
  return std::move(out.bytes);
}

bool Model::read(std::string_view bytes, Model& out, std::string& error) {
  ByteReader in(bytes);
  if (in.text() != kMagic) {
    error = "This file is not a Peakdesk model; make one with `peakdesk train`.";
    return false;
  }
  if (in.number<std::uint32_t>() != kVersion) {
    error = "The model was made by another version of Peakdesk; train it again with `peakdesk train`.";
    return false;
  }
  out.languages = LanguageTable::read(in);
  out.intents = TextClassifier::read(in);
  out.sentiment = TextClassifier::read(in);
  out.base = TextClassifier::read(in);
  if (in.bad() || !in.at_end()) {
    error = "The model file is damaged or cut short; train it again with `peakdesk train`.";
    return false;
  }
  return true;
}

Analysis Analyser::analyse(std::string_view text, const Hints& hints) const {
  Analysis result;
  const std::string_view own = without_quotation(text);
  const LanguageGuess language = model_.languages.guess(own, hints.languages);
  result.language = language.code;
  result.language_confidence = language.confidence;

  thread_local std::vector<Feature> features;
  thread_local std::vector<GivenFeature> given;
  thread_local std::vector<TextClassifier::Guess> guesses;
  extract_features(tokenize(own), features);
  given.clear();
  if (model_.intents.borrows()) model_.base.lend(features, given);
  model_.intents.guess(features, given, guesses);
  model_.intents.decide(guesses);
  for (const auto& guess : guesses)
    result.intents.push_back({model_.intents.labels()[static_cast<std::size_t>(guess.label)], guess.confidence});

  given.clear();
  if (model_.sentiment.borrows()) model_.base.lend(features, given);
  model_.sentiment.guess(features, given, guesses);
  if (!guesses.empty())
    result.sentiment = {sentiment_of(model_.sentiment.labels()[static_cast<std::size_t>(guesses[0].label)]),
                        guesses[0].confidence};
  return result;
}

}  // namespace peakdesk::understanding
