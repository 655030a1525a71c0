// Learns from a shop: its agents' corrections and its own labels, beside what the shipped model knows. New intents
// replace the old ones only when they are no worse on corrections that neither has seen and have not forgotten what was
// known. Keeps nothing; storing is the desk's.
#pragma once
#include <string>
#include <vector>

#include "understanding/corpus.h"
#include "understanding/evaluation.h"
#include "understanding/model.h"

namespace peakdesk::understanding {

struct LearningResult {
  bool better = false;       // `intents` may replace those in use
  TextClassifier intents;    // over Model::foundation(), trained on everything given; empty unless better
  Evaluation before, after;  // on the corrections held back, by those in use and by ones that have not seen them
  double known_before = 0;   // share of `known`, a part held back, that is answered right
  double known_after = 0;
  std::size_t judges = 0;  // corrections held back
  std::string reason;      // a sentence for the owner
};

struct LearningOptions {
  double held_back = 0.2;     // share of the corrections that judge; at least 10 texts where there are 20
  std::size_t seen = 0;       // how many of the first corrections the intents in use have learnt: they judge nothing
  double may_lose = 0.01;     // share right by which the new ones may be worse on corrections
  double may_forget = 0.03;   // and on what was known
  int times_corrections = 3;  // how often a correction counts against one text of `known`
  std::size_t features = 60'000;  // what a shop learns beside the foundation stays small
  std::uint64_t seed = 1;
};

/// `in_use`: what answers now; null: the foundation itself. `corrections`: texts with the labels an agent gave them,
/// newest last. `known`: texts whose labels must not be forgotten (see shipped_examples); may be empty.
/// Seconds for 50,000 texts; deterministic.
LearningResult learn(const Model& shared, const TextClassifier* in_use, const std::vector<LabelledText>& corrections,
                     const std::vector<LabelledText>& known, const LearningOptions& options = {});

/// Answers to texts whose labels are known: of a model's intents, and of intents over a foundation.
std::vector<Answered> answer_all(const Model& model, const std::vector<LabelledText>& texts);
std::vector<Answered> answer_all(const TextClassifier& foundation, const TextClassifier& intents,
                                 const std::vector<LabelledText>& texts);

}  // namespace peakdesk::understanding
