#include "understanding/network.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/random.h"
#include "understanding/bytes.h"

namespace peakdesk::understanding {
namespace {

constexpr float kFirstGradient = 1e-3F;  // what Adagrad starts from
constexpr float kOutwardRate = 0.3F;     // of the rate: a class's weights are moved by every text, a row's by few
constexpr float kTooSmall = 1e-4F;       // an error not worth a step

PEAKDESK_WIDEST
void add_scaled(float* __restrict out, const float* __restrict row, float value, std::size_t n) {
  for (std::size_t c = 0; c < n; ++c) out[c] += value * row[c];
}

/// A sum of products in 16 lanes, in an order that no processor changes.
PEAKDESK_WIDEST
float product(const float* __restrict a, const float* __restrict b, std::size_t n) {
  float lanes[16] = {};
  std::size_t i = 0;
  for (; i + 16 <= n; i += 16)
    for (std::size_t k = 0; k < 16; ++k) lanes[k] += a[i + k] * b[i + k];
  float sum = 0;
  for (const float lane : lanes) sum += lane;
  for (; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

/// Scores into shares that sum to one.
void to_shares(std::vector<float>& scores) {
  const float most = *std::max_element(scores.begin(), scores.end());
  float sum = 0;
  for (float& s : scores) sum += s = std::exp(s - most);
  for (float& s : scores) s /= sum;
}

/// Everything that is moved while learning, in floats; Adagrad with one rate a row and one a class.
struct Draft {
  std::size_t directions, classes;
  std::vector<float> inward, outward, bias;  // outward by class and direction
  std::vector<float> row_gradient, class_gradient;
  std::vector<float> hidden, hidden_error, error;
  std::vector<char> shown;

  Draft(std::size_t rows, std::size_t n_classes, std::size_t n_directions, Random& random)
      : directions(n_directions),
        classes(n_classes),
        inward(rows * directions),
        outward(classes * directions),
        bias(classes, 0.0F),
        row_gradient(rows, kFirstGradient),
        class_gradient(classes, kFirstGradient),
        hidden(directions),
        hidden_error(directions),
        error(classes) {
    const auto spread = static_cast<float>(2 / std::sqrt(static_cast<double>(directions)));
    for (float& v : inward) v = (static_cast<float>(random.uniform()) - 0.5F) * spread;
    for (float& v : outward) v = (static_cast<float>(random.uniform()) - 0.5F) * 0.2F;
  }

  void look_at(const SparseText& text, float dropped, Random& random) {
    std::fill(hidden.begin(), hidden.end(), 0.0F);
    shown.assign(text.rows.size(), 1);
    const auto hide_below = static_cast<std::uint64_t>(dropped * 65'536);
    for (std::size_t k = 0; k < text.rows.size(); ++k) {
      shown[k] = random.below(65'536) >= hide_below;
      if (shown[k]) add_scaled(hidden.data(), &inward[text.rows[k] * directions], text.values[k], directions);
    }
    for (float& h : hidden) h = std::max(0.0F, h / (1 - dropped));
  }

  void learn_from(const SparseText& text, const std::vector<int>& target, float rate, float dropped) {
    for (std::size_t c = 0; c < classes; ++c)
      error[c] = bias[c] + product(&outward[c * directions], hidden.data(), directions);
    to_shares(error);
    const float even = target.empty() ? 1.0F / static_cast<float>(classes) : 0.0F;
    for (float& e : error) e = even - e;
    for (const int c : target) error[static_cast<std::size_t>(c)] += 1.0F / static_cast<float>(target.size());
    std::fill(hidden_error.begin(), hidden_error.end(), 0.0F);
    for (std::size_t c = 0; c < classes; ++c) {
      if (std::abs(error[c]) < kTooSmall) continue;
      add_scaled(hidden_error.data(), &outward[c * directions], error[c], directions);
      class_gradient[c] += error[c] * error[c];
      const float step = rate * kOutwardRate / std::sqrt(class_gradient[c]) * error[c];
      add_scaled(&outward[c * directions], hidden.data(), step, directions);
      bias[c] += step;
    }
    for (std::size_t d = 0; d < directions; ++d)
      if (hidden[d] <= 0) hidden_error[d] = 0;
    const float square = product(hidden_error.data(), hidden_error.data(), directions) / static_cast<float>(directions);
    for (std::size_t k = 0; k < text.rows.size(); ++k) {
      if (!shown[k]) continue;
      const float value = text.values[k] / (1 - dropped);
      float& gradient = row_gradient[text.rows[k]];
      gradient += square * value * value;
      add_scaled(&inward[text.rows[k] * directions], hidden_error.data(), rate * value / std::sqrt(gradient),
                 directions);
    }
  }
};

}  // namespace

Network Network::train(const std::vector<SparseText>& texts, const std::vector<std::vector<int>>& targets,
                       std::size_t rows, int classes, const NetworkOptions& options) {
  Random random(options.seed);
  const auto n_classes = static_cast<std::size_t>(classes);
  const auto directions = static_cast<std::size_t>(options.directions);
  Draft draft(rows, n_classes, directions, random);
  std::vector<std::uint32_t> order(texts.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto steps = static_cast<double>(texts.size()) * options.rounds;
  double done = 0;
  for (int round = 0; round < options.rounds; ++round) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    for (const std::uint32_t i : order) {
      draft.look_at(texts[i], options.dropped, random);
      draft.learn_from(texts[i], targets[i], options.rate * static_cast<float>(1 - done++ / steps), options.dropped);
    }
  }
  Network out;
  out.inward_ = ByteRows(draft.inward, rows, options.directions, options.directions);
  out.bias_ = draft.bias;
  out.outward_.resize(directions * n_classes);
  for (std::size_t d = 0; d < directions; ++d)
    for (std::size_t c = 0; c < n_classes; ++c) out.outward_[d * n_classes + c] = draft.outward[c * directions + d];
  return out;
}

void Network::score(const SparseText& text, std::vector<float>& out) const {
  thread_local std::vector<float> hidden;
  hidden.assign(static_cast<std::size_t>(inward_.stride()), 0.0F);
  inward_.add(text, hidden);
  out.assign(bias_.begin(), bias_.end());
  for (std::size_t d = 0; d < static_cast<std::size_t>(inward_.width()); ++d)
    if (hidden[d] > 0) add_scaled(out.data(), &outward_[d * bias_.size()], hidden[d], bias_.size());
}

void Network::write(ByteWriter& out) const {
  inward_.write(out);
  out.array(outward_);
  out.array(bias_);
}

Network Network::read(ByteReader& in) {
  Network n;
  n.inward_ = ByteRows::read(in);
  n.outward_ = in.array<float>();
  n.bias_ = in.array<float>();
  if (n.outward_.size() != n.bias_.size() * static_cast<std::size_t>(n.inward_.width())) {
    in.fail();
    return {};
  }
  return n;
}

}  // namespace peakdesk::understanding
