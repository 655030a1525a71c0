#include "understanding/calibration.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace peakdesk::understanding {
namespace {

// Best guesses of which most are right, and two others each, as a classifier gives them.
std::vector<JudgedGuess> guesses(std::uint64_t seed, int texts, double accuracy, double base, double apart,
                                 double spread) {
  Random random(seed);
  std::vector<JudgedGuess> all;
  for (int i = 0; i < texts; ++i) {
    const bool right = random.uniform() < accuracy;
    const auto score =
        static_cast<float>(base + (right ? apart : 0) + spread * (random.uniform() + random.uniform() - 1));
    Evidence e;
    e.score = score;
    e.margin = std::max(0.0F, score + 0.5F * static_cast<float>(random.uniform()));
    e.odds = 2.5F * score;
    e.coverage = 1;
    e.words = static_cast<float>(1 + random.below(30));
    all.push_back({e, right, 1.0F});
    for (int k = 0; k < 2; ++k) {
      Evidence other = e;
      other.score = -1 - static_cast<float>(random.uniform());
      other.margin = other.score - score;
      other.odds = -3 - score;
      all.push_back({other, false, 1.0F});
    }
  }
  return all;
}

double loss(const Calibration& calibration, const std::vector<JudgedGuess>& judged) {
  double sum = 0;
  for (const JudgedGuess& g : judged) {
    const double p = calibration.confidence(g.evidence);
    sum -= std::log(std::max(g.right ? p : 1 - p, 1e-9));
  }
  return sum / static_cast<double>(judged.size());
}

// Undamped, Newton's steps ran away on the second and third of these: losses of 5.5 and 13.5, confidences upside down.
TEST(Calibration, ConvergesHoweverManyAndHoweverClear) {
  for (const auto& judged :
       {guesses(1, 2'000, 0.87, 0, 0.7, 1.8), guesses(6, 52'204, 0.893465, 0.768758, 1.536645, 1.213751),
        guesses(22, 103'093, 0.895022, 0.985799, 1.198306, 0.677692)}) {
    const Calibration calibration = Calibration::fit(judged);
    EXPECT_LT(loss(calibration, judged), 0.2);
    double said = 0, right = 0;
    for (const JudgedGuess& g : judged) {
      said += calibration.confidence(g.evidence);
      right += g.right ? 1 : 0;
    }
    EXPECT_NEAR(said / right, 1, 0.01);
  }
}

TEST(Calibration, RaisesEveryGuess) {
  Calibration calibration;
  const Evidence doubtful{0.1F, 0.2F, -1.0F, 0.5F, 4}, sure{1.0F, 1.5F, 3.0F, 1.0F, 4};
  const float before = calibration.confidence(doubtful), sure_before = calibration.confidence(sure);
  calibration.raise(0.5);
  EXPECT_GT(calibration.confidence(doubtful), before);
  EXPECT_GT(calibration.confidence(sure), sure_before);
  EXPECT_LT(calibration.confidence(sure), 1);
}

}  // namespace
}  // namespace peakdesk::understanding
