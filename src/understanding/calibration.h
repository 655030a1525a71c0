// From a classifier's raw scores to a confidence that keeps its word: of the guesses said with 0.9, nine in ten are
// right. Owns the fitted curve; knows no text.
#pragma once
#include <array>
#include <span>
#include <vector>

namespace peakdesk::understanding {

class ByteReader;
class ByteWriter;

/// What one guess is judged by. `margin`: its score less the best other score. `odds`: of its share among all labels,
/// as a logarithm. `coverage`: share of the text's words known.
struct Evidence {
  float score = 0;
  float margin = 0;
  float odds = 0;
  float coverage = 0;
  float words = 0;  // how many, known or not
};

struct JudgedGuess {
  Evidence evidence;
  bool right = false;
  float importance = 1;
};

/// Logistic regression over the evidence, fitted on guesses about texts the classifier had not learnt from.
class Calibration {
 public:
  static Calibration fit(std::span<const JudgedGuess> guesses);
  /// Raises the log-odds of every guess: for a classifier that has learnt more than those whose guesses were judged.
  void raise(double log_odds) { weights_.back() += log_odds; }
  float confidence(const Evidence& evidence) const;
  void write(ByteWriter& out) const;
  static Calibration read(ByteReader& in);

 private:
  static constexpr int kTerms = 7;
  static std::array<double, kTerms> terms(const Evidence& evidence);
  static double log_odds(const std::array<double, kTerms>& weights, const std::array<double, kTerms>& x);
  std::array<double, kTerms> weights_{1.0, 0.5, 0.4, 0.0, 0.0, 0.0, 0.0};
};

}  // namespace peakdesk::understanding
