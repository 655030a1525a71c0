#include "understanding/learner.h"

#include <gtest/gtest.h>

#include "understanding/clusters.h"
#include "understanding/shipped_model.h"

namespace peakdesk::understanding {
namespace {

Model shipped() {
  Model model;
  std::string error;
  EXPECT_TRUE(Model::read(shipped_model(), model, error)) << error;
  return model;
}

Answered answer(const Model& model, std::string text) {
  LabelledText t;
  t.text = std::move(text);
  return answer_all(model, {t})[0];
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
  const auto result = learn(shipped(), corrections, {});
  ASSERT_TRUE(result.better) << result.reason;
  const auto a = answer(result.model, "could you please engrave my daughter's name");
  ASSERT_FALSE(a.answer.empty());
  EXPECT_EQ(a.answer[0], "shop/engraving");
}

TEST(Learner, RefusesTooFew) {
  const auto result = learn(shipped(), corrections_with("a", {"one", "two"}), {});
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
