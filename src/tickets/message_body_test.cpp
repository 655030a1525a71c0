#include "tickets/message_body.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace peakdesk::tickets {
namespace {

std::string repeated(const std::string& part, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += part;
  return out;
}

TEST(Excerpt, IsOneLineOfTheStart) {
  EXPECT_EQ(make_excerpt("  Hello,\r\n\r\n\twhere is   my parcel?\n"), "Hello, where is my parcel?");
  EXPECT_EQ(make_excerpt(""), "");
  EXPECT_EQ(make_excerpt(" \n\t "), "");
  EXPECT_EQ(make_excerpt(repeated("a", 160)), repeated("a", 160));
  EXPECT_EQ(make_excerpt(repeated("a", 161)), repeated("a", 160) + "…");
}

TEST(Excerpt, CountsCharactersOfAnyLanguage) {
  const std::string greeting = "привет ";  // seven characters of two bytes, but for the space
  EXPECT_EQ(make_excerpt(repeated(greeting, 22)), trim(repeated(greeting, 22)));
  const std::string cut = make_excerpt(repeated(greeting, 100));
  EXPECT_EQ(length(cut), 161u);
  EXPECT_TRUE(cut.ends_with("…"));
  const std::string family = "👨‍👩‍👧";  // five code points that are one character to a reader
  EXPECT_EQ(make_excerpt(repeated(family, 40)), repeated(family, 32) + "…");
}

TEST(Excerpt, IsValidWhateverComes) {
  for (const std::string& bad : {std::string("\xff\xfe hello"), repeated("\x80", 100'000), std::string("a\0b", 3),
                                 repeated(" ", 100'000) + "x", std::string("half \xe2\x82")}) {
    const std::string excerpt = make_excerpt(bad);
    EXPECT_TRUE(is_valid_utf8(excerpt));
    EXPECT_EQ(excerpt.find('\0'), std::string::npos);
    EXPECT_LE(length(excerpt), 161u);
  }
  EXPECT_EQ(make_excerpt(repeated(" ", 100'000) + "x"), "x");
}

TEST(Body, IsMadeOfWhatIsThere) {
  const MessageBody from_text = make_body("", "Tea & <cups>\nplease");
  EXPECT_EQ(from_text.html, "<div>Tea &amp; &lt;cups&gt;<br>please</div>");
  EXPECT_EQ(from_text.excerpt, "Tea & <cups> please");
  const MessageBody from_html = make_body("<p>Tea <script>x</script><b>please</b></p>", "");
  EXPECT_EQ(from_html.text.find("script"), std::string::npos);
  EXPECT_EQ(from_html.excerpt, "Tea please");
  EXPECT_EQ(make_body("", "").html, "");
}

}  // namespace
}  // namespace peakdesk::tickets
