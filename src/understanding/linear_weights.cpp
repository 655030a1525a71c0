#include "understanding/linear_weights.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/random.h"
#include "understanding/bytes.h"

namespace peakdesk::understanding {
namespace {

constexpr float kBiasFeature = 0.5F;  // the constant every text carries

int rounded_up(int n, int to) { return (n + to - 1) / to * to; }

void add_row(float* __restrict out, const float* __restrict row, float value, int n) {
  for (int c = 0; c < n; ++c) out[c] += value * row[c];
}

}  // namespace

// Squared-hinge dual by coordinate descent (Hsieh et al. 2008), every class's coordinate of a text at once: the classes
// share the text's features, so one pass over its rows serves them all.
LinearWeights LinearWeights::train(const std::vector<SparseText>& texts, const std::vector<std::vector<int>>& targets,
                                   std::span<const float> importance, std::size_t rows, int classes,
                                   const SolverOptions& options) {
  const int stride = rounded_up(classes, 4);
  const auto width = static_cast<std::size_t>(stride);
  std::vector<float> w((rows + 1) * width, 0.0F);
  std::vector<float> alpha(texts.size() * width, 0.0F);
  std::vector<float> square(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    square[i] = kBiasFeature * kBiasFeature;
    for (float v : texts[i].values) square[i] += v * v;
  }
  std::vector<std::uint32_t> order(texts.size());
  std::iota(order.begin(), order.end(), 0U);
  Random random(options.seed);
  std::vector<float> s(width), sign(width), step(width);
  for (int round = 0; round < options.rounds; ++round) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    double moved = 0;
    for (const std::uint32_t i : order) {
      const SparseText& x = texts[i];
      std::fill(s.begin(), s.end(), 0.0F);
      for (std::size_t k = 0; k < x.rows.size(); ++k) add_row(s.data(), &w[x.rows[k] * width], x.values[k], stride);
      add_row(s.data(), &w[rows * width], kBiasFeature, stride);
      std::fill(sign.begin(), sign.end(), -1.0F);
      for (int c : targets[i]) sign[static_cast<std::size_t>(c)] = 1.0F;
      const double weight = importance.empty() ? 1.0 : importance[i];
      const auto diagonal_negative = static_cast<float>(0.5 / (options.cost * weight));
      const auto diagonal_positive = static_cast<float>(0.5 / (options.cost * weight * options.positive_cost));
      float* a = &alpha[i * width];
      bool any = false;
      for (int c = 0; c < classes; ++c) {
        const float diagonal = sign[c] > 0 ? diagonal_positive : diagonal_negative;
        const float gradient = sign[c] * s[c] - 1 + diagonal * a[c];
        const float next = std::max(0.0F, a[c] - gradient / (square[i] + diagonal));
        const float change = next - a[c];
        a[c] = next;
        step[c] = change * sign[c];
        moved += std::abs(change);
        any = any || std::abs(change) > 1e-6F;
      }
      if (!any) continue;
      for (std::size_t k = 0; k < x.rows.size(); ++k) add_row(&w[x.rows[k] * width], step.data(), x.values[k], stride);
      add_row(&w[rows * width], step.data(), kBiasFeature, stride);
    }
    if (moved < 1e-3 * static_cast<double>(texts.size())) break;
  }
  LinearWeights out;
  out.rows_ = ByteRows(w, rows, classes, stride);
  out.bias_.assign(static_cast<std::size_t>(out.rows_.stride()), 0.0F);
  for (int c = 0; c < classes; ++c) out.bias_[c] = w[rows * width + c] * kBiasFeature;
  return out;
}

void LinearWeights::score(const SparseText& text, std::vector<float>& out) const {
  out.assign(bias_.begin(), bias_.end());
  rows_.add(text, out);
  out.resize(static_cast<std::size_t>(classes()));
}

void LinearWeights::write(ByteWriter& out) const {
  out.array(bias_);
  rows_.write(out);
}

LinearWeights LinearWeights::read(ByteReader& in) {
  LinearWeights w;
  w.bias_ = in.array<float>();
  w.rows_ = ByteRows::read(in);
  if (w.bias_.size() != static_cast<std::size_t>(w.rows_.stride())) {
    in.fail();
    return {};
  }
  return w;
}

}  // namespace peakdesk::understanding
