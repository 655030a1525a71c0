#include "base/toml_guard.h"

#include <gtest/gtest.h>

namespace peakdesk {

TEST(TomlGuard, LettersInQuotesAndCommentsAreFine) {
  EXPECT_EQ(line_of_unquoted_letter("a = 1 # é\nb = \"Michał \\\" ł\" # ł\nc = 'ł'\n\"ł\" = 1\n"), 0u);
  EXPECT_EQ(line_of_unquoted_letter("a = \"\"\"\nł \\\n  ł \"ł\" \"\"\"\"\nb = '''ł\n\\ł''' # ł"), 0u);
  EXPECT_EQ(line_of_unquoted_letter("\xEF\xBB\xBF"
                                    "a = 1"),
            0u);
  EXPECT_EQ(line_of_unquoted_letter("a = [\"ł\",'ł', \"ł\"]\nb.\"ł\" = {\"ł\"='ł'}\n[\"ł\"]\n[['ł']]\n\t\"ł\"\t=\t'ł'"),
            0u);
  EXPECT_EQ(line_of_unquoted_letter(""), 0u);
}

TEST(TomlGuard, OutsideOfThemTheLineIsNamed) {
  EXPECT_EQ(line_of_unquoted_letter("ł = 1"), 1u);
  EXPECT_EQ(line_of_unquoted_letter("a = 1\nb = ł\n"), 2u);
  EXPECT_EQ(line_of_unquoted_letter("a = \"x\"ł"), 1u);
  EXPECT_EQ(line_of_unquoted_letter("a = \"\"ł"), 1u);
  EXPECT_EQ(line_of_unquoted_letter("a = \"\"\"x\n\\ł\"\"\""), 2u);
  EXPECT_EQ(line_of_unquoted_letter("a = '''x\\'''ł"), 1u);
  EXPECT_EQ(line_of_unquoted_letter("\na = 2\"2026-1ł\""), 2u) << "no string begins within a bare value";
  EXPECT_EQ(line_of_unquoted_letter("a = \"unended\nł = 1"), 2u);
}

}  // namespace peakdesk
