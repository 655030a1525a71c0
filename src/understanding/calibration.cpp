#include "understanding/calibration.h"

#include <algorithm>
#include <cmath>

#include "understanding/bytes.h"

namespace peakdesk::understanding {

std::array<double, Calibration::kTerms> Calibration::terms(const Evidence& e) {
  const double words = std::log1p(std::min(e.words, 200.0F));
  return {e.score, std::min(e.margin, 2.0F), e.odds, e.coverage, words, e.score * words * 0.25, 1.0};
}

Calibration Calibration::fit(std::span<const JudgedGuess> guesses) {
  Calibration c;
  if (guesses.size() < 20) return c;
  constexpr double kRidge = 1.0;
  const std::array<double, kTerms> prior = c.weights_;
  for (int round = 0; round < 25; ++round) {
    // One Newton step of a ridge-penalised logistic regression.
    double h[kTerms][kTerms + 1] = {};
    for (int i = 0; i < kTerms; ++i) {
      h[i][i] = kRidge;
      h[i][kTerms] = -kRidge * (c.weights_[i] - prior[i]);
    }
    for (const JudgedGuess& g : guesses) {
      const auto x = terms(g.evidence);
      double z = 0;
      for (int i = 0; i < kTerms; ++i) z += c.weights_[i] * x[i];
      const double p = 1 / (1 + std::exp(-z));
      const double slope = std::max(p * (1 - p), 1e-6) * g.importance,
                   error = ((g.right ? 1.0 : 0.0) - p) * g.importance;
      for (int i = 0; i < kTerms; ++i) {
        for (int j = 0; j < kTerms; ++j) h[i][j] += slope * x[i] * x[j];
        h[i][kTerms] += error * x[i];
      }
    }
    for (int i = 0; i < kTerms; ++i) {
      int pivot = i;
      for (int r = i + 1; r < kTerms; ++r)
        if (std::abs(h[r][i]) > std::abs(h[pivot][i])) pivot = r;
      std::swap(h[i], h[pivot]);
      if (std::abs(h[i][i]) < 1e-12) return c;
      for (int r = 0; r < kTerms; ++r) {
        if (r == i) continue;
        const double f = h[r][i] / h[i][i];
        for (int k = i; k <= kTerms; ++k) h[r][k] -= f * h[i][k];
      }
    }
    double moved = 0;
    for (int i = 0; i < kTerms; ++i) {
      const double step = std::clamp(h[i][kTerms] / h[i][i], -2.0, 2.0);
      c.weights_[i] += step;
      moved += std::abs(step);
    }
    if (moved < 1e-6) break;
  }
  return c;
}

float Calibration::confidence(const Evidence& evidence) const {
  const auto x = terms(evidence);
  double z = 0;
  for (int i = 0; i < kTerms; ++i) z += weights_[i] * x[i];
  return static_cast<float>(1 / (1 + std::exp(-z)));
}

void Calibration::write(ByteWriter& out) const {
  for (double w : weights_) out.number(w);
}

Calibration Calibration::read(ByteReader& in) {
  Calibration c;
  for (double& w : c.weights_) {
    w = in.number<double>();
    if (!std::isfinite(w)) in.fail();
  }
  return c;
}

}  // namespace peakdesk::understanding
