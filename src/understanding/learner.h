// Learns from a shop: its agents' corrections and its own labels, beside what the shipped model knows. A new model
// replaces the old one only when it is no worse on corrections that it has not seen. Keeps nothing; storing is the
// desk's.
#pragma once
#include <string>
#include <vector>

#include "understanding/corpus.h"
#include "understanding/evaluation.h"
#include "understanding/model.h"

namespace peakdesk::understanding {

struct LearningResult {
  bool better = false;       // `model` may replace the one in use
  Model model;               // trained on everything given; empty when there was too little to learn from
  Evaluation before, after;  // on the held-back corrections, by the old model and by one that has not seen them
  std::string reason;        // a sentence for the owner
};

struct LearningOptions {
  double held_back = 0.2;     // share of the corrections that judge; at least 10 texts
  double may_lose = 0.01;     // accuracy by which the new model may be worse and still replace the old one
  int times_corrections = 3;  // how often a correction counts against one text of `known`
  std::uint64_t seed = 1;
};

/// `corrections`: texts with the labels an agent gave them, newest last. `known`: texts whose labels need no learning
/// but must not be forgotten (the corpus of the shop's languages); may be empty. Seconds for 50,000 texts;
/// deterministic.
LearningResult learn(const Model& current, const std::vector<LabelledText>& corrections,
                     const std::vector<LabelledText>& known, const LearningOptions& options = {});

/// Answers of a model's intents to texts whose labels are known.
std::vector<Answered> answer_all(const Model& model, const std::vector<LabelledText>& texts);

}  // namespace peakdesk::understanding
