#include "understanding/learner.h"

#include <algorithm>
#include <cstdio>
#include <numeric>

#include "base/random.h"

namespace peakdesk::understanding {
namespace {

constexpr std::size_t kFewestCorrections = 5;
constexpr std::size_t kFewestJudges = 10;

/// What the new model is trained over: the shipped knowledge, whichever layer it sits in.
const TextClassifier& foundation(const Model& model) { return model.base.empty() ? model.intents : model.base; }

TextClassifier train_on(const Model& current, const std::vector<const LabelledText*>& corrections,
                        const std::vector<LabelledText>& known, const LearningOptions& options) {
  std::vector<LabelledText> texts = known;
  for (auto& text : texts) text.group = 0;
  for (const LabelledText* correction : corrections)
    for (int k = 0; k < (known.empty() ? 1 : options.times_corrections); ++k) texts.push_back(*correction);
  // The copies of a correction, and equal texts, belong on one side of every split.
  std::vector<std::size_t> order(texts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return texts[a].text < texts[b].text; });
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || texts[order[i]].text != texts[order[i - 1]].text) ++group;
    texts[order[i]].group = group;
  }
  TrainingOptions training;
  training.seed = options.seed;
  return TextClassifier::train(texts, training, &foundation(current));
}

Model with_intents(const Model& current, TextClassifier intents) {
  Model model = current;
  model.base = foundation(current);
  model.intents = std::move(intents);
  return model;
}

}  // namespace

std::vector<Answered> answer_all(const Model& model, const std::vector<LabelledText>& texts) {
  std::vector<Answered> answers;
  std::vector<Feature> features;
  std::vector<GivenFeature> given;
  std::vector<TextClassifier::Guess> guesses;
  for (const LabelledText& text : texts) {
    extract_features(tokenize(text.text), features);
    given.clear();
    if (model.intents.borrows()) model.base.lend(features, given);
    model.intents.guess(features, given, guesses);
    model.intents.decide(guesses);
    Answered answered{text.text, text.labels, {}, guesses.empty() ? 0 : guesses[0].confidence};
    for (const auto& guess : guesses)
      answered.answer.push_back(model.intents.labels()[static_cast<std::size_t>(guess.label)]);
    answers.push_back(std::move(answered));
  }
  return answers;
}

LearningResult learn(const Model& current, const std::vector<LabelledText>& corrections,
                     const std::vector<LabelledText>& known, const LearningOptions& options) {
  LearningResult result;
  if (corrections.size() < kFewestCorrections) {
    result.reason = "There are fewer than 5 corrections; more are needed before anything can be learnt.";
    return result;
  }
  std::vector<std::size_t> order(corrections.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(options.seed);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  const auto judges = std::min(
      corrections.size() / 2,
      std::max(kFewestJudges, static_cast<std::size_t>(options.held_back * static_cast<double>(corrections.size()))));
  std::vector<LabelledText> held_back;
  std::vector<const LabelledText*> seen, everything;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const LabelledText& correction = corrections[order[i]];
    everything.push_back(&correction);
    if (i < judges)
      held_back.push_back(correction);
    else
      seen.push_back(&correction);
  }
  const Model trial = with_intents(current, train_on(current, seen, known, options));
  if (trial.intents.empty()) {
    result.reason = "None of the corrections names a label.";
    return result;
  }
  result.before = evaluate(answer_all(current, held_back));
  result.after = evaluate(answer_all(trial, held_back));
  auto right = [](const Evaluation& e) {
    const double all = e.in_scope + e.strangers;
    return all > 0 ? (e.accuracy * e.in_scope + e.strangers_caught * e.strangers) / all : 0;
  };
  result.better = right(result.after) + options.may_lose >= right(result.before);
  char sentence[256];
  std::snprintf(sentence, sizeof sentence,
                "Of %zu corrections held back the model in use answers %.0f %% right, the new one %.0f %%; %s.", judges,
                100 * right(result.before), 100 * right(result.after),
                result.better ? "the new one can replace it" : "the one in use stays");
  result.reason = sentence;
  if (result.better) result.model = with_intents(current, train_on(current, everything, known, options));
  return result;
}

}  // namespace peakdesk::understanding
