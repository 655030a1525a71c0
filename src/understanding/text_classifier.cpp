#include "understanding/text_classifier.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "understanding/bytes.h"

namespace peakdesk::understanding {
namespace {

constexpr std::size_t kMostGuesses = 4;
constexpr float kSecondLabel = 0.5F;      // a further intent must be likelier than not
constexpr std::size_t kFewTexts = 3'000;  // below this a feature seen once still helps
constexpr double kStrangerWorth = 0.08;   // one more stranger caught against one customer's intent lost

/// The labels with the highest scores, best first.
void best_labels(const std::vector<float>& scores, std::vector<int>& out) {
  out.clear();
  for (int c = 0; c < static_cast<int>(scores.size()); ++c) {
    if (out.size() == kMostGuesses && scores[c] <= scores[out.back()]) continue;
    if (out.size() == kMostGuesses) out.pop_back();
    auto at = out.end();
    while (at != out.begin() && scores[*(at - 1)] < scores[c]) --at;
    out.insert(at, c);
  }
}

Evidence evidence_of(const std::vector<float>& scores, const std::vector<int>& best, std::size_t i, float coverage,
                     float words) {
  const float own = scores[best[i]];
  const float other = i > 0 ? scores[best[0]] : best.size() > 1 ? scores[best[1]] : -1.0F;
  return {own, own - other, coverage, words};
}

float count_words_of(std::span<const Feature> features) {
  float n = 0;
  for (const Feature& f : features) n += f.character ? 0.0F : 0.25F;  // word, pair, skip, triple
  return n;
}

}  // namespace

struct TextClassifier::Prepared {
  std::vector<std::vector<Feature>> features;
  std::vector<std::vector<GivenFeature>> given;
  std::vector<std::vector<int>> targets;

  Prepared subset(const std::vector<std::uint32_t>& which) const {
    Prepared p;
    for (auto i : which) {
      p.features.push_back(features[i]);
      p.given.push_back(given[i]);
      p.targets.push_back(targets[i]);
    }
    return p;
  }
  void learn(TextClassifier& into, const TrainingOptions& options, double cost, int rounds) const {
    const int min_texts = features.size() < kFewTexts ? 1 : 2;
    into.dictionary_ =
        Dictionary::build(features, min_texts, options.max_features, {options.character_weight, 1.0F}, given);
    std::vector<SparseText> sparse(features.size());
    for (std::size_t i = 0; i < features.size(); ++i) into.dictionary_.vectorise(features[i], given[i], sparse[i]);
    SolverOptions solver;
    solver.cost = cost;
    solver.positive_cost = 2.0;
    solver.rounds = rounds;
    solver.seed = options.seed;
    into.weights_ = LinearWeights::train(sparse, targets, {}, into.dictionary_.rows(),
                                         static_cast<int>(into.labels_.size()), solver);
  }
};

TextClassifier TextClassifier::train(const std::vector<LabelledText>& texts, const TrainingOptions& options,
                                     const TextClassifier* base) {
  TextClassifier result;
  std::map<std::string, int> ids;
  for (const LabelledText& text : texts)
    for (const auto& label : text.labels) ids.emplace(label, 0);
  for (auto& [label, id] : ids) {
    id = static_cast<int>(result.labels_.size());
    result.labels_.push_back(label);
  }
  if (result.labels_.empty()) return result;
  result.borrows_ = base != nullptr && !base->empty();

  Prepared all;
  std::size_t strangers = 0;
  for (const LabelledText& text : texts) {
    extract_features(tokenize(text.text), all.features.emplace_back());
    auto& given = all.given.emplace_back();
    if (result.borrows_) base->lend(all.features.back(), given);
    auto& targets = all.targets.emplace_back();
    for (const auto& label : text.labels) targets.push_back(ids.at(label));
    strangers += targets.empty();
  }

  // Held-back guesses. A text's fold follows its group, so that like words never sit on both sides.
  const int folds = std::max(2, options.folds);
  Random random(options.seed);
  std::map<std::uint32_t, int> fold_of_group;
  std::vector<int> fold(texts.size());
  bool grouped = false;
  for (const LabelledText& text : texts) grouped = grouped || text.group != 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (grouped)
      fold[i] = fold_of_group.try_emplace(texts[i].group, static_cast<int>(random.below(folds))).first->second;
    else
      fold[i] = static_cast<int>(random.below(folds));
  }
  // Past 20,000 texts two held-back parts say as much as all of them.
  const int judged_folds = texts.size() > 20'000 ? std::min(folds, 1) : folds;
  std::vector<JudgedGuess> judged, best_judged;
  std::vector<char> stranger;
  auto judge = [&](const TextClassifier& trained, int held_back, bool keep) {
    std::size_t right = 0;
    SparseText sparse;
    std::vector<float> scores;
    std::vector<int> best;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (fold[i] != held_back) continue;
      trained.dictionary_.vectorise(all.features[i], all.given[i], sparse);
      trained.weights_.score(sparse, scores);
      best_labels(scores, best);
      const auto& truth = all.targets[i];
      auto is_true = [&](int c) { return std::find(truth.begin(), truth.end(), c) != truth.end(); };
      right += is_true(best[0]);
      if (!keep) continue;
      const float words = count_words_of(all.features[i]);
      for (std::size_t k = 0; k < best.size() && k < 3; ++k) {
        const JudgedGuess g{evidence_of(scores, best, k, sparse.coverage, words), is_true(best[k]), 1.0F};
        judged.push_back(g);
        if (k == 0) {
          best_judged.push_back(g);
          stranger.push_back(truth.empty());
        }
      }
    }
    return right;
  };
  auto others = [&](int held_back) {
    std::vector<std::uint32_t> which;
    for (std::uint32_t i = 0; i < fold.size(); ++i)
      if (fold[i] != held_back) which.push_back(i);
    return which;
  };
  result.chosen_cost_ = options.cost;
  if (options.cost <= 0) {
    const Prepared part = all.subset(others(0));
    std::size_t most = 0;
    for (const double cost : {1.0, 0.1}) {
      TextClassifier trial;
      trial.labels_ = result.labels_;
      part.learn(trial, options, cost, std::min(options.rounds, 6));
      const std::size_t right = judge(trial, 0, false);
      if (result.chosen_cost_ <= 0 || right > most) {
        most = right;
        result.chosen_cost_ = cost;
      }
    }
  }
  for (int held_back = 0; held_back < judged_folds; ++held_back) {
    TextClassifier trial;
    trial.labels_ = result.labels_;
    all.subset(others(held_back)).learn(trial, options, result.chosen_cost_, options.rounds);
    judge(trial, held_back, true);
  }
  result.calibration_ = Calibration::fit(judged);
  result.choose_threshold(best_judged, stranger);
  all.learn(result, options, result.chosen_cost_, options.rounds);
  return result;
}

void TextClassifier::choose_threshold(std::span<const JudgedGuess> best, std::span<const char> stranger) {
  struct Point {
    float confidence;
    bool right, stranger;
  };
  std::vector<Point> points;
  double customers = 0, strangers = 0, right = 0;
  for (std::size_t i = 0; i < best.size(); ++i) {
    points.push_back({calibration_.confidence(best[i].evidence), best[i].right, stranger[i] != 0});
    strangers += stranger[i] != 0;
    customers += stranger[i] == 0;
    right += best[i].right;
  }
  std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.confidence < b.confidence; });
  if (points.empty() || customers == 0) return;
  double best_worth = -1, lost = 0, caught = 0;
  threshold_ = 0;
  for (const Point& p : points) {
    // With no stranger to learn from, what is rejected may cost one right answer in two hundred.
    const double worth = strangers >= 10         ? (right - lost) / customers + kStrangerWorth * caught / strangers
                         : lost <= 0.005 * right ? p.confidence
                                                 : -1;
    if (worth > best_worth) {
      best_worth = worth;
      threshold_ = p.confidence;
    }
    if (p.stranger)
      caught += 1;
    else
      lost += p.right;
  }
  if (strangers < 10) threshold_ = std::min(threshold_, 0.3F);
}

void TextClassifier::read_text(std::span<const Feature> features, std::span<const GivenFeature> given,
                               Reading& out) const {
  out.scores.clear();
  out.best.clear();
  if (labels_.empty() || features.empty()) return;
  dictionary_.vectorise(features, given, out.text);
  out.words = count_words_of(features);
  weights_.score(out.text, out.scores);
  best_labels(out.scores, out.best);
}

void TextClassifier::guess(const Reading& reading, std::vector<Guess>& out) const {
  out.clear();
  if (reading.best.empty() || reading.text.rows.empty()) return;
  for (std::size_t k = 0; k < reading.best.size(); ++k)
    out.push_back({reading.best[k], calibration_.confidence(evidence_of(reading.scores, reading.best, k,
                                                                        reading.text.coverage, reading.words))});
  std::stable_sort(out.begin(), out.end(), [](const Guess& a, const Guess& b) { return a.confidence > b.confidence; });
}

void TextClassifier::guess(std::span<const Feature> features, std::span<const GivenFeature> given,
                           std::vector<Guess>& out) const {
  Reading reading;
  read_text(features, given, reading);
  guess(reading, out);
}

void TextClassifier::decide(std::vector<Guess>& guesses) const {
  if (guesses.empty() || guesses[0].confidence < threshold_) {
    guesses.clear();
    return;
  }
  std::size_t kept = 1;
  while (kept < guesses.size() && kept < 3 && guesses[kept].confidence >= kSecondLabel) ++kept;
  guesses.resize(kept);
}

void TextClassifier::lend(const Reading& reading, std::vector<GivenFeature>& out) const {
  out.clear();
  for (const int c : reading.best) {
    const float strength = (reading.scores[c] + 1) / 2;
    if (strength > 0.1F) out.push_back({named_feature(labels_[c]), std::min(strength, 1.0F)});
  }
}

void TextClassifier::lend(std::span<const Feature> features, std::vector<GivenFeature>& out) const {
  Reading reading;
  read_text(features, {}, reading);
  lend(reading, out);
}

void TextClassifier::write(ByteWriter& out) const {
  out.number(static_cast<std::uint32_t>(labels_.size()));
  for (const auto& label : labels_) out.text(label);
  out.number(threshold_);
  out.number(static_cast<std::uint8_t>(borrows_));
  out.number(chosen_cost_);
  calibration_.write(out);
  dictionary_.write(out);
  weights_.write(out);
}

TextClassifier TextClassifier::read(ByteReader& in) {
  TextClassifier c;
  const auto labels = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < labels && !in.bad(); ++i) c.labels_.push_back(in.text());
  c.threshold_ = in.number<float>();
  c.borrows_ = in.number<std::uint8_t>() != 0;
  c.chosen_cost_ = in.number<double>();
  c.calibration_ = Calibration::read(in);
  c.dictionary_ = Dictionary::read(in);
  c.weights_ = LinearWeights::read(in);
  if (c.weights_.classes() != static_cast<int>(c.labels_.size()) || c.weights_.rows() != c.dictionary_.rows())
    in.fail();
  return in.bad() ? TextClassifier{} : std::move(c);
}

}  // namespace peakdesk::understanding
