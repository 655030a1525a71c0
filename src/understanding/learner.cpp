#include "understanding/learner.h"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <span>

#include "base/random.h"

namespace peakdesk::understanding {
namespace {

constexpr std::size_t kFewestCorrections = 5;
constexpr std::size_t kFewestJudges = 10;
constexpr int kDirections = 32;           // of the networks, as the shipped model has: every shop keeps three of them
constexpr std::size_t kKnownJudged = 10;  // one in so many of the known texts is held back for the trial

using Texts = std::vector<LabelledText>;

TextClassifier train_on(const TextClassifier& foundation, std::span<const LabelledText> corrections,
                        std::span<const LabelledText> known, const LearningOptions& options) {
  Texts texts(known.begin(), known.end());
  for (const LabelledText& correction : corrections)
    for (int k = 0; k < (known.empty() ? 1 : options.times_corrections); ++k) texts.push_back(correction);
  // The copies of a correction, and equal texts, belong on one side of every split.
  std::vector<std::size_t> order(texts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return texts[a].text < texts[b].text; });
  std::vector<std::uint32_t> groups(texts.size());
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || texts[order[i]].text != texts[order[i - 1]].text) ++group;
    groups[order[i]] = group;
  }
  for (std::size_t i = 0; i < texts.size(); ++i) texts[i].group = groups[i];
  TrainingOptions training;
  training.seed = options.seed;
  training.max_features = options.features;
  training.network_directions = kDirections;
  if (!known.empty()) {
    training.cost = 1.0;
    training.folds = 2;
  }
  return TextClassifier::train(texts, training, &foundation);
}

/// Share of all texts answered as they should be, strangers by saying nothing.
double share_right(const Evaluation& e) {
  const double all = e.in_scope + e.strangers;
  return all > 0 ? (e.accuracy * e.in_scope + e.strangers_caught * e.strangers) / all : 0;
}

}  // namespace

std::vector<Answered> answer_all(const TextClassifier& foundation, const TextClassifier& intents, const Texts& texts) {
  std::vector<Answered> answers;
  std::vector<Feature> features;
  std::vector<GivenFeature> given;
  std::vector<TextClassifier::Guess> guesses;
  for (const LabelledText& text : texts) {
    extract_features(tokenize(text.text), features);
    given.clear();
    if (intents.borrows()) foundation.lend(features, given);
    intents.guess(features, given, guesses);
    intents.decide(guesses);
    Answered answered{text.text, text.labels, {}, guesses.empty() ? 0 : guesses[0].confidence};
    for (const auto& guess : guesses)
      answered.answer.push_back(intents.labels()[static_cast<std::size_t>(guess.label)]);
    answers.push_back(std::move(answered));
  }
  return answers;
}

std::vector<Answered> answer_all(const Model& model, const Texts& texts) {
  return answer_all(model.foundation(), model.intents, texts);
}

LearningResult learn(const Model& shared, const TextClassifier* in_use, const Texts& corrections, const Texts& known,
                     const LearningOptions& options) {
  LearningResult result;
  if (corrections.size() < kFewestCorrections) {
    result.reason = "There are fewer than 5 corrections; more are needed before anything can be learnt.";
    return result;
  }
  const TextClassifier& foundation = shared.foundation();
  const TextClassifier& current = in_use != nullptr ? *in_use : foundation;
  // Judges are drawn from what the intents in use have not learnt either, or they would be judged by their own lesson.
  const std::size_t seen = std::min(options.seen, corrections.size());
  std::vector<std::size_t> unseen(corrections.size() - seen);
  std::iota(unseen.begin(), unseen.end(), seen);
  if (unseen.size() < 2) {
    result.reason = "There are no new corrections to judge by.";
    return result;
  }
  Random random(options.seed);
  for (std::size_t i = unseen.size(); i > 1; --i) std::swap(unseen[i - 1], unseen[random.below(i)]);
  const auto wanted =
      std::max(kFewestJudges, static_cast<std::size_t>(options.held_back * static_cast<double>(corrections.size())));
  result.judges = std::min({corrections.size() / 2, wanted, unseen.size()});
  std::vector<char> judges(corrections.size(), 0);
  for (std::size_t i = 0; i < result.judges; ++i) judges[unseen[i]] = 1;
  Texts held_back, others, known_held_back, known_others;
  for (std::size_t i = 0; i < corrections.size(); ++i) (judges[i] ? held_back : others).push_back(corrections[i]);
  for (std::size_t i = 0; i < known.size(); ++i)
    (i % kKnownJudged == 0 ? known_held_back : known_others).push_back(known[i]);

  const TextClassifier trial = train_on(foundation, others, known_others, options);
  if (trial.empty()) {
    result.reason = "None of the corrections names a label.";
    return result;
  }
  result.before = evaluate(answer_all(foundation, current, held_back));
  result.after = evaluate(answer_all(foundation, trial, held_back));
  result.known_before = share_right(evaluate(answer_all(foundation, current, known_held_back)));
  result.known_after = share_right(evaluate(answer_all(foundation, trial, known_held_back)));
  const double before = share_right(result.before), after = share_right(result.after);
  const bool forgets = result.known_after + options.may_forget < result.known_before;
  result.better = after + options.may_lose >= before && !forgets;
  char sentence[256];
  std::snprintf(sentence, sizeof sentence,
                "Of %zu corrections held back the model in use answers %.0f %% right, the new one %.0f %%; %s.",
                result.judges, 100 * before, 100 * after,
                result.better ? "the new one can replace it"
                : forgets     ? "but the new one forgets what was known, so the one in use stays"
                              : "the one in use stays");
  result.reason = sentence;
  if (result.better) result.intents = train_on(foundation, corrections, known, options);
  return result;
}

}  // namespace peakdesk::understanding
