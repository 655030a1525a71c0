#include "understanding/text_classifier.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "understanding/bytes.h"

namespace peakdesk::understanding {
namespace {

LabelledText labelled(std::string label, std::string text) {
  LabelledText t;
  t.text = std::move(text);
  t.labels = {std::move(label)};
  return t;
}

/// Texts of made-up words: a word of the label among others that say nothing.
std::vector<LabelledText> made_up(int texts, std::uint64_t seed) {
  Random random(seed);
  std::vector<LabelledText> out;
  for (int i = 0; i < texts; ++i) {
    const auto label = random.below(6);
    std::string text;
    for (int w = 0; w < 6; ++w) text += "filler" + std::string(1, static_cast<char>('a' + random.below(20))) + " ";
    text += "word" + std::string(1, static_cast<char>('g' + label)) + static_cast<char>('a' + random.below(4));
    out.push_back(labelled("label" + std::to_string(label), text));
  }
  return out;
}

double share_right(const TextClassifier& classifier, const std::vector<LabelledText>& texts,
                   const TextClassifier* base) {
  double right = 0;
  std::vector<Feature> features;
  std::vector<GivenFeature> given;
  std::vector<TextClassifier::Guess> guesses;
  for (const auto& text : texts) {
    extract_features(tokenize(text.text), features);
    given.clear();
    if (classifier.borrows()) base->lend(features, given);
    classifier.guess(features, given, guesses);
    right += !guesses.empty() && classifier.labels()[static_cast<std::size_t>(guesses[0].label)] == text.labels[0];
  }
  return right / static_cast<double>(texts.size());
}

TEST(TextClassifier, FewTextsNeedNoNetwork) {
  const auto classifier = TextClassifier::train(made_up(120, 1), {}, nullptr);
  EXPECT_FALSE(classifier.has_networks());
  EXPECT_GT(share_right(classifier, made_up(200, 2), nullptr), 0.95);
}

TEST(TextClassifier, CatchesStrangersAndKeepsCustomers) {
  auto with_strangers = [](int customers, int strangers, std::uint64_t seed) {
    auto texts = made_up(customers + strangers, seed);
    for (int i = 0; i < strangers; ++i) {
      texts[i].labels.clear();
      texts[i].text = texts[i].text.substr(0, texts[i].text.rfind(' '));
    }
    return texts;
  };
  const auto classifier = TextClassifier::train(with_strangers(400, 80, 4), {}, nullptr);
  int caught = 0, kept = 0;
  std::vector<Feature> features;
  std::vector<TextClassifier::Guess> guesses;
  for (const auto& text : with_strangers(200, 100, 5)) {
    extract_features(tokenize(text.text), features);
    classifier.guess(features, {}, guesses);
    classifier.decide(guesses);
    caught += text.labels.empty() && guesses.empty();
    kept += !text.labels.empty() && !guesses.empty();
  }
  EXPECT_GE(caught, 60);
  EXPECT_GE(kept, 190);
}

TEST(TextClassifier, GoesThroughAFileUnchanged) {
  const auto texts = made_up(1'500, 3);
  const auto classifier = TextClassifier::train(texts, {}, nullptr);
  ByteWriter out;
  classifier.write(out);
  ByteReader in(out.bytes);
  const auto read = TextClassifier::read(in);
  ASSERT_FALSE(in.bad());
  EXPECT_EQ(read.has_networks(), classifier.has_networks());
  EXPECT_EQ(share_right(read, texts, nullptr), share_right(classifier, texts, nullptr));
}

// Fillers are in every text; the words that decide are rare. Room for few features must go to those.
TEST(TextClassifier, KeepsTheFeaturesThatSayMost) {
  const auto lessons = made_up(4'000, 8), exam = made_up(400, 9);
  TrainingOptions options;
  options.cost = 1.0;
  options.network_directions = 0;
  options.max_features = 150;
  const auto frequent = TextClassifier::train(lessons, options, nullptr);
  options.features_tried = 10'000;
  const auto telling = TextClassifier::train(lessons, options, nullptr);
  EXPECT_EQ(telling.features(), 150U);
  EXPECT_GT(share_right(telling, exam, nullptr), 0.98);
  EXPECT_GT(share_right(telling, exam, nullptr), share_right(frequent, exam, nullptr) + 0.1);
}

TEST(TextClassifier, DoesNotBorrowFromOneThatMisleads) {
  // The base was taught the same words under labels drawn by lot.
  auto wrong = made_up(600, 4);
  Random random(5);
  for (auto& text : wrong) text.labels = {"x" + std::to_string(random.below(6))};
  const auto base = TextClassifier::train(wrong, {}, nullptr);
  const auto lessons = made_up(300, 6), exam = made_up(300, 7);
  const auto alone = TextClassifier::train(lessons, {}, nullptr);
  const auto over = TextClassifier::train(lessons, {}, &base);
  EXPECT_GE(share_right(over, exam, &base) + 0.02, share_right(alone, exam, nullptr));
}

}  // namespace
}  // namespace peakdesk::understanding
