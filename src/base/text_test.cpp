#include "base/text.h"

#include <gtest/gtest.h>

namespace peakdesk {

TEST(Text, FoldsCaseInEveryLanguage) {
  EXPECT_EQ(fold("Straße ÉTÉ ВОЗВРАТ"), fold("STRASSE été возврат"));
  EXPECT_EQ(fold_for_search("Été À Noël"), "ete a noel");
}

TEST(Text, RepairsInvalidBytes) {
  EXPECT_FALSE(is_valid_utf8("\xff"));
  EXPECT_EQ(to_valid_utf8(std::string("a\xff"
                                      "b\0c",
                                      5)),
            "a\xEF\xBF\xBD"
            "bc");
}

TEST(Text, TruncatesBetweenCharacters) {
  EXPECT_EQ(truncate("abc", 3), "abc");
  EXPECT_EQ(truncate("abcd", 3), "abc…");
  EXPECT_EQ(truncate("ab  cd", 3), "ab…");
  EXPECT_EQ(truncate("ab\r\ncd", 3), "ab…");
  EXPECT_EQ(truncate("abce\u0301f", 4), "abc…");  // an accent of its own stays with its letter
  EXPECT_EQ(truncate("äbcd", 3), "äbc…");
  EXPECT_EQ(truncate("👩‍👩‍👧 family", 2), "…");  // a cluster is never torn
  EXPECT_EQ(length("déjà"), 4u);
}

TEST(Text, CollapsesAndSplits) {
  EXPECT_EQ(collapse_space("  a \r\n b\tc "), "a b c");
  EXPECT_EQ(split("a,,b", ',').size(), 3u);
  EXPECT_EQ(escape_html("<a href=\"x\">&'"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
}

}  // namespace peakdesk
