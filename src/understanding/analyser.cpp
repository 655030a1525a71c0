#include "understanding/analyser.h"

#include <algorithm>
#include <iterator>

#include "understanding/quotation.h"

namespace peakdesk::understanding {
namespace {

SentimentLabel sentiment_of(std::string_view label) {
  return label == "negative"   ? SentimentLabel::Negative
         : label == "positive" ? SentimentLabel::Positive
                               : SentimentLabel::Neutral;
}

/// What waits costs most: a parcel that leaves with the wrong address, money taken twice. Asked politely it is still
/// so.
bool cannot_wait(std::string_view label) {
  static constexpr std::string_view kLabels[] = {"order/cancel",        "order/change",   "shipping/address_change",
                                                 "shipping/reschedule", "payment/charge", "fraud/report"};
  return std::find(std::begin(kLabels), std::end(kLabels), label) != std::end(kLabels);
}

bool can_wait(std::string_view label) {
  return label == "other/thanks" || label == "other/no_reply" || label == "feedback" || label == "newsletter/change" ||
         label == "other/partnership";
}

Urgency urgency_of(const Analysis& a, const Cues::Found& cues) {
  int level = 1;
  bool idle = !a.intents.empty();
  for (const IntentGuess& intent : a.intents) {
    if (cannot_wait(intent.label)) level = 2;
    idle = idle && can_wait(intent.label);
  }
  if (cues.urgent) ++level;
  if (cues.threat) level = std::max(level + 1, 2);
  if (idle && !cues.urgent && !cues.threat) level = 0;
  return static_cast<Urgency>(std::clamp(level, 0, 3));
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

Analysis Analyser::analyse(std::string_view text, const Hints& hints) const {
  Analysis result;
  const std::string_view own = without_quotation(text);
  const LanguageGuess language = model_->languages.guess(own, hints.languages);
  result.language = language.code;
  result.language_confidence = language.confidence;

  thread_local std::vector<Feature> features;
  thread_local std::vector<GivenFeature> given;
  thread_local std::vector<TextClassifier::Guess> guesses;
  thread_local TextClassifier::Reading base, own_reading;
  const std::vector<Token> tokens = tokenize(own);
  extract_features(tokens, features);
  // The foundation's opinion feeds the others, and often is the answer itself.
  const TextClassifier& foundation = model_->foundation();
  const TextClassifier& classifier = intents();
  foundation.read_text(features, {}, base);
  given.clear();
  if (classifier.borrows()) foundation.lend(base, given);
  if (&classifier == &foundation && !classifier.borrows()) {
    classifier.guess(base, guesses);
  } else {
    classifier.read_text(features, given, own_reading);
    classifier.guess(own_reading, guesses);
  }
  classifier.decide(guesses);
  if (tokens.empty()) guesses.clear();  // of a message without a word only habit speaks
  for (const auto& guess : guesses)
    result.intents.push_back({classifier.labels()[static_cast<std::size_t>(guess.label)], guess.confidence});

  given.clear();
  if (model_->sentiment.borrows()) model_->sentiment_base.lend(features, given);
  model_->sentiment.read_text(features, given, own_reading);
  model_->sentiment.guess(own_reading, guesses);
  if (!guesses.empty())
    result.sentiment = {sentiment_of(model_->sentiment.labels()[static_cast<std::size_t>(guesses[0].label)]),
                        guesses[0].confidence};
  const Cues::Found cues = model_->cues.find(tokens);
  result.escalation = cues.threat;
  result.urgency = urgency_of(result, cues);
  result.entities = find_entities(text, hints.entities);
  return result;
}

}  // namespace peakdesk::understanding
