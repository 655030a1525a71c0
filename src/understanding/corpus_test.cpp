#include "understanding/corpus.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

namespace peakdesk::understanding {
namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Corpus, ChoosesAlternativesAndFillsSlots) {
  std::string error;
  const auto corpus = Corpus::parse("en", "@thing = hat|coat\n[order/cancel]\n{stop|cancel} my {big |}@thing\n", error);
  ASSERT_EQ(error, "");
  std::set<std::string> seen;
  for (const auto& text : corpus.speak(3'000, 0, 1, 0)) {
    EXPECT_EQ(text.labels, std::vector<std::string>{"order/cancel"});
    seen.insert(text.text);
  }
  EXPECT_TRUE(seen.contains("cancel my hat"));
  EXPECT_TRUE(seen.contains("stop my big coat"));
}

TEST(Corpus, SameSeedSameWords) {
  std::string error;
  const auto corpus = Corpus::parse("en", "[a]\n{one|two|three} @order\n[b]\n{four|five}\n", error);
  const auto first = corpus.speak(50, 0.2, 3, 0), second = corpus.speak(50, 0.2, 3, 0);
  ASSERT_EQ(first.size(), second.size());
  for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(first[i].text, second[i].text);
}

// What judges a classifier must not have been spoken to it, not even as the second half of another text.
TEST(Corpus, NoPatternIsSpokenInTwoGroups) {
  std::string file, error;
  for (const char* label : {"order/cancel", "order/change"}) {
    file += "[" + std::string(label) + "]\n";
    for (int i = 0; i < 40; ++i) file += "pattern" + std::string(1, label[8]) + std::to_string(i) + "x\n";
  }
  std::map<std::string, std::uint32_t> group_of;
  std::set<std::uint32_t> groups;
  int in_pairs = 0;
  for (const auto& text : Corpus::parse("en", file, error).speak(2'000, 0.3, 9, 5)) {
    groups.insert(text.group);
    in_pairs += text.labels.size() == 2;
    for (std::size_t at = 0; (at = text.text.find("pattern", at)) != std::string::npos; ++at) {
      const auto name = text.text.substr(at, text.text.find('x', at) - at);
      if (name.size() > 11) continue;  // mistyped
      const auto [it, first] = group_of.try_emplace(name, text.group);
      if (group_of.size() <= 80) EXPECT_EQ(it->second, text.group) << text.text;
    }
  }
  EXPECT_GE(groups.size(), 8U);
  EXPECT_GT(in_pairs, 50);
}

TEST(Corpus, OneAngryPatternDoesNotSpeakForItsLabel) {
  std::string file = "[a]\n", error;
  for (int i = 0; i < 99; ++i) file += "calm" + std::to_string(i) + "\n";
  file += "[a -]\nfurious\n";
  int angry = 0, all = 0;
  for (const auto& text : Corpus::parse("en", file, error).speak(1'000, 0, 4, 0)) {
    ++all;
    angry += text.sentiment == "negative";
  }
  EXPECT_NEAR(all, 1'000, 60);
  EXPECT_NEAR(angry, 10, 3);
}

TEST(Corpus, NamesTheLineThatIsWrong) {
  std::string error;
  Corpus::parse("en", "[a]\n{one|two\n", error);
  EXPECT_EQ(error, "en line 2: braces do not pair");
  Corpus::parse("en", "one\n", error);
  EXPECT_EQ(error, "en line 1: a pattern before the first [label]");
}

TEST(Corpus, EveryLanguageSpeaksOfEveryLabel) {
  std::set<std::string> english;
  for (const auto& entry : std::filesystem::directory_iterator(PEAKDESK_SOURCE_DIR "/src/understanding/corpus")) {
    if (entry.path().extension() != ".txt") continue;
    std::string error;
    const auto corpus = Corpus::parse(entry.path().stem().string(), read(entry.path()), error);
    ASSERT_EQ(error, "");
    const auto labels = corpus.labels();
    const std::set<std::string> these(labels.begin(), labels.end());
    if (english.empty()) english = these;
    EXPECT_EQ(these, english) << entry.path();
    for (const auto& text : corpus.speak(20, 0.1, 5, 0)) {
      EXPECT_EQ(text.text.find('{'), std::string::npos) << text.text;
      EXPECT_EQ(text.text.find("@hello"), std::string::npos) << text.text;
    }
  }
  EXPECT_GE(english.size(), 45U);
}

}  // namespace
}  // namespace peakdesk::understanding
