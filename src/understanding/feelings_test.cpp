#include "understanding/feelings.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

namespace peakdesk::understanding {
namespace {

TEST(Feelings, SpeakTheirChoicesAndKeepHandles) {
  std::vector<LabelledText> texts;
  std::string error;
  ASSERT_TRUE(speak_feelings("en", "+\t@user {so|very} {kind|nice}!\n\n-\tnever again #fail\n", 7, texts, error))
      << error;
  ASSERT_EQ(texts.size(), 3U);  // a line with choices is spoken twice
  const std::set<std::string> kind = {"@user so kind!", "@user so nice!", "@user very kind!", "@user very nice!"};
  for (const std::size_t i : {0, 1}) {
    EXPECT_TRUE(kind.contains(texts[i].text)) << texts[i].text;
    EXPECT_EQ(texts[i].labels, std::vector<std::string>{"positive"});
    EXPECT_EQ(texts[i].group, 7U);
  }
  EXPECT_EQ(texts[2].text, "never again #fail");
  EXPECT_EQ(texts[2].labels, std::vector<std::string>{"negative"});
  EXPECT_EQ(texts[2].group, 8U);
}

TEST(Feelings, NameTheLineThatIsWrong) {
  std::vector<LabelledText> texts;
  std::string error;
  EXPECT_FALSE(speak_feelings("fr", "+\tbien\nbravo\n", 1, texts, error));
  EXPECT_EQ(error, "feelings.fr.tsv line 2: a line is -, 0 or +, a tab and a message");
  EXPECT_FALSE(speak_feelings("fr", "?\tbien\n", 1, texts, error));
  EXPECT_FALSE(speak_feelings("fr", "0\t\n", 1, texts, error));
  EXPECT_FALSE(speak_feelings("fr", "0\t{un|deux\n", 1, texts, error));
  EXPECT_EQ(error, "feelings.fr.tsv line 1: braces do not pair");
}

// A file that leans to one side would teach that its language does.
TEST(Feelings, EveryFileIsSoundAndBalanced) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(PEAKDESK_SOURCE_DIR "/src/understanding/corpus")) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with("feelings.")) continue;
    std::ifstream in(entry.path());
    const std::string file{std::istreambuf_iterator<char>(in), {}};
    std::vector<LabelledText> texts;
    std::string error;
    ASSERT_TRUE(speak_feelings(name.substr(9, 2), file, 1, texts, error)) << error;
    std::map<std::string, std::set<std::uint32_t>> lines;
    for (const auto& text : texts) {
      EXPECT_EQ(text.text.find_first_of("{}"), std::string::npos) << text.text;
      lines[text.labels[0]].insert(text.group);
    }
    const std::size_t all = lines["negative"].size() + lines["neutral"].size() + lines["positive"].size();
    for (const auto& [label, of_it] : lines) EXPECT_GT(of_it.size() * 10, all * 3) << name << " " << label;
    ++files;
  }
  EXPECT_EQ(files, 11U);
}

}  // namespace
}  // namespace peakdesk::understanding
