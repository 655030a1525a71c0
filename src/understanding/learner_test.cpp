#include "understanding/learner.h"

#include <gtest/gtest.h>

#include "understanding/clusters.h"
#include "understanding/shipped_model.h"
#include "understanding/training_file.h"

namespace peakdesk::understanding {
namespace {

Model shipped() {
  Model model;
  std::string error;
  EXPECT_TRUE(Model::read(shipped_model(), model, error)) << error;
  return model;
}

Answered answer(const Model& model, const TextClassifier& intents, std::string text) {
  LabelledText t;
  t.text = std::move(text);
  return answer_all(model.foundation(), intents, {t})[0];
}

std::vector<LabelledText> known_english() {
  std::vector<LabelledText> known;
  std::string error;
  EXPECT_TRUE(read_examples(shipped_examples(), {"en"}, known, error)) << error;
  return known;
}

std::vector<LabelledText> corrections_with(std::string_view label, const std::vector<std::string>& texts) {
  std::vector<LabelledText> out;
  for (const auto& text : texts) {
    LabelledText t;
    t.text = text;
    t.labels = {std::string(label)};
    out.push_back(t);
  }
  return out;
}

TEST(Learner, LearnsTheShopsOwnLabelsFromAHandful) {
  auto corrections = corrections_with("shop/engraving",
                                      {"can you engrave a name on it", "i want initials engraved", "engraving please",
                                       "how much is an engraving", "the engraving has a typo", "engrave the date 12/05",
                                       "what fonts are there for engraving", "is engraving possible on the mug"});
  const auto rental =
      corrections_with("shop/rental", {"i want to rent the tent for a weekend", "how much is renting per day",
                                       "can i rent it", "return the rented tent tomorrow", "rental deposit back please",
                                       "is the rental available in july", "prolong my rental", "rent two bikes"});
  corrections.insert(corrections.end(), rental.begin(), rental.end());
  const Model model = shipped();
  const auto result = learn(model, nullptr, corrections, known_english());
  ASSERT_TRUE(result.better) << result.reason;
  const auto a = answer(model, result.intents, "could you please engrave my daughter's name");
  ASSERT_FALSE(a.answer.empty());
  EXPECT_EQ(a.answer[0], "shop/engraving");
  // What nobody corrected is still known.
  const auto b = answer(model, result.intents, "where is my parcel, it should have been here on monday");
  ASSERT_FALSE(b.answer.empty());
  EXPECT_EQ(b.answer[0], "shipping/status");
  EXPECT_GE(result.known_after, result.known_before - 0.03);
}

TEST(Learner, JudgesByWhatNeitherHasSeen) {
  std::vector<LabelledText> corrections;
  for (int i = 0; i < 30; ++i) {
    LabelledText t;
    t.text = "please engrave the number " + std::string(1, static_cast<char>('a' + i)) + "x on it";
    t.labels = {"shop/engraving"};
    corrections.push_back(t);
  }
  const Model model = shipped();
  LearningOptions options;
  options.seen = 25;
  const auto result = learn(model, nullptr, corrections, {}, options);
  EXPECT_EQ(result.judges, 5u);
  options.seen = 30;
  EXPECT_EQ(learn(model, nullptr, corrections, {}, options).judges, 0u);
}

TEST(Learner, KeepsWhatAnswersBetter) {
  // Corrections that contradict each other teach nothing; those in use stay.
  std::vector<LabelledText> corrections;
  const auto known = known_english();
  for (std::size_t i = 0; i < 60 && i * 7 < known.size(); ++i) {
    LabelledText t = known[i * 7];
    if (t.labels.empty()) continue;
    if (i < 30) t.labels = {i % 2 ? "shop/nonsense" : "shop/rubbish"};
    corrections.push_back(t);
  }
  LearningOptions options;
  options.seen = 30;
  options.times_corrections = 30;
  const auto result = learn(shipped(), nullptr, corrections, {}, options);
  EXPECT_FALSE(result.better) << result.reason;
  EXPECT_TRUE(result.intents.empty());
}

TEST(Learner, RefusesTooFew) {
  const auto result = learn(shipped(), nullptr, corrections_with("a", {"one", "two"}), {});
  EXPECT_FALSE(result.better);
  EXPECT_NE(result.reason, "");
}

TEST(Clusters, FindWhatManySay) {
  std::vector<std::string> texts;
  const char* kLid[] = {"the lid leaks all over my bag", "lid is leaking", "my bottle leaks at the lid",
                        "leaking lid again", "the lid leaked in my car"};
  for (const char* t : kLid) texts.emplace_back(t);
  for (int i = 0; i < 40; ++i)
    texts.push_back("subject number" + std::string(1, static_cast<char>('a' + i % 26)) + "x about topic" +
                    std::string(1 + i / 26, static_cast<char>('k' + i % 13)));
  const auto clusters = find_clusters(texts);
  ASSERT_FALSE(clusters.empty());
  bool found = false;
  for (const auto& cluster : clusters) {
    std::size_t lids = 0;
    for (auto member : cluster.members) lids += member < 5;
    found = found || (lids >= 4 && cluster.members.size() <= 6);
  }
  EXPECT_TRUE(found);
  EXPECT_TRUE(find_clusters({}).empty());
}

}  // namespace
}  // namespace peakdesk::understanding
