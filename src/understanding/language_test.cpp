#include "understanding/language.h"

#include <gtest/gtest.h>

#include "understanding/bytes.h"

namespace peakdesk::understanding {
namespace {

TEST(LanguageTable, AWordKnownWholeOutweighsItsPieces) {
  const auto table = LanguageTable::build({{"aa", {{"mango", 1}, {"quilt", 3}}}, {"bb", {{"mangos", 3}}}});
  EXPECT_EQ(table.guess("mango").code, "aa");
  EXPECT_EQ(table.guess("mangoz").code, "bb");
}

TEST(LanguageTable, IsTheSameAfterReadingAndRefusesADamagedFile) {
  WordCounts counts;
  for (const char* language : {"aa", "bb", "cc"})
    for (int i = 0; i < 300; ++i)
      counts[language]["word" + std::string(1 + i % 7, language[0]) + std::to_string(i)] = 1 + i % 40;
  const auto table = LanguageTable::build(counts);
  ByteWriter out, again;
  table.write(out);
  ByteReader in(out.bytes);
  const auto read = LanguageTable::read(in);
  ASSERT_FALSE(in.bad());
  EXPECT_TRUE(in.at_end());
  read.write(again);
  EXPECT_EQ(out.bytes, again.bytes);
  for (const char* text : {"wordaaa", "wordb wordbb", "wordccc aaa", "word"}) {
    EXPECT_EQ(read.guess(text).code, table.guess(text).code) << text;
    EXPECT_EQ(read.guess(text).confidence, table.guess(text).confidence) << text;
  }
  for (std::size_t cut = 0; cut < out.bytes.size(); cut += 97) {
    ByteReader shorter(std::string_view(out.bytes).substr(0, cut));
    LanguageTable::read(shorter);
    EXPECT_TRUE(shorter.bad()) << cut;
  }
}

}  // namespace
}  // namespace peakdesk::understanding
