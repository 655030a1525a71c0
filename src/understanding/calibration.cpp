#include "understanding/calibration.h"

#include <algorithm>
#include <cmath>

#include "understanding/bytes.h"

namespace peakdesk::understanding {

std::array<double, Calibration::kTerms> Calibration::terms(const Evidence& e) {
  const double words = std::log1p(std::min(e.words, 200.0F));
  return {e.score, std::min(e.margin, 2.0F), e.odds, e.coverage, words, e.score * words * 0.25, 1.0};
}

double Calibration::log_odds(const std::array<double, kTerms>& weights, const std::array<double, kTerms>& x) {
  double z = 0;
  for (int i = 0; i < kTerms; ++i) z += weights[i] * x[i];
  return z;
}

Calibration Calibration::fit(std::span<const JudgedGuess> guesses) {
  Calibration c;
  if (guesses.size() < 20) return c;
  constexpr double kRidge = 1.0;
  const std::array<double, kTerms> prior = c.weights_;
  const auto loss = [&](const std::array<double, kTerms>& weights) {
    double sum = 0;
    for (int i = 0; i < kTerms; ++i) sum += 0.5 * kRidge * (weights[i] - prior[i]) * (weights[i] - prior[i]);
    for (const JudgedGuess& g : guesses) {
      const double z = log_odds(weights, terms(g.evidence)), against = g.right ? -z : z;
      sum += g.importance * (std::max(against, 0.0) + std::log1p(std::exp(-std::abs(against))));
    }
    return sum;
  };
  double now = loss(c.weights_);
  for (int round = 0; round < 25; ++round) {
    // One Newton step of a ridge-penalised logistic regression.
    double h[kTerms][kTerms + 1] = {};
    for (int i = 0; i < kTerms; ++i) {
      h[i][i] = kRidge;
      h[i][kTerms] = -kRidge * (c.weights_[i] - prior[i]);
    }
    for (const JudgedGuess& g : guesses) {
      const auto x = terms(g.evidence);
      const double p = 1 / (1 + std::exp(-log_odds(c.weights_, x)));
      const double slope = p * (1 - p) * g.importance, error = ((g.right ? 1.0 : 0.0) - p) * g.importance;
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
    // A whole step may land where the curve is flat and the next one leads nowhere, so it is halved until it helps.
    double share = 1, then = now;
    std::array<double, kTerms> tried = c.weights_;
    for (int halved = 0; halved < 30; ++halved, share /= 2) {
      for (int i = 0; i < kTerms; ++i) tried[i] = c.weights_[i] + share * h[i][kTerms] / h[i][i];
      then = loss(tried);
      if (then <= now) break;
    }
    if (!(then <= now)) break;
    c.weights_ = tried;
    const double gained = now - then;
    now = then;
    if (gained < 1e-9 * now) break;
  }
  return c;
}

float Calibration::confidence(const Evidence& evidence) const {
  return static_cast<float>(1 / (1 + std::exp(-log_odds(weights_, terms(evidence)))));
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
