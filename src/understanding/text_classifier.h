// Labels for a text, each with a calibrated confidence, or none: the one learner behind intents, sentiment and a shop's
// own labels. Trains in seconds, deterministic, safe to share between threads once trained or read.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "understanding/calibration.h"
#include "understanding/corpus.h"
#include "understanding/dictionary.h"
#include "understanding/linear_weights.h"
#include "understanding/network.h"

namespace peakdesk::understanding {

struct TrainingOptions {
  double cost = 0;              // of the solver; 0: chosen on held-back texts
  float character_weight = 0;   // of word pieces against whole words; 0: chosen on held-back texts
  int network_directions = 64;  // of networks, which help where they do on held-back texts; 0: none
  int rounds = 10;
  int folds = 4;  // of the cross-validation that calibrates; texts of one group stay together
  std::size_t max_features = 400'000;
  /// The most frequent of which the features kept are those that say most; 0: the most frequent are kept.
  std::size_t features_tried = 0;
  std::uint64_t seed = 1;
};

class TextClassifier {
 public:
  struct Guess {
    int label = 0;
    float confidence = 0;
  };

  /// Learns from `texts`; those without labels teach what is none of these. `base`, when given, lends what it knows:
  /// its guesses about a text become features of it.
  static TextClassifier train(const std::vector<LabelledText>& texts, const TrainingOptions& options,
                              const TextClassifier* base);

  /// What this classifier makes of a text; asked several things, it need be made only once. Reusing it saves memory.
  struct Reading {
    SparseText text;
    std::vector<float> scores;  // of the linear weights: +1 and -1 are the margins trained for
    std::vector<float> shares;  // of every label as a logarithm, by all that judges here
    std::vector<int> best;      // by share
    float words = 0;
  };
  void read_text(std::span<const Feature> features, std::span<const GivenFeature> given, Reading& out) const;

  /// Replaces `out` by the likeliest labels (at most 4), best first, whatever their confidence. `given` as `lend` makes
  /// them.
  void guess(std::span<const Feature> features, std::span<const GivenFeature> given, std::vector<Guess>& out) const;
  void guess(const Reading& reading, std::vector<Guess>& out) const;
  /// The guesses to act on: the best if it reaches the threshold, further ones only where they stand on their own.
  void decide(std::vector<Guess>& guesses) const;
  /// This classifier's opinion of a text as features for another.
  void lend(std::span<const Feature> features, std::vector<GivenFeature>& out) const;
  void lend(const Reading& reading, std::vector<GivenFeature>& out) const;

  const std::vector<std::string>& labels() const { return labels_; }
  bool empty() const { return labels_.empty(); }
  bool borrows() const { return borrows_; }
  /// Below this confidence the best guess is "none of these".
  float threshold() const { return threshold_; }
  double chosen_cost() const { return chosen_cost_; }
  bool has_networks() const { return !networks_.empty(); }
  std::size_t features() const { return dictionary_.rows(); }

  void write(ByteWriter& out) const;
  static TextClassifier read(ByteReader& in);

 private:
  struct Recipe;
  struct Prepared;
  struct Judged;
  void weigh(Reading& reading) const;
  void choose_threshold(std::span<const JudgedGuess> best, std::span<const char> stranger);

  std::vector<std::string> labels_;
  Dictionary dictionary_;
  LinearWeights weights_;
  std::vector<Network> networks_;  // their mean judges; none where the linear weights alone do as well
  Calibration calibration_;
  float threshold_ = 0.2F;
  bool borrows_ = false;
  double chosen_cost_ = 0;
};

}  // namespace peakdesk::understanding
