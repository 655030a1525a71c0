#include "understanding/text_classifier.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "understanding/bytes.h"

namespace peakdesk::understanding {
namespace {

constexpr std::size_t kMostGuesses = 4;
constexpr float kSecondLabel = 0.5F;        // a further intent must be likelier than not
constexpr std::size_t kFewTexts = 3'000;    // below this a feature seen once still helps
constexpr std::size_t kVeryFewTexts = 600;  // below this a fold must not miss more than a tenth of them
constexpr int kFoldsOfVeryFew = 10;
constexpr std::size_t kNetworkTexts = 1'000;  // below this a network learns words by heart
constexpr int kNetworks = 3;                  // their mean tells strangers better than one does
constexpr std::size_t kManyTexts = 20'000;    // past which one network must do, or a shop's learning takes too long
constexpr double kStrangersCaught = 0.65;     // of those held back; what has learnt from all of them catches more
constexpr double kMostLost = 0.03;            // but no more right answers than this are given up for it
constexpr double kLostForNobody = 0.005;      // and no more than this where there were no strangers to learn from
constexpr double kFewestStrangers = 10;
constexpr double kOddsOfExamples = 3.3;    // what missing examples cost in log-odds; from small parts of public sets
constexpr float kSharpness = 4.0F;         // of linear scores when they are turned into shares
constexpr double kNetworkSteps = 250'000;  // looks at texts that a network takes to learn, within these rounds
constexpr int kTrialRounds = 4;            // after which it is clear what a feature says
constexpr double kFewestRounds = 6, kMostRounds = 30;

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

/// Scores into logarithms of shares that sum to one.
void to_log_shares(std::vector<float>& scores) {
  const float most = *std::max_element(scores.begin(), scores.end());
  float sum = 0;
  for (const float s : scores) sum += std::exp(s - most);
  const float all = most + std::log(sum);
  for (float& s : scores) s -= all;
}

Evidence evidence_of(const TextClassifier::Reading& r, std::size_t i) {
  const std::vector<float>& scores = r.scores;
  const std::vector<int>& best = r.best;
  const float own = scores[best[i]];
  const float other = i > 0 ? scores[best[0]] : best.size() > 1 ? scores[best[1]] : -1.0F;
  const float log_share = r.shares[best[i]], share = std::exp(log_share);
  const float odds = std::clamp(log_share - std::log(std::max(1 - share, 1e-6F)), -8.0F, 8.0F);
  return {own, own - other, odds, r.text.coverage, r.words};
}

float count_words_of(std::span<const Feature> features) {
  float n = 0;
  for (const Feature& f : features) n += f.kind == FeatureKind::Words ? 1.0F / 3 : 0.0F;  // word, pair, skip
  return n;
}

/// How much less was known of the labels of held-back texts while those were judged than when all is learnt: the mean
/// of 1/sqrt(examples), which errors follow, less the same with all examples.
double missing_examples(const std::vector<std::vector<int>>& targets, const std::vector<int>& fold, int judged_folds,
                        std::size_t labels) {
  std::vector<double> all(labels, 0.0);
  std::vector<std::vector<double>> in_fold(static_cast<std::size_t>(judged_folds), all);
  for (std::size_t i = 0; i < targets.size(); ++i) {
    for (const int c : targets[i]) {
      all[c] += 1;
      if (fold[i] < judged_folds) in_fold[fold[i]][c] += 1;
    }
  }
  double missing = 0, judged = 0;
  for (const auto& held_back : in_fold) {
    for (std::size_t c = 0; c < labels; ++c) {
      if (held_back[c] == 0) continue;
      missing += held_back[c] * (1 / std::sqrt(std::max(all[c] - held_back[c], 1.0)) - 1 / std::sqrt(all[c]));
      judged += held_back[c];
    }
  }
  return judged > 0 ? missing / judged : 0;
}

}  // namespace

/// How to learn; what is not given is chosen on held-back texts.
struct TextClassifier::Recipe {
  double cost = 1.0;
  float character_weight = 1.0F;
  bool borrow = false;
  int rounds = 10;
  int networks = 0;
};

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
  std::vector<SparseText> vectors(const Dictionary& dictionary) const {
    std::vector<SparseText> sparse(features.size());
    for (std::size_t i = 0; i < features.size(); ++i) dictionary.vectorise(features[i], given[i], sparse[i]);
    return sparse;
  }
  Dictionary dictionary(int classes, const TrainingOptions& options, const Recipe& recipe, SolverOptions solver) const {
    const int min_texts = features.size() < kFewTexts ? 1 : 2;
    const std::size_t most = std::max(options.max_features, options.features_tried);
    const std::vector<std::vector<GivenFeature>> none;
    Dictionary wide =
        Dictionary::build(features, min_texts, most, {recipe.character_weight, 1.0F}, recipe.borrow ? given : none);
    if (wide.rows() <= options.max_features) return wide;
    // The most frequent are mostly pieces that every label has; what some rounds of learning lean on is kept.
    solver.rounds = kTrialRounds;
    const auto weights = LinearWeights::train(vectors(wide), targets, {}, wide.rows(), classes, solver);
    std::vector<std::uint32_t> rows(wide.rows());
    std::iota(rows.begin(), rows.end(), 0U);
    const auto kept = rows.begin() + static_cast<std::ptrdiff_t>(options.max_features);
    std::vector<float> says(wide.rows());
    for (std::size_t r = 0; r < wide.rows(); ++r) says[r] = weights.length(r) * wide.idf(r);
    std::nth_element(rows.begin(), kept, rows.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return says[a] != says[b] ? says[a] > says[b] : a < b; });
    std::sort(rows.begin(), kept);
    return wide.only({rows.begin(), kept});
  }
  void learn(TextClassifier& into, const TrainingOptions& options, const Recipe& recipe) const {
    const int classes = static_cast<int>(into.labels_.size());
    SolverOptions solver;
    solver.cost = recipe.cost;
    solver.positive_cost = 2.0;
    solver.rounds = recipe.rounds;
    solver.seed = options.seed;
    into.dictionary_ = dictionary(classes, options, recipe, solver);
    const std::vector<SparseText> sparse = vectors(into.dictionary_);
    into.weights_ = LinearWeights::train(sparse, targets, {}, into.dictionary_.rows(), classes, solver);
    if (recipe.networks == 0) return;
    NetworkOptions net;
    net.directions = options.network_directions;
    net.rounds = static_cast<int>(
        std::clamp(kNetworkSteps / static_cast<double>(features.size() + 1), kFewestRounds, kMostRounds));
    for (int n = 0; n < recipe.networks; ++n) {
      net.seed = options.seed + static_cast<std::uint64_t>(n);
      into.networks_.push_back(Network::train(sparse, targets, into.dictionary_.rows(), classes, net));
    }
  }
};

/// What guesses about held-back texts came to.
struct TextClassifier::Judged {
  std::vector<JudgedGuess> all, best;
  std::vector<char> stranger;
  std::size_t right = 0;

  void add(const Reading& reading, const std::vector<int>& truth) {
    auto is_true = [&](int c) { return std::find(truth.begin(), truth.end(), c) != truth.end(); };
    for (std::size_t k = 0; k < reading.best.size() && k < 3; ++k) {
      const JudgedGuess g{evidence_of(reading, k), is_true(reading.best[k]), 1.0F};
      all.push_back(g);
      if (k > 0) continue;
      best.push_back(g);
      stranger.push_back(truth.empty());
      right += g.right;
    }
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
  const bool few = texts.size() < kFewTexts;
  const int folds = std::max(texts.size() < kVeryFewTexts ? kFoldsOfVeryFew : 2, options.folds);
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
  // Of many texts one held-back part says as much as all of them.
  const int judged_folds = texts.size() > kManyTexts ? std::min(folds, 1) : folds;
  auto judge = [&](const TextClassifier& trained, int held_back, Judged& into) {
    Reading reading;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (fold[i] != held_back) continue;
      trained.read_text(all.features[i], all.given[i], reading);
      if (!reading.best.empty()) into.add(reading, all.targets[i]);
    }
  };
  auto others = [&](int held_back) {
    std::vector<std::uint32_t> which;
    for (std::uint32_t i = 0; i < fold.size(); ++i)
      if (fold[i] != held_back) which.push_back(i);
    return all.subset(which);
  };
  auto untrained = [&] {
    TextClassifier trial;
    trial.labels_ = result.labels_;
    return trial;
  };
  // Few texts are quickly learnt from, and it is there that one held-back part would be chance.
  Recipe recipe;
  recipe.rounds = std::min(options.rounds, 6);
  std::vector<Recipe> recipes;
  const bool may_refuse = result.borrows_ && options.cost <= 0;  // what another model thinks can mislead
  for (const bool borrow : {result.borrows_, false}) {
    if (!borrow && result.borrows_ && !may_refuse) continue;
    for (const double cost : {1.0, 0.3, 0.1}) {
      if (options.cost > 0 ? cost != 1.0 : cost == 0.3 && !few) continue;
      for (const float weight : {1.0F, 2.0F}) {
        if (weight != 1.0F && (options.character_weight > 0 || !few)) continue;
        recipe.borrow = borrow;
        recipe.cost = options.cost > 0 ? options.cost : cost;
        recipe.character_weight = options.character_weight > 0 ? options.character_weight : weight;
        recipes.push_back(recipe);
      }
    }
    if (!result.borrows_) break;
  }
  if (recipes.size() > 1) {
    std::vector<std::size_t> right(recipes.size(), 0);
    for (int held_back = 0; held_back < (few ? folds : 1); ++held_back) {
      const Prepared part = others(held_back);
      for (std::size_t k = 0; k < recipes.size(); ++k) {
        TextClassifier trial = untrained();
        part.learn(trial, options, recipes[k]);
        Judged judged;
        judge(trial, held_back, judged);
        right[k] += judged.right;
      }
    }
    recipe = recipes[static_cast<std::size_t>(std::max_element(right.begin(), right.end()) - right.begin())];
  }
  result.chosen_cost_ = recipe.cost;
  result.borrows_ = recipe.borrow;
  recipe.rounds = options.rounds;
  if (options.network_directions > 0 && texts.size() >= kNetworkTexts)
    recipe.networks = texts.size() > kManyTexts ? 1 : kNetworks;
  Judged linear, both;
  for (int held_back = 0; held_back < judged_folds; ++held_back) {
    TextClassifier trial = untrained();
    others(held_back).learn(trial, options, recipe);
    if (recipe.networks > 0) judge(trial, held_back, both);
    trial.networks_.clear();
    judge(trial, held_back, linear);
  }
  if (both.right <= linear.right) recipe.networks = 0;
  const Judged& judged = recipe.networks > 0 ? both : linear;
  result.calibration_ = Calibration::fit(judged.all);
  result.calibration_.raise(kOddsOfExamples * missing_examples(all.targets, fold, judged_folds, result.labels_.size()));
  result.choose_threshold(judged.best, judged.stranger);
  all.learn(result, options, recipe);
  return result;
}

void TextClassifier::choose_threshold(std::span<const JudgedGuess> best, std::span<const char> stranger) {
  struct Point {
    float confidence;
    bool right, stranger;
  };
  std::vector<Point> points;
  double strangers = 0, right = 0;
  for (std::size_t i = 0; i < best.size(); ++i) {
    points.push_back({calibration_.confidence(best[i].evidence), best[i].right, stranger[i] != 0});
    strangers += stranger[i] != 0;
    right += best[i].right;
  }
  std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.confidence < b.confidence; });
  if (right == 0) return;
  const bool met_strangers = strangers >= kFewestStrangers;
  const double may_lose = (met_strangers ? kMostLost : kLostForNobody) * right;
  double lost = 0, caught = 0;
  for (const Point& p : points) {
    threshold_ = p.confidence;
    if (met_strangers && caught >= kStrangersCaught * strangers) break;
    if (p.stranger)
      caught += 1;
    else
      lost += p.right;
    if (lost > may_lose) break;
  }
  if (!met_strangers) threshold_ = std::min(threshold_, 0.3F);
}

void TextClassifier::weigh(Reading& r) const {
  thread_local std::vector<float> networks, one;
  weights_.score(r.text, r.scores);
  r.shares.resize(r.scores.size());
  for (std::size_t c = 0; c < r.scores.size(); ++c) r.shares[c] = kSharpness * r.scores[c];
  if (!networks_.empty()) {
    networks.assign(r.scores.size(), 0.0F);
    for (const Network& network : networks_) {
      network.score(r.text, one);
      for (std::size_t c = 0; c < one.size(); ++c) networks[c] += one[c];
    }
    const auto n = static_cast<float>(networks_.size());
    for (std::size_t c = 0; c < r.scores.size(); ++c) r.shares[c] = (r.shares[c] + networks[c] / n) / 2;
  }
  to_log_shares(r.shares);
  best_labels(r.shares, r.best);
}

void TextClassifier::read_text(std::span<const Feature> features, std::span<const GivenFeature> given,
                               Reading& out) const {
  out.scores.clear();
  out.best.clear();
  if (labels_.empty() || features.empty()) return;
  dictionary_.vectorise(features, given, out.text);
  out.words = count_words_of(features);
  weigh(out);
}

void TextClassifier::guess(const Reading& reading, std::vector<Guess>& out) const {
  out.clear();
  if (reading.best.empty() || reading.text.rows.empty()) return;
  for (std::size_t k = 0; k < reading.best.size(); ++k)
    out.push_back({reading.best[k], calibration_.confidence(evidence_of(reading, k))});
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
  out.number(static_cast<std::uint32_t>(networks_.size()));
  for (const Network& network : networks_) network.write(out);
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
  const auto networks = in.number<std::uint32_t>();
  for (std::uint32_t n = 0; n < networks && !in.bad(); ++n) {
    const Network& network = c.networks_.emplace_back(Network::read(in));
    if (network.empty() || network.classes() != c.weights_.classes() || network.rows() != c.weights_.rows()) in.fail();
  }
  if (c.weights_.classes() != static_cast<int>(c.labels_.size()) || c.weights_.rows() != c.dictionary_.rows())
    in.fail();
  return in.bad() ? TextClassifier{} : std::move(c);
}

}  // namespace peakdesk::understanding
